"""Marks at the edge of words on damaged pages: what goes, and what stays."""

from __future__ import annotations

import pytest

from pipeline.lexicon import Lexicon
from pipeline.mend.detector import was_ending
from pipeline.mend.page import judges
from pipeline.mend.specks import Speck, specks
from pipeline.mend.tokens import tokens, worded
from pipeline.text import Text

LEXICON = Lexicon()


def mended(text: str, model: str) -> str:
    found = tokens(text)
    edits = specks(text, found, model, lambda token: token.lower, judges(LEXICON)[model])
    return Text.of(text).apply("repair", edits).current


@pytest.mark.parametrize("row", LEXICON.rows(Speck), ids=lambda row: f"{row.model} {row.mark} {row.next}")
def test_the_example_of_a_row_is_mended_by_it(row: Speck) -> None:
    damaged, right = row.example
    assert row.mark in damaged
    assert mended(damaged, row.model) == right


@pytest.mark.parametrize(
    ("model", "text"),
    [
        ("kazakh", "мал шаруашылығы, т.б. салалар"),
        ("kazakh", "мал, т. б. салалар"),
        ("kazakh", "1960 ж. салынған"),
        ("kazakh", "1960ж. дейін салынған"),
        ("kazakh", "құны 312 млн. теңгеге жетті"),
        ("russian", "құны 3 млрд.\nтеңгеге жетті"),
        ("russian", "бөлім бастығы; әскери бөлім"),
        ("kazakh", "Қазақстан; Ресей; Өзбекстан"),
        ("russian", "бөлімше командирі адамдарға: ротадағы"),
        ("kazakh", "негізгі шаралары: егін жинау, мал бағу"),
        ("kazakh", "оның белгілері: құлағы үлкен"),
        ("kazakh", "Сен келдің бе? Қашан"),
        ("kazakh", "Сау бол! Кездескенше"),
        ("kazakh", "қысқарды; нан қымбаттады"),
        ("kazakh", "қазақ-қырғыз келісімі"),
        ("kazakh", "ол – ұстаз"),
        ("kazakh", "бұл 'Алаш' қозғалысы"),
        ("russian", "Сау бол! Кездескенше"),
        ("russian", "Бұл, әрине, дұрыс"),
    ],
)
def test_marks_of_the_author_stay(model: str, text: str) -> None:
    assert mended(text, model) == text


@pytest.mark.parametrize(("text", "right"), [("ол -арқасында келді", "ол арқасында келді"), ("бұл .қалада", "бұл қалада")])
def test_a_mark_that_opens_nothing_goes(text: str, right: str) -> None:
    assert mended(text, "kazakh") == right


@pytest.mark.parametrize(("word", "judged"), [("ыыы", False), ("Ааааа", False), ("XIX", False), ("а", False), ("ата", True)])
def test_which_words_can_be_judged(word: str, judged: bool) -> None:
    assert worded(word) is judged


@pytest.mark.parametrize(
    ("word", "form", "kept"),
    [("ден", "деп", True), ("дан", "даң", True), ("га", "ға", False), ("дын", "дың", False), ("тан", "танымал", False)],
)
def test_an_ending_after_a_number_stays_one(word: str, form: str, kept: bool) -> None:
    assert was_ending(word, form, LEXICON) is kept
