"""The review in a real browser: what a reader sees and does there, and that a document cannot do anything."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import chromium
from records import corpus, record
from running import repair

from pipeline.mend.decisions import read_decisions
from pipeline.record import from_json
from pipeline.write.review import HERE, Document, page

EVIL = '"><img src=x onerror=window.hacked=1></script><script>window.hacked=1</script>{{7*7}}\u202e'
PAGE = "Ол 1995 жылы 26 мамырда Минск каласында шартка кол қойды.Сол кездесу Алматы каласында өтті.\n"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    yield from chromium(tmp_path_factory.mktemp("browser"))


class Reader:
    """One who has the report open. `keys` are pressed on what has the focus."""

    def __init__(self, browser: Any, report: Path) -> None:
        self.browser = browser
        browser.get(report.as_uri())
        browser.execute_script("localStorage.clear()")
        self.again()

    def again(self) -> None:
        self.browser.refresh()
        self.choose("language", "en")

    def keys(self, keys: str) -> None:
        for key in keys:
            self.browser.switch_to.active_element.send_keys(key)

    def click(self, css: str) -> None:
        self.browser.find_element("css selector", css).click()

    def choose(self, name: str, value: str) -> None:
        self.click(f'#{name} option[value="{value}"]')
        self.browser.execute_script("document.activeElement.blur()")

    def all(self, css: str) -> list[str]:
        texts: list[str] = self.browser.execute_script(
            "return [...document.querySelectorAll(arguments[0])].map(node => node.textContent)", css)  # fmt: skip
        return texts

    def marks(self, kind: str = "") -> list[str]:
        return self.all(f".new mark{kind}:not(.off)")

    @property
    def now(self) -> str:
        return " ".join(self.all("#what .change"))

    def download(self) -> Path:
        folder = Path(self.browser.capabilities["chrome"]["userDataDir"]).parent / "downloads"
        before = set(folder.glob("*.json"))
        self.click("#download")
        for _ in range(100):
            new = set(folder.glob("*.json")) - before
            if new:
                return new.pop()
            time.sleep(0.05)
        raise AssertionError("nothing was downloaded")

    def errors(self) -> list[str]:
        return [entry["message"] for entry in self.browser.get_log("browser")]


@pytest.fixture
def reader(browser: Any, tmp_path: Path) -> Any:
    def opened(folder: Path) -> Reader:
        assert repair("report", folder, "-o", tmp_path / "report.html").exit_code == 0
        return Reader(browser, tmp_path / "report.html")

    return opened


def test_decision_in_the_browser_changes_the_next_run(reader: Any, tmp_path: Path) -> None:
    """One word refused everywhere and one rewritten here alone, by keyboard; kept over a reload; saved; held to later."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(PAGE)
    run = [tmp_path / "in", "-o", tmp_path / "out", "-j", "1"]
    repair(*run)
    at = reader(tmp_path / "out")
    assert at.marks() == ["қаласында", "шартқа", "қол", "қойды. Сол", "қаласында"]
    at.keys("j")
    assert at.now == "каласында → қаласында"
    at.keys("r")
    assert at.marks() == ["каласында", "шартқа", "қол", "қойды. Сол", "каласында"]
    at.keys("jjoe")
    field = at.browser.switch_to.active_element
    field.clear()
    field.send_keys("қолын\n")
    assert at.marks(".rewrite") == ["қолын"]
    at.again()
    assert at.marks(".reject") == ["каласында", "каласында"] and at.marks(".rewrite") == ["қолын"]
    file = at.download()
    saved = [(it["raw"], it["verdict"], len(it["places"])) for it in json.loads(file.read_text())["decisions"]]
    assert saved == [("каласында", "reject", 2), ("кол", "rewrite", 1)]
    assert repair(*run, "--decisions", file).exit_code == 0
    after = from_json((tmp_path / "out" / "a.txt.json").read_bytes())
    assert after.text == "Ол 1995 жылы 26 мамырда Минск каласында шартқа қолын қойды. Сол кездесу Алматы каласында өтті.\n"
    assert after.pipeline.config["decisions"] == read_decisions(file).sha256
    assert at.errors() == []
    at.browser.execute_script("localStorage.clear()")
    at.again()
    assert at.marks(".reject") == []
    at.browser.find_element("id", "open").send_keys(str(file))
    for _ in range(100):
        if at.marks(".reject"):
            break
        time.sleep(0.05)
    assert at.marks(".reject") == ["каласында", "каласында"]


