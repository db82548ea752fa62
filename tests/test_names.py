"""Every person, organisation, place, state and title of the tables: found under each case ending, and named in the nominative."""

from __future__ import annotations

import pytest

from pipeline.find.clauses import Token, tokens
from pipeline.find.names import Named
from pipeline.find.participants import participants
from pipeline.find.people import Person
from pipeline.find.places import Place, place
from pipeline.find.states import StateRow, states
from pipeline.lexicon import Lexicon
from pipeline.named import Organisation
from pipeline.record import Sentence
from tests.declension import declined

LEXICON = Lexicon()


def row(text: str) -> list[Token]:
    return tokens(text, Sentence(0, len(text), text), [], [])


def named(text: str) -> list[Named]:
    return participants(text, row(text), frozenset(), LEXICON)


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
