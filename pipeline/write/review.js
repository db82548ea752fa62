// The page: what is shown of the units, and what a reader does. Comes after review_decisions.js in one script.

const AT_ONCE = 8; // blocks drawn before any is seen to be in view

// --- words ---
let language = store.get("repair-language") ?? LANGUAGES.find(it => navigator.language?.startsWith(it)) ?? "en";
const label = key => data.labels[key]?.[LANGUAGES.indexOf(language)] ?? key.replace(/^\w+\./, "");
// «к→қ» and the like are told in words; ∅ stands for nothing
const misread = name => name.split(" ").map(it => it.split("→")).map(([old, text]) => label("misread").replace("{0}", old).replace("{1}", text)).join(", ");
const rules = names => names.split("+").filter(Boolean).map(name => name.includes("→") ? misread(name) : label("rule." + name)).join(", ");
const joined = (kind, names, by) => names.split(by).map(name => label(kind + name)).join(", ");
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
const codes = text => [...text].map(it => "U+" + it.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")).join(" ");
function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "class") node.className = value; else if (key.startsWith("on")) node.addEventListener(key.slice(2), value); else node.setAttribute(key, value);
  }
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}
// text as nodes: what has no shape, or turns the writing direction, is shown by its code
function shown(text) {
  const nodes = []; let at = 0;
  for (const found of text.matchAll(UNSEEN)) {
    nodes.push(text.slice(at, found.index), el("span", { class: "code" }, codes(found[0])));
    at = found.index + found[0].length;
  }
  const part = document.createDocumentFragment();
  part.append(...nodes, text.slice(at));
  return part;
}
const bdi = text => el("bdi", {}, shown(text));
const visible = text => text.replace(/\n/g, "↵\n").replace(/^ | $/g, "␣");
const clean = text => text.replace(UNSEEN, codes);
function say(key) { $("note").textContent = label(key); $("note").hidden = false; }

// --- filters ---
const options = { document: "", stage: "", rule: "", status: "" };
const has = (names, by, name) => names.split(by).includes(name);
function passes(unit) {
  const find = $("find").value.trim().toLowerCase(), most = $("most").valueAsNumber;
  return (options.document === "" || unit.d === +options.document)
    && (options.stage === "" || (options.stage === "doubtful" ? unit.left : has(unit.stage, "+", options.stage)))
    && (options.rule === "" || unit.rule === options.rule || has(unit.rule, "+", options.rule))
    && (unit.left || isNaN(most) || unit.confidence <= most)
    && (options.status === "" || Boolean(decisionOf(unit)) === (options.status === "decided"))
    && ($("spacing").checked || !unit.spacing)
    && (!find || unit.raw.toLowerCase().includes(find) || unit.text.toLowerCase().includes(find));
}
function choices() {
  const fill = (id, rows) => {
    $(id).replaceChildren(...rows.map(([value, text]) => el("option", { value }, text)));
    $(id).value = options[id];
  };
  const names = (field, by) => [...new Set(units.flatMap(unit => unit[field].split(by)))].filter(Boolean).sort();
  const all = [["", label("all")]];
  fill("document", [...(tab === "text" ? [] : all), ...data.documents.map((doc, d) => [String(d), clean(doc.path)])]);
  fill("stage", [...all, ...names("stage", "+").map(name => [name, label("stage." + name)]), ["doubtful", label("doubtful")]]);
  fill("rule", [...all, ...names("rule", "+").map(name => [name, label("rule." + name)])]);
}

