"""Line breaks that go and, at greater length, those that stay; hyphens; headers, footers and page numbers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.lexicon import Lexicon
from pipeline.mend import layout, normalise, stops
from pipeline.mend.furniture import RunningHead
from pipeline.read.document import Document
from pipeline.run import ROUNDS
from pipeline.text import Text

LEXICON = Lexicon()


def laid_out(raw: str, rounds: int = 1) -> Text:
    """`raw` after so many rounds of normalisation, layout and stops."""
    text, document = Text.of(raw), Document(raw)
    for _ in range(rounds):
        text = text.apply("normalise", normalise.edits(text, document, LEXICON))
        text = text.apply("layout", layout.edits(text, document, LEXICON))
        text = text.apply("stops", stops.edits(text, document, LEXICON))
    return text


def taken(raw: str) -> list[tuple[int, str, str]]:
    return [(item.page, item.kind, item.text) for item in layout.furniture(Document(raw), LEXICON)]


PROSE = """\
1991 жылғы 16 желтоқсанда Жоғарғы Кеңес Қазақстанның тәуелсіздігі туралы
конституциялық заң қабылдады. Сол күннен бастап республика халықаралық
құқықтың дербес субъектісі болды. Бірнеше күннен соң, 21 желтоқсанда,
Алматыда он бір мемлекеттің басшылары бас қосып, Достастықтың мақсаттары
мен қағидаттары туралы декларацияға қол қойды.
Келесі жылы еліміз Біріккен Ұлттар Ұйымына мүше болып қабылданды. Бұл
оқиға жас мемлекеттің сыртқы саясатына жаңа жол ашты."""


def test_lines_of_a_paragraph_become_one() -> None:
    first, second = laid_out(PROSE).current.split("\n")
    assert first.startswith("1991 жылғы") and first.endswith("декларацияға қол қойды.")
    assert second == "Келесі жылы еліміз Біріккен Ұлттар Ұйымына мүше болып қабылданды. Бұл оқиға жас мемлекеттің " \
                     "сыртқы саясатына жаңа жол ашты."  # fmt: skip


def test_stray_blank_lines_inside_a_paragraph_go() -> None:
    assert laid_out(PROSE.replace("халықаралық\n", "халықаралық\n\n")).current == laid_out(PROSE).current


def test_a_page_break_inside_a_paragraph_goes_and_one_between_paragraphs_is_a_line_break() -> None:
    assert laid_out(PROSE.replace("халықаралық\n", "халықаралық\n\f")).current == laid_out(PROSE).current
    assert laid_out(PROSE.replace("қойды.\n", "қойды.\n\f")).current == laid_out(PROSE).current


def test_an_indented_line_begins_a_paragraph() -> None:
    raw = PROSE.replace("\nБірнеше", "\nБірнеше").replace("субъектісі болды. ", "субъектісі болды.\n    ")
    assert "субъектісі болды.\n\nБірнеше" in laid_out(raw).current


HYPHENS = [
    ("баспанала-\nрына", "баспаналарына"),
    ("баспанала-\n\nрына", "баспаналарына"),
    ("баспанала-\n\fрына", "баспаналарына"),
    ("баспанала--\nрына", "баспаналарына"),
    ("баспанала=\nрына", "баспаналарына"),
    ("баспанала‐\nрына", "баспаналарына"),
    ("баспанала\u00ad\nрына", "баспаналарына"),
    ("баспанала\u0002\nрына", "баспаналарына"),
    ("баспанала\u0002\r\nрына", "баспаналарына"),
    ("баспанала\ufffe\nрына", "баспаналарына"),
    ("баспанала\ufffeрына", "баспаналарына"),
    ("мемле- \nкеттік", "мемлекеттік"),
    ("мүше-\nмемлекет", "мүше-мемлекет"),
    ("сондай-\nақ", "сондай-ақ"),
    ("әл-\nфараби", "әл-фараби"),
    ("өткен ғасырдың 30-\nжылдары", "өткен ғасырдың 30-жылдары"),
    ("жариялайтын-\nдарға", "жариялайтындарға"),
    ("кемпірқосақ-\nтардың", "кемпірқосақтардың"),
    ("палеонтология-\nсында", "палеонтологиясында"),
    ("мүше-\nмемлекеттеріміздің", "мүше-мемлекеттеріміздің"),
    ("мүше\u00ad\nмемлекеттеріміздің", "мүшемемлекеттеріміздің"),
    ("мұғалім-\nтәрбиешілердің", "мұғалім-тәрбиешілердің"),
    ("жиналысында-\nақ", "жиналысында-ақ"),
    ("ШЫҰ-\nдағы", "ШЫҰ-дағы"),
    ("ҚАЗАҚ-\nстан", "ҚАЗАҚстан"),
    ("Қазақстан-\nҚытай", "Қазақстан-\nҚытай"),
    ("шекарасы --\nүкіметаралық", "шекарасы --\nүкіметаралық"),
    ("мемлекет--\nхалықаралық", "мемлекет-- халықаралық"),
]


@pytest.mark.parametrize("raw, whole", HYPHENS, ids=[repr(raw) for raw, _ in HYPHENS])
def test_hyphens_at_line_ends(raw: str, whole: str) -> None:
    assert laid_out(raw).current == whole


VERSE = """\
Күлембайға болыс болған
Қайран ел қайда барған
жазы өтіп күзі келген
Сары дала сағым болған"""

LIST = """\
Шартқа мына мемлекеттер қосылды:
- Армения Республикасы;
- Беларусь Республикасы;
- Қырғыз Республикасы."""

TABLE = """\
1991 12,5 100,0 7,3
1992 11,1 88,9 6,2
1993 10,4 83,1 5,8
өсім 2,1 16,9 1,5"""

SENTENCES = """\
Кеңес Одағының ыдырауы бірнеше жылға созылды
Оған экономикалық дағдарыс пен саяси тартыс себеп болды
1991 жылдың желтоқсанында үш мемлекет Беловеж келісіміне қол қойды
Одан кейін Алматы декларациясы қабылданды"""

HEADING = """\
2 Қазақ хандығының құрылуы
Керей мен Жәнібек сұлтандар Моғолстанға көшіп барып, Шу мен Талас
өңіріне қоныстанды. Осы оқиғаны тарихшылар хандықтың басы деп
есептейді, өйткені олардың қол астына халық көптеп жинала бастады."""

LOWER_CASE_LIST = """\
Ұйымның органдары: мемлекет басшыларының кеңесі Достастықтың негізгі органы
болып табылады, ол жылына екі рет жиналып, ортақ мүддеге қатысты шешімдер
қабылдайды;
үкімет басшыларының кеңесі;
сыртқы істер министрлерінің кеңесі."""


@pytest.mark.parametrize("raw", [VERSE, LIST, TABLE, SENTENCES], ids=["verse", "list", "table", "a sentence a line"])
def test_line_breaks_that_stay(raw: str) -> None:
    assert laid_out(raw).current == raw


def test_a_heading_is_not_joined_to_its_text() -> None:
    assert laid_out(HEADING).current.startswith("2 Қазақ хандығының құрылуы\nКерей мен")


def test_short_items_are_not_joined() -> None:
    *_, first, second, third = laid_out(LOWER_CASE_LIST).current.split("\n")
    assert first.endswith("қабылдайды;") and second == "үкімет басшыларының кеңесі;" and third.endswith("кеңесі.")


def test_a_footnote_stays_where_it_is_read() -> None:
    raw = PROSE.replace("халықаралық\n", "халықаралық\n1 Конституциялық заң, 1991.\n\f")
    assert "халықаралық\n1 Конституциялық заң, 1991.\nқұқықтың" in laid_out(raw).current


def book(*heads: str, foot: str = "") -> str:
    """Pages of prose under the given first lines."""
    return "\f".join(f"{head}\n\n{PROSE}{foot and chr(10) + foot}\n" for head in heads)


def test_a_running_header_read_differently_on_every_page() -> None:
    raw = book("Қазақстан тарихы 14", "Казакстан тарихы 15", "Қазақстан тарнхы 1б")
    assert taken(raw) == [(1, "header", "Қазақстан тарихы 14"), (2, "header", "Казакстан тарихы 15"),
                          (3, "header", "Қазақстан тарнхы 1б")]  # fmt: skip
    assert "тарихы" not in laid_out(raw).current


def test_headers_of_left_and_right_pages() -> None:
    heads = ("Б. Сманов", "Құқық негіздері", "Б. Сманов", "Құкық негіздері", "Б. Смансв", "Құқық негіздері")
    assert [kind for _, kind, _ in taken(book(*heads))] == ["header"] * 6


def test_footers_and_page_numbers() -> None:
    raw = "\f".join(f"{PROSE}\n\nАлматы университеті\n{number}\n" for number in (7, 8, 9))
    assert [item[:2] for item in taken(raw)] == [(page, kind) for page in (1, 2, 3) for kind in ("footer", "page_number")]
    assert "университеті" not in laid_out(raw).current


SINGLE = [
    (f"45\n\n{PROSE}", "page_number"),
    (f"{PROSE}\n\n- 45 -\n", "page_number"),
    (f"{PROSE}\n\n-4Т-\n", "page_number"),
    (f"Құқық және қоғам 71\n\n{PROSE}", "header"),
    (f"114 Құқық және қоғам\n\n{PROSE}", "header"),
    (f"Хабаршы, № 4 75\n\n{PROSE}", "header"),
    (f"Ғылымн жинақ\n\n{PROSE}", "header"),
]


@pytest.mark.parametrize("raw, kind", SINGLE, ids=[raw[:10] + raw[-6:] for raw, _ in SINGLE])
def test_furniture_of_a_single_page(raw: str, kind: str) -> None:
    assert [item[1] for item in taken(raw)] == [kind]
    assert laid_out(raw).current.strip() == laid_out(PROSE).current
    (change,) = [change for change in laid_out(raw).changes if kind.replace("_", "-") in change.rule]
    assert raw[change.raw_start : change.raw_end].strip() == taken(raw)[0][2]


NO_FURNITURE = [
    f"Кіріспе\n\n{PROSE}",
    f"2 Құқық негіздері\n\n{PROSE}",
    f"Кесте 12\n\n{PROSE}",
    f"Қосымша 3\n\n{PROSE}",
    f"Қазақ хандығының құрылуы\n\n{PROSE}",
    f"1991\n\n{PROSE}",
    f"Қазақстан 2030\n\n{PROSE}",
    f"{PROSE}\n\nАлматы, 1998",
    f"12\n15\n18\n\n{PROSE}",
    f"{PROSE}\n\n1 Назарбаев Н. Ғасырлар тоғысында. Алматы, 1996. 45-б.",
    f"Кіріспе\n\n{PROSE}\f{PROSE}\fҚорытынды\n\n{PROSE}",
    "Мақала қысқаша",
    "45",
    "",
]


@pytest.mark.parametrize("raw", NO_FURNITURE)
def test_what_is_of_the_text_stays(raw: str) -> None:
    assert taken(raw) == []


@pytest.mark.parametrize("row", LEXICON.rows(RunningHead), ids=lambda row: row.words)
def test_every_running_head_answers_to_its_example(row: RunningHead) -> None:
    assert bool(taken(f"{row.example}\n\n{PROSE}")) == (row.role == "serial")


LINES = st.sampled_from([
    "", "", "\f", "\f", "45", "- 7 -", "Ғылыми жинақ", "Оқу құралы 48", "мемле-", "кеттік тіл", "  Ол келді.", "баста\u0002", "^",
    "баста ^", "1 Сілтеме, 1991.", "1991 12,5 100", "- тармақ;", "Екінші сөйлем де бар.", "Қазақстанның тәуелсіздігі туралы",
    "ды, бұл ұзақ сөйлем осымен аяқталады деуге болады",
])  # fmt: skip
LIKELY = st.one_of(st.characters(codec="utf-8"), st.sampled_from("аб. -\n\f1\u00ad\u0002"))
PAGES = st.one_of(st.lists(LINES, max_size=14).map("\n".join), st.text(alphabet=LIKELY, max_size=80))


@settings(max_examples=200)
@given(PAGES)
def test_stages_reach_their_fixed_point_within_their_rounds(raw: str) -> None:
    assert laid_out(raw, ROUNDS).current == laid_out(raw, ROUNDS + 1).current


@settings(max_examples=200)
@given(PAGES)
def test_mending_what_was_mended_changes_nothing(raw: str) -> None:
    once = laid_out(raw, ROUNDS).current
    assert laid_out(once, ROUNDS).current == once


@given(PAGES)
def test_only_furniture_and_marks_are_lost(raw: str) -> None:
    text = laid_out(raw)
    for item in layout.furniture(Document(raw), LEXICON):
        assert raw[item.raw_start : item.raw_end] == item.text
    assert text.current.count("\f") == 0
