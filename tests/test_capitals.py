"""Capitals that are small letters read too large, abbreviations that lost their marks, and all the capitals that stay."""

from __future__ import annotations

import pytest

from pipeline.lexicon import Lexicon
from pipeline.measure.explain import explain
from pipeline.mend import repair
from pipeline.read.document import Document
from pipeline.text import Text

LEXICON = Lexicon()
LOST_MARKS = "Бүл қүжат түрақты жүмыс тобының мүндай үсынысы бойынша қүрылған қүқықтық негіздерге сүйенеді, {} туралы."
NO_MARKS_LOST = "Бұл құжат тұрақты жұмыс тобының мұндай ұсынысы бойынша құрылған құқықтық негіздерге сүйенеді, {} туралы."
LETTERS_LOST = "Олар мсмлекст пен когам арасындағы катынастарды карастырады, кабылданған кұжаттар калай орындалды, {} туралы."
RUSSIAN_MODEL = "Казак халкынын тарихы туралы бул енбекте когамдык озгерстер мен мэдениет мэселелер карастырылады, {} туралы."


def mended(page: str, word: str) -> str:
    text = Text.of(page.format(word))
    after = text.apply("repair", repair.edits(text, Document(text.raw), LEXICON)).current
    return after.rsplit(", ", 1)[1].removesuffix(" туралы.")


@pytest.mark.parametrize(
    ("damaged", "right"),
    [("ҚабЫЛДаған", "қабылдаған"), ("мемЛЕкеттер", "мемлекеттер"), ("ТӘуелсіздік", "Тәуелсіздік"), ("қаРАр", "қарар"),
     ("КЕЛІСКЕН ҚабЫЛДаған", "келіскен қабылдаған"), ("ҚҮРЫЛҒАН қаЛАлық", "құрылған қалалық"),
     ("бізге жеткілікті Деп саналды", "бізге жеткілікті деп саналды")],
)  # fmt: skip
def test_letters_that_differ_by_size_alone_become_small(damaged: str, right: str) -> None:
    assert mended(LOST_MARKS, damaged) == right


def test_the_capital_that_opens_a_sentence_is_kept() -> None:
    assert mended(LOST_MARKS, "ол күшінде. ҚабЫЛДаған құжат") == "ол күшінде. Қабылдаған құжат"


@pytest.mark.parametrize(
    "word",
    ["ҚазМҰУ", "КазТАГ", "ҚазМұнайГаз", "АтаМекен", "ЮНЕСКО-ның", "ЮНЕСКОның", "АҚШтың", "ТМД-ның", "СІМК-нің", "КСРОға",
     "ҚазССРның", "ЖОО-лар", "ЕурАзЭҚ", "МакГрегор", "аДНҚ", "кВт", "МГц", "eGov", "iPhone", "XVIII", "ХІХ", "УІІ",
     "ҚАЗАҚСТАН ТАРИХЫ", "Тараптар Кеңесі", "жаңа Достастық жоспары", "осы Шарт бойынша", "елдің Үкімет мүшелері",
     "ол ҮКІМ шығарды", "мІІІІш", "хщшъртт Деп саналды", "СШК", "КМК", "ТЭК", "БКК"],
)  # fmt: skip
@pytest.mark.parametrize("page", [LOST_MARKS, NO_MARKS_LOST])
def test_capitals_stay_without_evidence(page: str, word: str) -> None:
    assert mended(page, word) == word


@pytest.mark.parametrize("word", ["ҚабЫЛДаған", "жеткілікті Деп саналды", "БҮҮ", "КР"])
def test_on_a_sound_page_capitals_are_the_author_s(word: str) -> None:
    assert mended(NO_MARKS_LOST, word) == word


@pytest.mark.parametrize(
    ("page", "damaged", "right"),
    [(LOST_MARKS, "БҮҮ", "БҰҰ"), (LOST_MARKS, "ШЫҮ", "ШЫҰ"), (LOST_MARKS, "ҮҚШҮ", "ҰҚШҰ"), (LETTERS_LOST, "КР", "ҚР"),
     (LETTERS_LOST, "КХР", "ҚХР"), (RUSSIAN_MODEL, "АКШ", "АҚШ")],
)  # fmt: skip
def test_an_abbreviation_is_read_by_what_the_page_lost(page: str, damaged: str, right: str) -> None:
    assert mended(page, damaged) == right


@pytest.mark.parametrize(
    ("page", "word"),
    [(LOST_MARKS, "КР"), (LETTERS_LOST, "БҮҮ"), (LETTERS_LOST, "КСРО"), (LETTERS_LOST, "КТК"), (LETTERS_LOST, "СКХ"),
     (LOST_MARKS, "ТҮР"), (LOST_MARKS, "ҮЛТ"), (LETTERS_LOST, "КОКП"), (LETTERS_LOST, "АКСР")],
)  # fmt: skip
def test_an_abbreviation_stays_where_the_page_does_not_tell(page: str, word: str) -> None:
    assert mended(page, word) == word


@pytest.mark.parametrize(
    ("word", "rule"), [("ҚабЫЛДаған", "letter-size"), ("Деп", "needless-capital"), ("БҮҮ", "abbreviation ү→ұ")]
)
def test_each_rule_is_named(word: str, rule: str) -> None:
    (it,) = explain(word, Document(LOST_MARKS.format(f"бізге жеткілікті {word} саналды")), LEXICON)
    assert it.decision.startswith("changed: ") and rule in it.decision
