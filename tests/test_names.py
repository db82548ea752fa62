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


WHOLE_NAMES = [
    ("Сол жылы Әлихан Бөкейхан сөз сөйледі.", "Әлихан Бөкейхан"),
    ("Қаулы Әлихан Бөкейханға тапсырылды.", "Әлихан Бөкейхан"),
    ("Мұстафа Шоқайдың кітабы шықты.", "Мұстафа Шоқай"),
    ("Сол жылы Мұстафа Шоқай Берлинге көшті.", "Мұстафа Шоқай"),
    ("Кейін Мұстафа Шоқай мырза келді.", "Мұстафа Шоқай"),
    ("Кейін АҚШ президенті Рональд Рейганмен кездесті.", "АҚШ; Рональд Рейган"),
    ("Кейін Гарри Трумэн сөйледі.", "Гарри Трумэн"),
    ("Мұхаммед Хайдар Дулати еңбек жазды.", "Мұхаммед Хайдар Дулати"),
    ("Мұстафа Кемал Ататүрік сайланды.", "Мұстафа Кемал Ататүрік"),
    ("Кейін Мағжан Жұмабай айдалды.", "Мағжан Жұмабай"),
    ("Қайрат Рысқұлбеков мерт болды.", "Қайрат Рысқұлбеков"),
    ("Патша Федор Иванович жауап берді.", "Федор Иванович"),
    ("Кейін Қазақстан Президенті Нұрсұлтан Назарбаев сөйледі.", "Қазақстан; Нұрсұлтан Назарбаев"),
    ("Әлихан Бөкейхан мен Мұстафа Шоқай кездесті.", "Әлихан Бөкейхан; Мұстафа Шоқай"),
    # two persons
    ("Барақ Әбілқайырды өлтірді.", "Барақ; Әбілқайыр"),
    ("Абылай Барақты жеңді.", "Абылай; Барақ"),
    ("Керей Жәнібек екеуі көшті.", "Керей; Жәнібек"),
    ("Шыңғыс Жошыны жіберді.", "Шыңғыс; Жошы"),
    ("Темір Тоқтамысты жеңді.", "Темір; Тоқтамыс"),
    ("Білге Тоныкөкті тыңдады.", "Білге; Тоныкөк"),
    ("Қабанбай Бөгенбайға көмектесті.", "Қабанбай; Бөгенбай"),
    ("Мұстафаның Шоқайдан хабары жоқ.", "Шоқай"),
    ("Кейін Рональд Рейган Горбачевпен кездесті.", "Рональд Рейган; Горбачев"),
    ("Кейін Рейган, Горбачев кездесті.", "Рейган; Горбачев"),
    # a title and a person
    ("Президент Назарбаев сөйледі.", "Назарбаев"),
    ("Кейін Президент Назарбаев сөйледі.", "Назарбаев"),
    ("Хан Кенесары шабуылдады.", "Кенесары"),
    ("Сол жылы Маршал Сталин келді.", "Сталин"),
    ("Барақ Сұлтан келді.", "Барақ"),
    # a place, a state or an organisation and a person
    ("Мәскеу Рейганды қолдады.", "Рейган"),
    ("Кремль Рейганды қолдады.", "Рейган"),
    ("Қостанай Шоқайды тыңдады.", "Шоқай"),
    ("Нью-Йоркте Кеннеди сөйледі.", "Кеннеди"),
    ("Ресей Бөкейханды айдады.", "Ресей; Бөкейхан"),
    ("Алаш Бөкейханды сайлады.", "Алаш; Бөкейхан"),
    ("Конгресс Рейганды қолдады.", "Рейган"),
    # the first word of a sentence and a person
    ("Осылай Шоқай кетті.", "Шоқай"),
    ("Кейін Шоқай кетті.", "Шоқай"),
    ("Кейін Горбачев кетті.", "Горбачев"),
    ("Құрметті Шоқай келді.", "Шоқай"),
    ("Наурызда Шоқай кетті.", "Шоқай"),
    ("Өзбек Шоқайды таныды.", "Шоқай"),
    ("Жалпы Шоқай еңбегі зор.", "Шоқай"),
    # what only bears the name
    ("Кейін Мұстафа Шоқай көшесінде болды.", ""),
]


WHOLE_ORGANISATIONS = [
    ("Қазақ мемлекеттік драма театры ашылды.", "Қазақ мемлекеттік драма театры"),
    ("КСРО Еңбек және қорғаныс кеңесі қаулы қабылдады.", "КСРО Еңбек және қорғаныс кеңесі"),
    ("Кеше Клиникалық және эксперименттік хирургия институты ашылды.", "Клиникалық және эксперименттік хирургия институты"),
    ("Кеше Халықаралық олимпиада комитеті ашылды.", "Халықаралық олимпиада комитеті"),
    ("Кеше «Талап» мәдениет қоғамы ашылды.", "Талап мәдениет қоғамы"),
    ("Кеше «Ақ жол» демократиялық партиясы құрылды.", "Ақ жол демократиялық партиясы"),
    ("Кеше «Айқап» журналы жабылды.", "Айқап журналы"),
    ("Кеше Қазақстандық батальон келді.", "Қазақстандық батальон"),
    # a head without possession is not the state's
    ("Сол жылы Қазақстан Кеңеске төрағалық етті.", "Қазақстан"),
    ("Сол жылы Қазақстан Парламенті мақұлдады.", "Қазақстан Парламенті"),
    # «және» that parts two
    ("Ресей және халықаралық ұйымдар келісті.", "Ресей"),
    ("Алматы және облыстық кеңес шешті.", ""),
    ("Абай және оның партиясы жеңілді.", "Абай"),
    ("Кеше Алаш және ұлттық партия құрылды.", "Алаш"),
    ("Кеше ЮНЕСКО және халықаралық комиссия келді.", "ЮНЕСКО"),
    ("Сол жылы Ахмет және жастар ұйымы құрылды.", ""),
    ("Кеше Есік және басқа қалалар кеңесі өтті.", ""),
    # a quotation and a head noun that are not one name
    ("Кеше «Алаш» идеясы қозғалысы туды.", ""),
    ("Кеше «Абай жолы» атты конференция өтті.", ""),
    ("Кеше «Қазақ» пен газет шықты.", ""),
    ("Кеше «Көшпенділер» романы туралы газет жазды.", ""),
    ("Кеше «Еңбек» орденін университеті алды.", ""),
    ("Кеше «Жол» бағдарламасы үкімет мақұлдады.", ""),
    ("Кеше «Дербестік туралы» заңдар Кеңес кезінде шықты.", ""),
    # a first word that is no name
    ("Жаңа драма театры ашылды.", ""),
    ("Алғаш драма театры ашылды.", ""),
    ("Соғыс жылдары мал банкі құрылды.", ""),
    ("Қала халық театры ашылды.", ""),
    ("Облыс партия комитеті шешті.", ""),
    ("Кейін халық партиясы құрылды.", ""),
]


@pytest.mark.parametrize(("text", "wanted"), [*WHOLE_NAMES, *WHOLE_ORGANISATIONS], ids=lambda value: value)
def test_a_name_is_found_whole_no_two_are_glued_and_there_is_no_other(text: str, wanted: str) -> None:
    assert "; ".join(n.participant.name for n in named(text)) == wanted