// --- the text, one document at a time, block by block as it comes into view ---
let tab = "text", now = null, watcher = null;
function marks(unit, side) {
  const mark = el("mark", { "data-unit": unit.id, ...(side === "new" ? { tabindex: "0" } : {}) }, shown(side === "old" ? unit.raw.replace(/\n/g, "↵\n") : unit.text));
  return dress(mark, unit, side);
}
function dress(mark, unit, side) {
  const said = decisionOf(unit);
  if (side === "new") {
    const text = said ? { accept: unit.text, reject: unit.raw, rewrite: said.to }[said.verdict] : unit.text;
    mark.replaceChildren(shown(text));
    mark.setAttribute("aria-label", clean(`${unit.raw} → ${text}`));
  }
  mark.className = [said?.verdict, unit.left && "left", !passes(unit) && "off", now === unit && "now", !mark.textContent && "empty"].filter(Boolean).join(" ");
  return mark;
}
function paint(unit) {
  if (tab === "text" && unit.d !== +options.document) return;
  document.querySelectorAll(`mark[data-unit="${unit.id}"]`).forEach(mark => dress(mark, unit, mark.parentNode.className));
}
function fill(block) {
  if (block.dataset.full) return;
  block.dataset.full = "1";
  const pieces = block.pieces, base = first[+options.document] ?? 0;
  const side = name => el("div", { class: name, lang: "kk", dir: "ltr" }, ...pieces.map(it => typeof it === "string" ? shown(it) : marks(units[base + it], name)));
  block.append(side("new"), side("old"));
  block.style.minHeight = "";
}
function showText() {
  if (options.document === "") options.document = "0";
  choices();
  const node = $("text-" + options.document);
  if (!node) return $("main").replaceChildren(el("p", {}, label("none")));
  node.parsed ??= JSON.parse(node.textContent);
  const wide = innerWidth > 640;
  watcher?.disconnect();
  watcher = new IntersectionObserver(seen => seen.forEach(it => { if (it.isIntersecting) fill(it.target); }), { rootMargin: "1200px" });
  let page = 0;
  const blocks = node.parsed.map(([number, ...pieces], at) => {
    const block = el("div", { class: "block", id: "block-" + at });
    if (number !== page) block.append(el("div", { class: "pagemark" }, `${label("page")} ${page = number}`));
    block.pieces = pieces;
    const letters = pieces.reduce((sum, it) => sum + (typeof it === "string" ? it.length : 8), 0);
    block.style.minHeight = block.style.containIntrinsicHeight = `${Math.ceil(letters / (wide ? 60 : 20)) * 1.6}rem`;
    watcher.observe(block);
    return block;
  });
  $("main").replaceChildren(el("div", { class: "head" }, el("span", {}, label("repaired")), el("span", {}, label("raw"))), ...blocks);
  blocks.slice(0, AT_ONCE).forEach(fill);
}
function repaint() { document.querySelectorAll("#main mark").forEach(mark => dress(mark, units[+mark.dataset.unit], mark.parentNode.className)); }
function go(unit) {
  if (tab !== "text" || +options.document !== unit.d) { options.document = String(unit.d); show("text"); }
  const block = $("block-" + unit.block);
  fill(block);
  const mark = block.querySelector(`.new mark[data-unit="${unit.id}"]`);
  mark.focus({ preventScroll: true });
  mark.scrollIntoView({ block: "center" });
  choose(unit);
}
function toBlock(d, at) {
  options.document = String(d);
  show("text");
  const block = $("block-" + at);
  if (block) { fill(block); block.scrollIntoView(); }
}
function step(by) {
  const inText = tab === "text" ? +options.document : -1;
  const from = now && (inText < 0 || now.d === inText) ? now.id : by > 0 ? (first[Math.max(0, inText)] ?? 0) - 1 : units.length;
  for (let at = from + by; at >= 0 && at < units.length; at += by) {
    if (inText >= 0 && units[at].d !== inText) { if (by > 0 ? units[at].d > inText : units[at].d < inText) return; continue; }
    if (passes(units[at])) return go(units[at]);
  }
}

// --- what a change is, and the buttons for it ---
function explained(unit) {
  const said = decisionOf(unit);
  const times = same.get(changeKey(unit)).length;
  return [
    el("div", { class: "change" }, el("del", { class: "raw" }, shown(visible(unit.raw) || "∅")), unit.left ? "" : el("span", {}, " → ", el("ins", {}, shown(visible(unit.text) || "∅")))),
    el("div", { class: "more" }, [
      unit.left ? label("doubtful") : `${rules(unit.rule)} · ${joined("stage.", unit.stage, "+")} · ${label("confidence")} ${unit.confidence}`,
      has(unit.rule, "+", "look-alike") || unit.spacing ? letters(unit) : "",
      times > 1 ? `${times} ${label("places")}` : "",
      said ? label({ accept: "accepted", reject: "rejected", rewrite: "rewritten" }[said.verdict]) + (said.verdict === "rewrite" ? `: ${clean(said.to)}` : "") : "",
    ].filter(Boolean).join(" · ")),
  ];
}
// which letters were changed, by code: those that look the same can be told by nothing else
function letters(unit) {
  const [old, text] = [[...unit.raw], [...unit.text]];
  if (old.length !== text.length) return `${codes(unit.raw)} → ${codes(unit.text)}`.slice(0, 80);
  return [...new Set(old.map((it, at) => it === text[at] ? "" : `${codes(it)} → ${codes(text[at])}`))].filter(Boolean).join(", ");
}
function choose(unit) {
  const before = now;
  now = unit;
  $("rewrite").hidden = true;
  if (before !== unit) $("here").checked = here.has(placeKey(unit));
  $("what").replaceChildren(...explained(unit));
  $("card").hidden = false;
  [before, unit].forEach(it => it && paint(it));
}
function act(verdict, to) {
  if (!now) return;
  decide(now, verdict, to, $("here").checked);
  choose(now);
  if (tab === "changes") showChanges();
}
function rewrite() {
  if (!now) return;
  const said = decisionOf(now);
  $("to").value = said?.verdict === "rewrite" ? said.to : now.text;
  $("rewrite").hidden = false;
  $("to").focus();
}
function tip(mark) { // on hover; what has the focus is explained in the card
  const box = $("tip");
  if (!mark || mark.classList.contains("off")) { box.hidden = true; return; }
  box.replaceChildren(...explained(units[+mark.dataset.unit]));
  box.hidden = false;
  const at = mark.getBoundingClientRect();
  box.style.left = `${Math.max(4, Math.min(at.left, innerWidth - box.offsetWidth - 8)) + scrollX}px`;
  box.style.top = `${(at.bottom + box.offsetHeight + 8 > innerHeight ? at.top - box.offsetHeight - 6 : at.bottom + 6) + scrollY}px`;
}

