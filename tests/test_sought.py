"""The sign by which a pattern is looked for misses none of its matches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.mend import dirt, layout, normalise, stops
from pipeline.read import fonts
from pipeline.sought import Sought, sought

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


@pytest.mark.parametrize(("sign", "pattern", "text", "spans"), [
    ("[ab]", "[ab]+", "xabbab-b", [(1, 6), (7, 8)]),
    ("(?=b)", "(?<=a)(?=b)", "abcb", [(1, 1)]),
    ("a", r"\Aa", "aa", [(0, 1)]),
    ("a", "b", "aabb", []),
])  # fmt: skip
def test_matches_begin_at_signs(sign: str, pattern: str, text: str, spans: list[tuple[int, int]]) -> None:
    assert [match.span() for match in sought(sign, pattern).finditer(text)] == spans
