"""Every person, organisation, place, state and title of the tables: found under each case ending, and named in the nominative."""

from __future__ import annotations

import pytest

from pipeline.find.clauses import Token, tokens
from pipeline.find.names import Named
from pipeline.find.participants import participants
from pipeline.find.people import Person, Title
from pipeline.find.places import Place, place
from pipeline.find.states import StateRow, states
from pipeline.lexicon import Lexicon
from pipeline.named import Organisation
from pipeline.record import Sentence
from tests.declension import declined, possessed

LEXICON = Lexicon()


def row(text: str) -> list[Token]:
    return tokens(text, Sentence(0, len(text), text), [], [])


def named(text: str) -> list[Named]:
    return participants(text, row(text), frozenset(), LEXICON)


def test_a_rare_character_changes_no_token_before_it() -> None:
    for letter in map(chr, range(0x3000)):
        text = f"а{letter}б {letter}"
        assert row(text + " ²")[: len(row(text))] == row(text), hex(ord(letter))


@pytest.mark.parametrize("person", LEXICON.rows(Person), ids=lambda row: row.name)
def test_every_person_is_found_in_every_case(person: Person) -> None:
    for case, form in declined(person.name, LEXICON):
        text = f"Кеше {form} көрдік."
        assert [(n.participant.kind, n.participant.name) for n in named(text)] == [("person", person.name)], (case, form)


NAMES = [row for row in LEXICON.rows(Organisation) if row.kind in ("name", "polity")]


@pytest.mark.parametrize("organisation", NAMES, ids=lambda row: row.name)
def test_every_organisation_is_found_in_every_case(organisation: Organisation) -> None:
    for name in (name for name in (organisation.name, *organisation.aliases) if name[-1].isalpha()):
        for case, form in declined(name, LEXICON):
            text = f"Кеше {form} көрдік."
            assert [n.participant.name for n in named(text)] == [organisation.means or name], (case, form)


@pytest.mark.parametrize("where", [r for r in LEXICON.rows(Place) if r.kind != "generic"], ids=lambda row: row.name)
def test_every_place_is_found_in_the_locative_alone(where: Place) -> None:
    for name in (where.name, *where.aliases):
        for case, form in declined(name, LEXICON):
            text = f"Кеше {form} болды."
            tokens = row(text)
            found = place(text, tokens, 0, len(tokens) - 1, LEXICON)
            assert found == (name if case == "locative" else None), (case, form)


@pytest.mark.parametrize("state", LEXICON.rows(StateRow), ids=lambda row: row.name)
def test_every_state_is_found_in_every_case(state: StateRow) -> None:
    for name in (state.name, *state.aliases):
        for case, form in declined(name, LEXICON):
            assert [(s.name, s.iso) for s in states(f"Кеше {form} көрдік.", LEXICON)] == [(name, state.iso)], (case, form)


@pytest.mark.parametrize("head", [row.name for row in LEXICON.rows(Organisation) if row.kind == "head"])
def test_every_head_noun_ends_an_organisations_name(head: str) -> None:
    noun = head if head.isupper() else possessed(head, LEXICON)
    assert [n.participant.name for n in named(f"Кеше Қайнар {noun} ашылды.")] == [f"Қайнар {noun}"]


@pytest.mark.parametrize("acronym", [row.name for row in LEXICON.rows(Organisation) if row.kind == "not"])
def test_an_acronym_of_something_else_is_no_organisation(acronym: str) -> None:
    assert named(f"Кеше {acronym} туралы айтылды.") == []


@pytest.mark.parametrize("noun", [row.name for row in LEXICON.rows(Place) if row.kind == "generic"])
def test_every_noun_of_places_makes_one_of_a_name(noun: str) -> None:
    text = f"Кеше Ақбұлақ {noun}{'нда' if noun.endswith('ы') else 'нде'} болды."
    tokens = row(text)
    found = place(text, tokens, 0, len(tokens) - 1, LEXICON)
    assert found in ("Ақбұлақ", f"Ақбұлақ {noun}")


@pytest.mark.parametrize("title", LEXICON.rows(Title), ids=lambda row: row.title)
def test_every_title_makes_a_person_of_a_name_and_is_no_part_of_it(title: Title) -> None:
    printed = {"before": [f"{title.title} Торғауыт"], "after": [f"Торғауыт {title.title}"]}
    for name in printed.get(title.place, [*printed["before"], *printed["after"]]):
        assert [n.participant.name for n in named(f"Кеше {name} қайтыс болды.")] == ["Торғауыт"], name
    assert named(f"Кеше {title.title} қайтыс болды.") == []