// --- the other views ---
function listed(rows, make, head) {
  if (!rows.length) return $("main").replaceChildren(el("p", {}, label("none")));
  const body = el("tbody"), more = el("button", { type: "button" }, label("more"));
  let at = 0;
  const add = () => { body.append(...rows.slice(at, at += SHOWN).map(make)); more.hidden = at >= rows.length; };
  more.addEventListener("click", add);
  add();
  $("main").replaceChildren(el("table", {}, el("thead", {}, el("tr", {}, ...head.map(key => el("th", { scope: "col" }, key && label(key))))), body), more);
}
const where = (d, at) => el("button", { type: "button", class: "link", onclick: () => toBlock(d, at) }, shown(data.documents[d].path));
function showChanges() {
  const sorted = [...grouped(units.filter(passes)).values()].sort((a, b) => b.length - a.length || (a[0].raw < b[0].raw ? -1 : 1));
  const button = (key, verdict, unit) => el("button", { type: "button", "aria-pressed": String(everywhere.get(changeKey(unit))?.verdict === verdict),
    onclick: () => { $("here").checked = false; now = unit; act(verdict); } }, label(key));
  const y = scrollY;
  listed(sorted, list => {
    const unit = list[0], said = everywhere.get(changeKey(unit));
    return el("tr", {},
      el("td", {}, el("button", { type: "button", class: "link", onclick: () => go(unit) }, ...explained(unit).slice(0, 1))),
      el("td", { class: "number" }, `${list.length} ${label("places")}`),
      el("td", {}, unit.left ? label("doubtful") : rules(unit.rule)),
      el("td", {}, said ? el("b", {}, label({ accept: "accepted", reject: "rejected", rewrite: "rewritten" }[said.verdict])) : ""),
      el("td", { class: "buttons" }, button("accept", "accept", unit), " ", button("reject", "reject", unit), " ",
        el("button", { type: "button", onclick: () => { go(unit); rewrite(); } }, label("edit"))));
  }, ["changes", "", "rule", "status", ""]);
  scrollTo(0, y);
}
function showEvents() {
  const rows = data.events.filter(it => options.document === "" || it.d === +options.document);
  listed(rows, it => el("tr", {}, el("td", {}, el("b", {}, it.date)), el("td", {}, label("event." + it.type)),
    el("td", { lang: "kk" }, bdi(it.text), el("div", { class: "more" }, shown([...it.who, it.place, it.treaty].filter(Boolean).join(" · ")))),
    el("td", {}, where(it.d, it.block))), ["dates", "kind", "text", "document"]);
}
function showTreaties() {
  const rows = data.treaties.filter(it => options.document === "" || it.documents.includes(data.documents[+options.document].path));
  listed(rows, it => el("tr", {}, el("td", { lang: "kk" }, el("b", {}, shown(it.name)), el("div", { class: "more" }, shown(Object.keys(it.names).filter(name => name !== it.name).join(" · ")))),
    el("td", {}, ...Object.entries(it.dates).map(([date, paths]) => el("div", {}, date, " ", el("span", { class: "more" }, shown(paths.join(", "))))), it.disagree ? el("span", { class: "warn" }, label("disagree")) : null),
    el("td", {}, shown(it.parties.join(" "))), el("td", { class: "number" }, String(it.mentions)),
    el("td", {}, ...it.documents.map(path => el("div", {}, where(data.documents.findIndex(doc => doc.path === path), 0))))),
  ["names", "dates", "parties", "mentions", "document"]);
}
function showPages() {
  const rows = data.documents.flatMap((doc, d) => options.document === "" || d === +options.document ? doc.pages.map(page => ({ d, page })) : []);
  const share = ([, words, changed, left]) => (changed + left) / Math.max(1, words);
  rows.sort((a, b) => share(b.page) - share(a.page));
  const worst = rows.length ? share(rows[0].page) || 1 : 1;
  listed(rows, ({ d, page }) => {
    const bar = el("span", { class: "bar" });
    bar.style.width = `${Math.round(share(page) / worst * 100)}%`;
    return el("tr", {}, el("td", {}, where(d, page[4])), el("td", { class: "number" }, `${label("page")} ${page[0]}`), el("td", { class: "track" }, bar),
      el("td", { class: "number" }, `${(share(page) * 100).toFixed(1)} %`), el("td", { class: "more" }, `${page[1]} ${label("words")} · ${page[2]} ${label("changes").toLowerCase()} · ${page[3]} ${label("left")}`));
  }, ["document", "page", "damage", "", ""]);
}
const VIEWS = { text: showText, changes: showChanges, events: showEvents, treaties: showTreaties, pages: showPages };
function show(name) {
  tab = name;
  document.documentElement.lang = language;
  document.querySelectorAll("[data-label]").forEach(node => { node.textContent = label(node.dataset.label); });
  document.querySelectorAll("[data-name]").forEach(node => { node.setAttribute("aria-label", label(node.dataset.name)); });
  document.querySelectorAll("[data-tab]").forEach(node => node.setAttribute("aria-selected", String(node.dataset.tab === name)));
  $("tip").hidden = true;
  $("card").hidden = !now || name !== "text";
  if (now) $("what").replaceChildren(...explained(now));
  choices();
  VIEWS[name]();
}

