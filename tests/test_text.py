"""The map between raw and current text, as properties first and as a table of places second."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import Edit, Text

LETTERS = st.text(alphabet="абвгқғң .-\n", max_size=30)


@st.composite
def edited(draw: st.DrawFn) -> tuple[Text, list[str]]:
    """A text after up to four rounds of random disjoint edits, with each round's outcome worked out by plain slicing."""
    text = Text.of(draw(LETTERS))
    expected = [text.current]
    for _ in range(draw(st.integers(0, 4))):
        places = sorted(draw(st.lists(st.integers(0, len(text.current)), max_size=8, unique=True)))
        spans = list(zip(places[::2], places[1::2], strict=False))
        if draw(st.booleans()):
            spans = [(start, start if draw(st.booleans()) else end) for start, end in spans]
        edits = [Edit(start, end, draw(LETTERS), "rule", 0.5) for start, end in spans]
        plain = text.current
        for edit in reversed(edits):
            plain = plain[: edit.start] + edit.text + plain[edit.end :]
        text = text.apply("stage", draw(st.permutations(edits)))
        expected.append(plain)
    return text, expected


@given(edited())
def test_edits_are_carried_out(case: tuple[Text, list[str]]) -> None:
    text, expected = case
    assert text.current == expected[-1]


@given(edited())
def test_replay_gives_the_text(case: tuple[Text, list[str]]) -> None:
    text, _ = case
    pieces, at = [], 0
    for change in text.changes:
        assert change.raw_start >= at
        pieces += [text.raw[at : change.raw_start], text.current[change.start : change.end]]
        at = change.raw_end
    assert "".join([*pieces, text.raw[at:]]) == text.current


@given(edited())
def test_changes_are_disjoint_ordered_and_real(case: tuple[Text, list[str]]) -> None:
    text, _ = case
    at = 0
    for change in text.changes:
        assert at <= change.start <= change.end <= len(text.current)
        assert 0 <= change.raw_start <= change.raw_end <= len(text.raw)
        assert text.current[change.start : change.end] != text.raw[change.raw_start : change.raw_end]
        at = change.end


@given(edited())
def test_untouched_text_maps_to_itself(case: tuple[Text, list[str]]) -> None:
    text, _ = case
    touched = {i for change in text.changes for i in range(change.start, change.end)}
    for i, letter in enumerate(text.current):
        start, end = text.to_raw(i, i + 1)
        if i not in touched:
            assert end == start + 1 and text.raw[start] == letter and text.from_raw(start) == i


@given(edited(), st.data())
def test_spans_map_in_order_and_in_bounds(case: tuple[Text, list[str]], data: st.DataObject) -> None:
    text, _ = case
    places = sorted(data.draw(st.lists(st.integers(0, len(text.current)), min_size=3, max_size=3)))
    inner, outer = text.to_raw(places[0], places[1]), text.to_raw(places[0], places[2])
    assert 0 <= inner[0] <= inner[1] <= len(text.raw)
    assert inner[0] == outer[0] and inner[1] <= outer[1]
    raw = sorted(data.draw(st.lists(st.integers(0, len(text.raw)), min_size=2, max_size=2)))
    assert 0 <= text.from_raw(raw[0]) <= text.from_raw(raw[1]) <= len(text.current)


@given(LETTERS)
def test_no_edits_is_identity(raw: str) -> None:
    assert Text.of(raw).apply("stage", []) == Text.of(raw)


def test_a_change_undone_is_no_change() -> None:
    text = Text.of("каласы").apply("repair", [Edit(0, 1, "қ", "к→қ")]).apply("repair", [Edit(0, 1, "к", "қ→к")])
    assert text.changes == ()


def test_two_stages_at_one_place_become_one_change_with_both_names() -> None:
    text = Text.of("бyл").apply("normalise", [Edit(1, 2, "у", "latin", 0.9)]).apply("repair", [Edit(0, 3, "бұл", "у→ұ", 0.5)])
    (change,) = text.changes
    assert (change.stage, change.rule, change.confidence) == ("normalise+repair", "latin+у→ұ", 0.45)
    assert (change.raw_start, change.raw_end) == (0, 3)


@pytest.mark.parametrize(
    "edits", [[Edit(0, 3, "", "a"), Edit(2, 4, "", "b")], [Edit(0, 9, "", "a")], [Edit(1, 1, "x", "a"), Edit(1, 1, "y", "b")]]
)
def test_impossible_edits_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="edit"):
        Text.of("абвг").apply("stage", edits)
