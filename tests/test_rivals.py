"""Words that look like others: many looked up at once have the rivals that each has by itself."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.kazakh import LETTERS
from pipeline.lexicon import Lexicon
from pipeline.morphology.alike import LONGEST, sums_had
from pipeline.morphology.rivals import Misreading, Rivals, rivals
from pipeline.words import mapped, words

LEXICON = Lexicon()


def fresh() -> Rivals:
    return Rivals(words(LEXICON), LEXICON.rows(Misreading), mapped(LEXICON.file("forms.bin")))


def together(found: list[str]) -> list[float]:
    known = fresh()
    known.look_up(found)
    return [known[word] for word in found]


@pytest.mark.parametrize(("word", "form"), [
    ("казақстан", "қазақстан"), ("улттық", "ұлттық"), ("онер", "өнер"), ("келісіп", "келісін"), ("жылгы", "жылғы"),
    ("үлы", "ұлы"), ("мемлскст", "мемлекет"),
])  # fmt: skip
def test_a_damaged_word_is_rivalled_by_the_right_one(word: str, form: str) -> None:
    assert together([word])[0] >= words(LEXICON).count(form) > 0


@pytest.mark.parametrize("word", ["", "ъъъъъъ", "1991", "treaty", "ж" * (LONGEST + 1), "қ" * 70, "𐐷𐐷к", "\ud800а"])
def test_what_looks_like_no_word_has_no_rival(word: str) -> None:
    assert together([word, "ал", word]) == [0.0, rivals(LEXICON)["ал"], 0.0]


FORMS = st.integers(0, 400_000).map(words(LEXICON).trie.restore_key)


@settings(max_examples=30)
@given(st.lists(FORMS | st.text(LETTERS + "-", max_size=12) | st.text()))
def test_words_have_the_rivals_together_that_each_has_alone(found: list[str]) -> None:
    alone = fresh()
    assert together(found) == [alone[word] for word in found]


def test_every_form_is_let_through() -> None:
    trie = words(LEXICON).trie
    forms = [trie.restore_key(at) for at in range(0, len(trie), 50)]
    had = mapped(LEXICON.file("forms.bin"))
    assert all(mine & ~all_of == 0 for mine, all_of in zip(sums_had(forms), had, strict=True))