// --- what a reader does ---
const KEYS = { KeyJ: () => step(1), KeyK: () => step(-1), KeyA: () => act("accept"), KeyR: () => act("reject"), KeyE: rewrite, KeyU: () => act(""),
  KeyO: () => { $("here").checked = !$("here").checked; } };
document.addEventListener("keydown", event => {
  if (event.key === "Escape") { $("rewrite").hidden = true; $("tip").hidden = true; if (now && tab === "text") go(now); return; }
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches?.("input:not([type=checkbox]), select")) return;
  const key = KEYS[event.code]; // the key on the board, whatever letters are on it
  if (key) { event.preventDefault(); key(); }
});
for (const [id, what] of Object.entries({ next: "KeyJ", previous: "KeyK", accept: "KeyA", reject: "KeyR", edit: "KeyE", undo: "KeyU" })) $(id).addEventListener("click", KEYS[what]);
$("rewrite").addEventListener("submit", event => { event.preventDefault(); act("rewrite", $("to").value.normalize("NFC")); $("rewrite").hidden = true; if (tab === "text") go(now); });
$("tabs").addEventListener("click", event => {
  const name = event.target.dataset.tab;
  if (name && name !== "text" && tab === "text") options.document = ""; // the lists begin with all documents
  if (name) show(name);
});
$("language").addEventListener("change", event => { language = event.target.value; store.set("repair-language", language); show(tab); });
for (const id of ["document", "stage", "rule", "status"]) $(id).addEventListener("change", event => { options[id] = event.target.value; id === "document" || tab !== "text" ? show(tab) : repaint(); });
for (const id of ["most", "find", "spacing"]) $(id).addEventListener("input", () => tab === "text" ? repaint() : show(tab));
const marked = event => event.target.closest?.("mark[data-unit]");
$("main").addEventListener("pointerover", event => event.pointerType !== "touch" && tip(marked(event)));
$("main").addEventListener("focusin", event => { const mark = marked(event); if (mark) choose(units[+mark.dataset.unit]); });
$("main").addEventListener("click", event => { const mark = marked(event); if (mark && !mark.classList.contains("off")) choose(units[+mark.dataset.unit]); });
$("download").addEventListener("click", () => {
  const link = el("a", { download: "decisions.json", href: URL.createObjectURL(new Blob([saved()], { type: "application/json" })) });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
});
$("open").addEventListener("change", async event => {
  try { opened(JSON.parse(await event.target.files[0].text())); keep(); $("note").hidden = true; show(tab); } catch { say("unreadable"); }
  event.target.value = "";
});
if (!LANGUAGES.includes(language)) language = "en";
$("language").value = language;
if (innerWidth <= 640) $("filters").open = false;
recall();
keep();
show("text");