def test_filters_lists_and_languages(reader: Any, results: Any) -> None:
    at = reader(results(corpus()))
    assert at.marks() == ["қол"]
    at.choose("document", "1")
    assert at.marks() == ["қаласында", "мекет"] and at.marks(".left") == ["мекет"]
    at.choose("stage", "doubtful")
    assert at.marks() == ["мекет"]
    at.choose("stage", "")
    at.click('[data-tab="changes"]')
    assert [re.sub(r"\s+", " ", row) for row in at.all("tbody tr td:first-child")] == [
        "каласында → қаласында", "кол → қол", "мекет"]  # fmt: skip
    at.browser.find_element("id", "find").send_keys("мек")
    assert at.all("tbody tr td:first-child") == ["мекет"]
    at.browser.find_element("id", "find").clear()
    at.click('[data-tab="events"]')
    assert at.all("tbody tr td:first-child") == ["1991-12-08", "1991-12-10", "1992-05-15"]
    at.click('[data-tab="treaties"]')
    assert "the dates disagree" in " ".join(at.all("tbody tr"))
    at.click('[data-tab="pages"]')
    assert len(at.all("tbody tr")) == 5
    for language, title in (("kk", "Түзетулерді қарау"), ("ru", "Проверка исправлений"), ("en", "Review of repairs")):
        at.choose("language", language)
        assert at.all("h1") == [title]
    assert at.errors() == []


def test_hostile_document_stays_inert(reader: Any, tmp_path: Path) -> None:
    """Markup, scripts and marks that turn the writing direction, in text and name, are shown and do nothing."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / f"{EVIL.replace('/', '')}.txt").write_text(f"1991 жылы {EVIL} Минск каласында кол\u202e қойды.\n" * 3)
    assert repair(tmp_path / "in", "-o", tmp_path / "out", "-j", "1").exit_code == 0
    at = reader(tmp_path / "out")
    at.keys("j")
    for tab in ("changes", "events", "treaties", "pages", "text"):
        at.click(f'[data-tab="{tab}"]')
        body = at.browser.find_element("tag name", "body").text
        assert "\u202e" not in body
    done = "return [window.hacked ?? 0, document.querySelectorAll('main img, main script').length]"
    assert at.browser.execute_script(done) == [0, 0]
    [shown] = at.all("main")
    assert "<img src=x onerror=window.hacked=1>" in shown and "U+202E" in shown and "{{7*7}}" in shown
    assert at.errors() == []


def test_ten_thousand_changes_on_a_phone(reader: Any, results: Any) -> None:
    """Only what is in view is drawn; nothing is wider than the screen."""
    at = reader(results([record("long.txt", "Бұл [[кол>қол]] қойды, ұзын сөйлем жүріп жатыр.\n" * 10_000)]))
    assert 0 < at.browser.execute_script("return document.querySelectorAll('.new mark').length") < 1000
    phone = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    at.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", phone)
    at.again()
    at.keys("jja")
    assert at.now == "кол → қол"
    assert at.browser.execute_script("return document.documentElement.scrollWidth") == 390
    at.click('[data-tab="changes"]')
    assert at.all("tbody td.number") == ["10000 times"]
    assert at.browser.execute_script("return document.documentElement.scrollWidth") == 390
    at.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_blocks_hold_the_whole_text() -> None:
    for made in corpus():
        shown = Document.of(made)
        pieces = [piece for block in shown.blocks() for piece in block[1:]]
        assert "".join(shown.units[it].text if isinstance(it, int) else it for it in pieces) == made.text
        assert "".join(shown.units[it].raw if isinstance(it, int) else it for it in pieces) == made.raw


def test_nothing_from_outside() -> None:
    made = page(corpus())
    assert not re.search(r"""(?:src|href)=["'](?!data:)|https?://|@import|url\(""", made)


def test_every_label_in_three_languages() -> None:
    labels = json.loads((HERE / "review_labels.json").read_text())
    assert all(len(row) == 3 and all(row) for row in labels.values())
    used = set(re.findall(r'label\("([\w.-]+)"\)', (HERE / "review.js").read_text() + (HERE / "review_decisions.js").read_text()))
    used |= set(re.findall(r'data-(?:label|name)="([\w.-]+)"', (HERE / "review.html").read_text()))
    assert {name for name in used if not name.endswith(".")} <= set(labels)


def test_no_results(tmp_path: Path) -> None:
    run = repair("report", tmp_path)
    assert run.exit_code == 2 and "no results there" in run.output
