"""The sign by which a pattern is looked for misses none of its matches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.mend import dirt, layout, normalise, stops
from pipeline.read import fonts
from pipeline.sought import RARE, Sought, sought

PATTERNS = {f"{module.__name__}.{name}": pattern for module in (fonts, normalise, dirt, layout, stops)
            for name, pattern in vars(module).items() if isinstance(pattern, Sought)}  # fmt: skip
WORDS = ["қазақ", "Келісім", "ТМД", "қaзaқ", "PCтер", "ҡала", "кѳп", "12", "1995", "жылы", "болды", "берді", "емес",
         "«сөз»", "--",
         *"є¥\ue001Ⅰ()«»“”‘’….,;:!?'|_~^`*<>=£[]-–¬\xad\u200b\u200e\ufeff\ufffe\x02\x07\x85\u202bאم♥éﬁϐ\U0001d400"]  # fmt: skip
GAPS = ["", "", " ", " ", " ", "  ", "\n", " \n", "\n ", "\t", "\f", "\xa0", "\u3000", ". ", ", ", " .", " ,", "\r\n", "\x1c"]
TEXTS = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS)), max_size=12).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)


@pytest.mark.parametrize("name", PATTERNS)
@given(text=TEXTS)
def test_no_match_is_missed(name: str, text: str) -> None:
    found = [match.span() for match in PATTERNS[name].finditer(text)]
    assert found == [match.span() for match in PATTERNS[name].pattern.finditer(text)]


@given(text=TEXTS)
def test_no_space_is_missed(text: str) -> None:
    runs = {m.span() for m in normalise.SPACE_RUN.finditer(text) if m[0] not in (" ", "\t")}
    assert {edit[:2] for edit in normalise.spaces(text)} == runs | {m.span() for m in normalise.TRAILING.finditer(text)}
    round_marks = (normalise.BEFORE_STOP.pattern, normalise.AFTER_OPENING.pattern)
    assert {edit[:2] for edit in normalise.spaces_round_marks(text)} == {m.span() for p in round_marks for m in p.finditer(text)}


SIGNS = {name: pattern.sign for name, pattern in PATTERNS.items() if pattern.is_rare} | {
    "SPECK": dirt.SPECK, "JUNK": dirt.JUNK, "ODD_SPACE": normalise.ODD_SPACE, "MAYBE_LATIN": normalise.MAYBE_LATIN}  # fmt: skip


@pytest.mark.parametrize("name", SIGNS)
def test_rare_signs_are_rare(name: str) -> None:
    characters = "".join(map(chr, range(0x3000)))
    assert set(SIGNS[name].findall(characters)) <= set(RARE.findall(characters))


@pytest.mark.parametrize(("sign", "pattern", "text", "spans"), [
    ("[ab]", "[ab]+", "xabbab-b", [(1, 6), (7, 8)]),
    ("(?=b)", "(?<=a)(?=b)", "abcb", [(1, 1)]),
    ("a", r"\Aa", "aa", [(0, 1)]),
    ("a", "b", "aabb", []),
])  # fmt: skip
def test_matches_begin_at_signs(sign: str, pattern: str, text: str, spans: list[tuple[int, int]]) -> None:
    assert [match.span() for match in sought(sign, pattern).finditer(text)] == spans
