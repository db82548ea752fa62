"""Treaties in sentences of our own: what is named, what kind it is, what its nominative is, and what is no treaty at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.find.dates import dates
from pipeline.find.gazetteer import TreatyRow, gazetteer, plain
from pipeline.find.heads import HeadRow, all_heads, damaged_heads, heads
from pipeline.find.line import Line, may_be_named
from pipeline.find.mentions import mentions
from pipeline.find.sentences import sentences
from pipeline.find.titles import TitleWord
from pipeline.find.treaties import treaties
from pipeline.lexicon import Lexicon, LexiconError, read_table
from pipeline.record import Sentence, Treaty

LEXICON = Lexicon()
CASES = Path(__file__).parent / "cases" / "treaties.txt"


def found(text: str) -> list[Treaty]:
    where = sentences(text, LEXICON)
    return treaties(text, where, dates(text, where, LEXICON), LEXICON)


@pytest.mark.parametrize("row", LEXICON.rows(HeadRow), ids=lambda row: row.head)
def test_every_head_names_a_treaty_in_its_example(row: HeadRow) -> None:
    (treaty,) = found(row.example)
    assert treaty.kind == row.kind


@pytest.mark.parametrize("row", LEXICON.rows(TreatyRow), ids=lambda row: row.id)
def test_every_known_treaty_is_found_by_each_of_its_names(row: TreatyRow) -> None:
    for name in (row.name, *row.aliases):
        (outer, *_) = found(f"Кейін {name} маңызды болды.")
        assert outer.name.casefold() == name.casefold()
        assert outer.id == row.id or len(gazetteer(LEXICON).rows[plain(name)]) > 1
        assert outer.kind == row.kind or name != row.name


@pytest.mark.parametrize("row", LEXICON.rows(TreatyRow), ids=lambda row: row.id)
@pytest.mark.parametrize("noun", ["мәселесі", "заңы", "конференциясы"])
def test_no_treaty_is_its_title_alone(row: TreatyRow, noun: str) -> None:
    for name in (row.name, *row.aliases):
        title = name.rpartition(" ")[0]
        if not title.isupper() and not any(heads(title, LEXICON)):
            assert found(f"Кейін {title} {noun} талқыланды.") == []


TITLE = "Қайнар бұлақтарын қорғау туралы"
FRAMES = {
    "outside": (f"Кеше тараптар {{}} {TITLE} шартқа қол қойды.", [f"{TITLE} шарт"]),
    "edge": (f"Кеше тараптар {{}} {TITLE} шартқа қол қойды.", [f"{TITLE} шарт"]),
    "subject": (f"Кеше {{}} {TITLE} шартқа қол қойды.", [f"{TITLE} шарт"]),
    "linked": (f"Кеше тараптар {TITLE} шартқа {{}} Орман туралы шартқа қол қойды.", [f"{TITLE} шарт", "Орман туралы шарт"]),
    "between": (f"Кеше тараптар {TITLE} {{}} шартқа қол қойды.", [f"{TITLE} {{}} шарт"]),
    "domestic": ("Кеше тараптар Қайнар {} туралы декларацияға қол қойды.", []),
    "generic": ("Кеше тараптар {} шарты туралы айтты.", []),
    "region": ("Кеше тараптар {} туралы шартқа қол қойды.", ["{} туралы шарт"]),
    "interstate": (f"Кеше {{}} кеңесі {TITLE} шешім қабылдады.", [f"{TITLE} шешім"]),
    "organ": ("Кеше {} Ресейдің Қайнар өзенін пайдалануы туралы шешім қабылдады.", []),
    "home": ("Кеше {} Қайнар өзенін пайдалануы туралы меморандумға қол қойды.", []),
    "organisation": ("Кеше Қайнар {}ының жарғысы талқыланды.", ["Қайнар {}ының жарғысы"]),
    "verb": ("Кеше құжатты олар {}ды бұлақтарды қорғау туралы шартқа қол қойылды.", ["бұлақтарды қорғау туралы шарт"]),
}
"""By role: a sentence that a word of the role stands in, and the treaties it names"""


@pytest.mark.parametrize("row", LEXICON.rows(TitleWord), ids=lambda row: f"{row.role} {row.word}")
def test_every_word_plays_its_part_around_a_title(row: TitleWord) -> None:
    frame, names = FRAMES[row.role]
    assert [t.name for t in found(frame.format(row.word))] == [name.format(row.word) for name in names]


def cases() -> list[tuple[str, list[str]]]:
    """The sentences of `cases/treaties.txt`, each with the names in it."""
    lines = [line for line in CASES.read_text("utf-8").split("\n") if line and not line.startswith("#")]
    read: list[tuple[str, list[str]]] = []
    for line in lines:
        if line.startswith(" "):
            read[-1][1].append(line.strip())
        else:
            read.append((line, []))
    return read


@pytest.mark.parametrize(("text", "names"), cases())
def test_mentions(text: str, names: list[str]) -> None:
    assert [treaty.name for treaty in found(text)] == names


PIECES = ("шарт", "Келісімге", "КЕЛІСІМ-ШАРТТЫ", "келісімлі", "жартысын", "Хаттамасыныц", "актілер", "ақты", "ереже", "сөз", "'",
          " ", " ", "\n", "\x1c", ", ", "«", "-", "_", "²", "1", "İ", "\u0301")  # fmt: skip
"""What words that hold a head word, hold a damaged one or hold none are made of, and what stands between them"""


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_the_heads_of_a_text_are_those_of_its_words(text: str) -> None:
    assert all_heads(text, LEXICON) == [*heads(text, LEXICON), *damaged_heads(text, LEXICON)]


@pytest.mark.parametrize("text", [text for text, _ in cases()])
def test_no_name_ends_in_a_head_that_cannot_have_one(text: str) -> None:
    sentence = Sentence(0, len(text), text)
    when = dates(text, [sentence], LEXICON)
    for head in all_heads(text, LEXICON):
        line = Line(text, sentence, head, when, LEXICON)
        assert may_be_named(text, sentence, head, when, LEXICON) or mentions(line) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1992 ж. 15 мамырда Ташкентте Ұжымдық қауіпсіздік туралы шартқа қол қойылды.", ["1992-05-15 "]),
        ("КСРО мен Жапония 1941 жылғы 13 сәуірде бейтараптық туралы пактіге қол қойды.", ["1941-04-13 SU JP"]),
        ("1994 жылғы 5 желтоқсандағы Будапешт меморандумы бұзылды.", ["1994-12-05 "]),
        ("Киото хаттамасы (1997) мен Париж келісімі (12.12.2015) талданды.", ["1997 ", "2015-12-12 "]),
        ("Қазақстан 1994 жылы Бала құқықтары туралы конвенцияға қосылды.", ["None KZ"]),
        ("Қазақстан 1995 жылы Биологиялық әралуандық туралы конвенцияны қабылдады.", ["None KZ"]),
        ("Орхус конвенциясы 2001 жылғы 30 қазанда күшіне енді.", ["None "]),
        ("2009 жылғы 3 қазанда жасалған Нахчыван келісімі маңызды.", ["2009-10-03 "]),
        ("Айғын шарты мен Пекин шарты тиісінше 1858 жылы және 1860 жылы жасалды.", ["1858 ", "1860 "]),
        ("1951 жылғы Босқындар мәртебесі туралы конвенцияға Өзбекстан қосылмады.", ["1951 "]),
        ("Ресей мен Қытайдың арасындағы 1689 жылғы Нерчинск шарты талданды.", ["1689 RU CN"]),
        ("Франция мен Германияның арасында 1963 жылы Елисей шарты жасалды.", ["1963 FR DE"]),
        ("Қазақстанның, Ресейдің және Беларусьтің арасындағы Кеден одағы туралы келісім 1995 жылы жасалды.", ["1995 KZ RU BY"]),
        ("Қазақстан мен Түрікменстан Үкіметінің арасындағы теміржол туралы келісім 2007 жылы жасалды.", ["2007 KZ TM"]),
        ("Бұл елдердің арасындағы Елисей шарты талданды.", ["None "]),
    ],
)
def test_date_and_parties_are_those_of_the_sentence(text: str, expected: list[str]) -> None:
    assert [f"{treaty.date} {' '.join(treaty.parties)}" for treaty in found(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ядролык каруды таратпау туралы шартка еліміз косылды.", "npt-1968"),
        ("1991 жылғы 21 желтоқсанда Алматы декларациясына қол қойылды.", "almaty-declaration-1991"),
        ("1997 жылғы 28 ақпанда Арал мәселесі бойынша Алматы декларациясы қабылданды.", "almaty-aral-1997"),
        ("Алматы декларациясы сыналды.", None),
        ("1985 жылы Алматы декларациясы қабылданды.", None),
        ("1997 жылы Қырғызстанмен Мәңгілік достық туралы шарт жасалды.", None),
        ("Иран мен Ирак арасындағы шекара туралы шарт 1975 жылы жасалды.", None),
        ("Ұжымдыр кауіпсіздік туралы шарттың мерзімі ұзартылды.", "cst-1992"),
        ("Киото хаттамасыныц талаптары сақталды.", "kyoto-1997"),
        ("Атлантика хартнясы жарияланды.", "atlantic-charter-1941"),
        ("Бұл мәселеде ТМД жартысын басшылыққа алады.", "cis-charter-1993"),
        ("Қазақстан мен Өзбекстанның арасындағы Мәңгілік достық туралы шарт бар.", "kz-uz-friendship-1998"),
        ("Қазақстан мен Түркияның арасындағы Мәңгілік достық туралы шарт бар.", None),
    ],
)
def test_what_is_known_is_linked_and_what_is_doubtful_is_not(text: str, expected: str | None) -> None:
    (treaty,) = found(text)
    assert treaty.id == expected


def test_a_name_that_could_mean_several_means_what_it_meant_before() -> None:
    text = "1991 жылғы 21 желтоқсанда Алматы декларациясы қабылданды. Алматы декларациясын он бір ел қолдады."
    assert [treaty.id for treaty in found(text)] == ["almaty-declaration-1991"] * 2


def test_an_acronym_is_known_once_the_text_explains_it() -> None:
    text = "Көлік дәліздерін дамыту туралы келісім (КДДК) күшінде. КДДК-ні бес ел қолдайды, ал КБК бөлек ұғым."
    assert [treaty.name for treaty in found(text)] == ["Көлік дәліздерін дамыту туралы келісім", "КДДК", "КДДК"]


@pytest.mark.parametrize(
    "row",
    [
        "x y\tА шарты\ttreaty\t\t\t\t",
        "x\tА шарты\tlaw\t\t\t\t",
        "x\tА шарты\ttreaty\t\t91\t\t",
        "x\tА шарты\ttreaty\t\t\tKAZ\t",
    ],
)
def test_a_bad_row_is_refused_with_its_line(row: str, tmp_path: Path) -> None:
    table = tmp_path / "treaties.tsv"
    table.write_text(f"id\tname\tkind\taliases\tdate\tparties\tnote\n{row}\n", "utf-8")
    with pytest.raises(LexiconError, match=r"treaties\.tsv:2"):
        read_table(table, TreatyRow)


def test_a_text_without_stops_is_looked_at_piece_by_piece() -> None:
    text = "1994 жылғы Будапешт меморандумы және тағы басқа сөздер " * 400
    sentence = Sentence(0, len(text), text)
    assert [treaty.id for treaty in treaties(text, [sentence], [], LEXICON)] == ["budapest-1994"] * 400
