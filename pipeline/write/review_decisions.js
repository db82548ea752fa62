"use strict";
// Everything shown comes from the JSON in the page and is put there as text, never as markup.
const $ = id => document.getElementById(id);
const data = JSON.parse($("data").textContent);
const LANGUAGES = ["kk", "ru", "en"], SHOWN = 200, KEY = "repair-decisions:" + data.id;
const store = {
  get(key) { try { return localStorage.getItem(key); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(key, value); } catch { say("not-kept"); } },
};

// --- units: every change and every doubtful word, in order of place ---
const units = [];
data.documents.forEach((doc, d) => doc.units.forEach(([raw, text, stage, rule, confidence, before, after, block], n) => {
  const left = stage === "";
  units.push({ id: units.length, d, n, raw, text, stage, rule, confidence, before, after, block, left, spacing: !(raw + text).trim() });
}));
const first = [];
units.forEach(unit => { first[unit.d] ??= unit.id; });
const changeKey = unit => JSON.stringify([unit.raw, unit.text]);
const placeKey = unit => JSON.stringify([unit.raw, unit.text, data.documents[unit.d].path, unit.before, unit.after]);
function grouped(list) {
  const groups = new Map();
  for (const unit of list) {
    const key = changeKey(unit);
    groups.has(key) ? groups.get(key).push(unit) : groups.set(key, [unit]);
  }
  return groups;
}
const same = grouped(units);

// --- decisions: of all places of a change, or of one place ---
let everywhere = new Map(), here = new Map();
function recall() {
  try { const kept = JSON.parse(store.get(KEY) ?? "{}"); everywhere = new Map(kept.everywhere); here = new Map(kept.here); } catch { /* nothing kept */ }
}
function keep() {
  store.set(KEY, JSON.stringify({ everywhere: [...everywhere], here: [...here] }));
  $("count").textContent = everywhere.size + here.size;
}
const decisionOf = unit => here.get(placeKey(unit)) ?? everywhere.get(changeKey(unit));
const place = unit => ({ before: unit.before, after: unit.after, document: data.documents[unit.d].path });
const distinct = places => [...new Map(places.map(at => [JSON.stringify([at.document, at.before, at.after]), at])).values()];
function decide(unit, verdict, to, alone) {
  const key = changeKey(unit), there = placeKey(unit), said = { verdict, ...(verdict === "rewrite" ? { to } : {}) };
  if (!verdict) here.has(there) ? here.delete(there) : everywhere.delete(key);
  else if (alone) {
    for (const other of here.keys()) if (sameBut(other, there)) here.delete(other);
    here.set(there, said);
  } else {
    const places = distinct([...(everywhere.get(key)?.places ?? []), ...same.get(key).map(place)]);
    const mine = new Set(places.map(at => JSON.stringify(at)));
    for (const [other, old] of everywhere) if (sameBut(other, key)) old.places = old.places.filter(at => !mine.has(JSON.stringify(at)));
    everywhere.set(key, { ...said, places });
  }
  keep();
  repaint();
}
// whether two keys speak of the same raw words in the same place, and of other things made of them
function sameBut(key, other) {
  const [[raw, text, ...at], [raw2, text2, ...at2]] = [JSON.parse(key), JSON.parse(other)];
  return raw === raw2 && text !== text2 && at.join("\n") === at2.join("\n");
}
function saved() {
  const decisions = [];
  for (const [key, { places, ...said }] of everywhere) {
    const [raw, text] = JSON.parse(key);
    decisions.push({ raw, text, ...said, everywhere: true, places });
  }
  for (const [key, said] of here) {
    const [raw, text, document, before, after] = JSON.parse(key);
    decisions.push({ raw, text, ...said, places: [{ before, after, document }] });
  }
  const order = it => JSON.stringify([it.raw, it.text, it.places]);
  decisions.sort((a, b) => order(a) < order(b) ? -1 : 1);
  return JSON.stringify({ decisions_version: "1", decisions }, null, 1) + "\n";
}
function opened(file) {
  if (file.decisions_version !== "1") throw new Error("version");
  for (const it of file.decisions) {
    const said = { verdict: it.verdict, ...(it.verdict === "rewrite" ? { to: it.to ?? "" } : {}) };
    if (!["accept", "reject", "rewrite"].includes(it.verdict)) throw new Error("verdict");
    if (it.everywhere) everywhere.set(JSON.stringify([it.raw, it.text]), { ...said, places: it.places ?? [] });
    else for (const at of it.places) here.set(JSON.stringify([it.raw, it.text, at.document ?? null, at.before, at.after]), said);
  }
}
