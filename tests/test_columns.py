"""Pages in columns: which are put in order and, at greater length, which stay as the file has them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, zip_longest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon import Lexicon
from pipeline.read.columns import in_order
from pipeline.read.files import read_bytes
from pipeline.read.parts import Page, Word
from pipeline.run import process
from tests import papers
from tests.papers import Line

pytest.importorskip("lxml", reason="lxml is not installed (pip install '.[xml]')")
pytest.importorskip("pypdfium2", reason="pypdfium2 is not installed (pip install '.[pdf]')")

ACADEMY = (
    "Қазақстан Ғылым академиясы 1946",
    "жылғы 1 маусымда Алматыда ашылды.",
    "Оның алғашқы президенті болып",
    "академик Қаныш Сәтбаев сайланды.",
    "Академияның негізі 1932 жылы",
    "құрылған базадан басталады. Ол кейін",
    "филиалға айналып, соғыс жылдарында",
    "республикаға көшірілген институттар",
    "жергілікті ғылымның дамуына үлкен",
    "серпін берді.",
)
AUEZOV = (
    "Мұхтар Әуезов 1897 жылғы 28",
    "қыркүйекте дүниеге келді. Атасы Әуез",
    "Абайдың досы болған, сондықтан бала",
    "ақынның өлеңдерін жастайынан жаттап",
    "өсті. Жазушының «Еңлік-Кебек» атты",
    "пьесасы 1917 жылы алғаш рет қойылды,",
    "бұл қойылым ұлттық театр өнерінің",
    "бастауы саналады. Ол Ленинград",
    "университетін бітіріп, кейін үлкен",
    "роман жазуға кірісті.",
)
NARROW = (
    "Қаныш Сәтбаев",
    "академияның ең",
    "алғашқы тұңғыш",
    "президенті болды,",
    "оны 1946 жылы",
    "сайлады, содан",
    "бері көп жыл",
    "өтті.",
)
HEADING = ("Қазақ ғылымы мен әдебиетінің екі ірі тұлғасы туралы қысқаша мәлімет",)
FOOTNOTE = ("1 Ғылым академиясының архиві, 12-қор, 3-тізбе, 45-іс, бұл туралы толығырақ",)


def column(lines: Sequence[str], left: int = 0, down: float = 2) -> list[Line]:
    return [Line(left, down + row, text) for row, text in enumerate(lines)]


def across(*columns: Sequence[Line]) -> list[list[Line]]:
    """The lines of the columns as an engine reads them that sees no columns."""
    return [[line for line in row if line] for row in zip_longest(*columns)]


def whole(lines: Sequence[str], down: float) -> list[list[Line]]:
    return [[line] for line in column(lines, 0, down)]


LEFT, RIGHT = column(ACADEMY), column(AUEZOV, 42)
LOWER = column(AUEZOV, 42, 2.4)
"""The right column a little lower than the left one"""
FRAMED = "\n\n".join(["\n".join(part) for part in (HEADING, ACADEMY, AUEZOV, FOOTNOTE)])

IN_COLUMNS = {
    "lines across both": (across(LEFT, RIGHT), [ACADEMY, AUEZOV]),
    "lines of both in turn": ([[line] for line in chain(*zip(LEFT, LOWER, strict=True))], [ACADEMY, AUEZOV]),
    "the right one first": ([[line] for line in RIGHT + LEFT], [ACADEMY, AUEZOV]),
    "the left one first": ([[line] for line in LEFT + RIGHT], [(*ACADEMY, *AUEZOV)]),
    "one shorter": (across(LEFT, RIGHT[:5]), [ACADEMY, AUEZOV[:5]]),
    "one narrow": (across(column(NARROW), column(AUEZOV, 22)), [NARROW, AUEZOV]),
    "three": (across(LEFT, RIGHT, column(ACADEMY, 84)), [ACADEMY, AUEZOV, ACADEMY]),
    "heading and footnote": (
        [*whole(HEADING, 0), *across(LEFT, RIGHT), *whole(FOOTNOTE, 13)], [HEADING, ACADEMY, AUEZOV, FOOTNOTE]),
    "a page number": ([*across(LEFT, RIGHT), [Line(50, 15, "45")]], [ACADEMY, AUEZOV, ["45"]]),
    "a heading between": (
        [*across(LEFT, RIGHT), *whole(HEADING, 13), *across(column(AUEZOV, 0, 15), column(ACADEMY, 42, 15))],
        [ACADEMY, AUEZOV, HEADING, AUEZOV, ACADEMY]),
    "a printed rule": (across(LEFT, [Line(39, row.down, "|") for row in LEFT], RIGHT), None),
}  # fmt: skip


@pytest.mark.parametrize("name", IN_COLUMNS)
def test_columns_are_read_one_after_the_other(name: str) -> None:
    pieces, expected = IN_COLUMNS[name]
    raw = read_bytes(papers.hocr([pieces]).encode()).raw.replace(" |", "").replace("| ", "")
    assert raw == "\n\n".join("\n".join(part) for part in expected or [ACADEMY, AUEZOV])


def test_lines_that_are_not_parted_into_words_are_put_in_order_too() -> None:
    markup = papers.page([[line] for line in chain(*zip(ACADEMY, AUEZOV, strict=True))])
    for number, line in enumerate(chain(*zip(LEFT, LOWER, strict=True))):
        left, top = 10 * line.left, int(20 * line.down)
        outline = f"{left},{top} {left + 10 * len(line.text)},{top + 18}"
        words = rf'(id="r{number}">\n<TextLine>)(<Word>.*?</Word>\n)+'
        markup = re.sub(words, rf'\1<Coords points="{outline}"/>', markup, flags=re.DOTALL)
    raw = read_bytes(markup.encode()).raw
    assert raw.replace("\n\n", "\n").split("\n") == [*ACADEMY, *AUEZOV]


@pytest.mark.parametrize("name", ["lines across both", "lines of both in turn", "one shorter", "heading and footnote", "three"])
def test_columns_of_a_pdf(name: str) -> None:
    pieces, expected = IN_COLUMNS[name]
    raw = read_bytes(papers.pdf([list(chain(*pieces))])).raw
    assert raw.split() == [word for part in expected or () for line in part for word in line.split()]


STATES = ["Қазақстан Республикасы", "Ресей Федерациясы", "Қырғыз Республикасы", "Тәжікстан Республикасы", "Армения Республикасы"]
CITIES = ["Астана қаласы", "Мәскеу қаласы", "Бішкек қаласы", "Душанбе қаласы", "Ереван қаласы"]
YEARS = ["1991 12,5 100,0", "1992 11,1 88,9", "1993 10,4 83,1", "1994 10,1 80,2", "1995 10,0 79,4"]
TITLES = [f"{title} ......" for title in ("Кіріспе", "Бірінші тарау", "Екінші тарау", "Үшінші тарау", "Қорытынды")]
CELLS = [[Line(left, 3 * row + at, text) for at, text in enumerate(lines[2 * row : 2 * row + 2])]
         for row in range(5) for left, lines in ((0, ACADEMY), (42, AUEZOV))]  # fmt: skip
VERSE = ["Күлембайға болыс болған", "Қайран ел қайда барған", "жазы өтіп күзі келген", "Сары дала сағым болған"]
IN_FILE_ORDER = {
    "one column": whole(ACADEMY, 0),
    "a table of names": across(column(STATES), column(CITIES, 42)),
    "a table of numbers": across(column(STATES), column(YEARS, 42)),
    "a table of contents": across(column(TITLES), column(["3", "5", "27", "49", "73"], 60)),
    "a table of cells with white between the rows": [[line] for cell in CELLS for line in cell],
    "verse in two columns": across(column(VERSE), column(VERSE[::-1], 30)),
    "three lines beside three": across(LEFT[:3], RIGHT[:3]),
    "words wide apart": [[Line(0, row, "Ол"), Line(4 + 3 * (row % 3), row, line)] for row, line in enumerate(ACADEMY)],
    "a signature": [*whole(ACADEMY, 0), [Line(0, 12, "Президент"), Line(50, 12, "Қ. Сәтбаев")]],
    "notes in the margin": [*whole(ACADEMY, 0), [Line(45, 1, "1946 ж.")], [Line(45, 7, "соғыс")]],
}


@pytest.mark.parametrize("name", IN_FILE_ORDER)
def test_other_pages_stay_as_the_file_has_them(name: str) -> None:
    pieces = IN_FILE_ORDER[name]
    raw = read_bytes(papers.hocr([pieces]).encode()).raw
    assert raw == "\n".join(" ".join(line.text for line in row) for row in pieces)


def test_words_without_boxes_stay() -> None:
    page = [[[Word(word, 0, 0, 0, 0) for word in line.split()] for line in (*ACADEMY, *AUEZOV)]]
    assert in_order(page) == page


SIDES = st.integers(0, 60).map(lambda step: 10.0 * step)
WORDS = st.builds(lambda text, left, top, width: Word(text, left, top, left + width, top + 15),
                  st.sampled_from(["Ол", "сөз", "|", "1991"]), SIDES, SIDES, st.sampled_from([10.0, 40.0, 250.0]))  # fmt: skip
COLUMNED = st.lists(st.sampled_from([*LEFT, *RIGHT, *LOWER]), min_size=8, max_size=40).map(
    lambda lines: [[Word(word, 10.0 * line.left + 9 * at, 20 * line.down, 10.0 * line.left + 9 * at + 8, 20 * line.down + 18)
                    for at, word in enumerate(line.text.split())] for line in lines])  # fmt: skip


@given(st.lists(COLUMNED | st.lists(st.lists(WORDS, min_size=1, max_size=6), min_size=1, max_size=20), max_size=3))
def test_no_word_is_lost_and_none_is_said_twice(page: Page) -> None:
    def words(page: Page) -> list[Word]:
        return sorted(word for paragraph in page for line in paragraph for word in line)

    assert words(in_order(page)) == words(page)
    assert all(line for paragraph in in_order(page) for line in paragraph)


@pytest.mark.parametrize("far", ["1e308", "-1e308", "99999999999", "nan"])
def test_boxes_that_lie_do_no_harm(far: str) -> None:
    markup = papers.hocr([IN_COLUMNS["lines across both"][0]]).replace("bbox 420", f"bbox {far}", 3)
    assert read_bytes(markup.encode()).raw.split()[:2] == ACADEMY[0].split()[:2]


def test_a_page_of_very_many_lines_is_read() -> None:
    raw = read_bytes(papers.hocr([across(column(ACADEMY * 300), column(AUEZOV * 300, 42))]).encode()).raw
    assert raw.startswith(f"{ACADEMY[0]} {AUEZOV[0]}\n")


def test_boxes_go_with_their_words_and_pages_stay_apart() -> None:
    pieces, _ = IN_COLUMNS["heading and footnote"]
    record = process(read_bytes(papers.hocr([pieces, ["Соңғы бет"]]).encode()), "a.hocr", Lexicon())
    places = {record.text[box.start : box.end]: (box.page, box.left) for box in record.boxes}
    assert places["Сәтбаев"] == (1, 150) and places["Абайдың"] == (1, 420) and places["бет"] == (2, 60)


def test_lines_of_columns_become_paragraphs_and_the_heading_stays_apart() -> None:
    pieces, _ = IN_COLUMNS["heading and footnote"]
    heading, *_, left, right, note = process(read_bytes(papers.hocr([pieces]).encode()), "a.hocr", Lexicon()).text.split("\n\n")
    assert (heading,) == HEADING and (note,) == FOOTNOTE
    assert left.replace("\n", " ") == " ".join(ACADEMY) and left.count("\n") <= 1
    assert right.replace("\n", " ") == " ".join(AUEZOV) and right.count("\n") <= 1


# The lines of a PDF


def test_a_pdf_tells_paragraphs_by_their_distance_and_indentation() -> None:
    lines = [*column(ACADEMY[:3], down=0), *column(ACADEMY[3:6], down=5), Line(3, 8, AUEZOV[0]), *column(AUEZOV[1:3], down=9)]
    paragraphs = [ACADEMY[:3], ACADEMY[3:6], AUEZOV[:3]]
    assert read_bytes(papers.pdf([lines])).raw == "\n\n".join("\n".join(part) for part in paragraphs)


def test_indented_verse_is_one_paragraph() -> None:
    lines = [*column(ACADEMY[:6], down=0), *column(VERSE, 8, 6), *column(AUEZOV[:6], down=10)]
    assert "\n\n" + "\n".join(VERSE) in read_bytes(papers.pdf([lines])).raw


@pytest.mark.parametrize(("line", "kind"), [("Ғылыми жинақ", "header"), ("Құқық және қоғам 71", "header"), ("71", "page_number")])
def test_the_header_of_a_single_page_stands_apart(line: str, kind: str) -> None:
    document = read_bytes(papers.pdf([[Line(10, 0, line), *column(ACADEMY, down=3)]]))
    assert [(item.kind, item.text) for item in process(document, "a.pdf", Lexicon()).furniture] == [(kind, line)]


@pytest.mark.parametrize("lines", [
    column(ACADEMY), [Line(0, 0, "Құқық және қоғам 71"), *column(ACADEMY, down=1)],
    [Line(5, 0, "Кіріспе"), *column(ACADEMY, down=3)], [Line(5, 0, "2 Құқық негіздері"), *column(ACADEMY, down=3)],
    [Line(5, 0, "Кесте 12"), *column(ACADEMY, down=3)],
])  # fmt: skip
def test_what_is_of_the_text_stays(lines: list[Line]) -> None:
    assert process(read_bytes(papers.pdf([lines])), "a.pdf", Lexicon()).furniture == ()


def test_the_words_of_a_pdf_have_boxes_in_points_from_the_upper_left_corner() -> None:
    document = read_bytes(papers.pdf([["Алматы қаласы"]]))
    assert [document.raw[box.raw_start : box.raw_end] for box in document.boxes] == ["Алматы", "қаласы"]
    assert [round(side) for side in document.boxes[1][2:6]] == [88, 53, 122, 62]


def test_boxes_of_a_page_that_is_turned() -> None:
    turned = papers.pdf([["Алматы"]]).replace(b"/MediaBox [0 0 595 842]", b"/MediaBox [0 0 595 842] /Rotate 90")
    (box,) = read_bytes(turned).boxes
    assert [round(side) for side in box[2:6]] == [780, 50, 789, 83]
