"""Every kind of file: what is read of it, and what is refused with reason and remedy."""

from __future__ import annotations

import io
import random
import re
import resource
import shutil
import struct
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.batch.inputs import OWN, Job
from pipeline.batch.task import Settings, do
from pipeline.lexicon import Lexicon
from pipeline.mend.decisions import Decisions
from pipeline.read.document import Document, ReadError
from pipeline.read.files import KNOWN, READERS, is_read, read, read_bytes
from pipeline.run import decided, process
from pipeline.write.back import written_back
from tests import fuzz, papers
from tests.papers import PAGES
from tests.test_columns import ACADEMY, AUEZOV, across, column

docx = pytest.importorskip("docx", reason="python-docx is not installed (pip install '.[docx]')")
pytest.importorskip("lxml", reason="lxml is not installed (pip install '.[xml]')")
pytest.importorskip("pypdfium2", reason="pypdfium2 is not installed (pip install '.[pdf]')")

TEXT = "\f".join("\n".join(lines) for lines in PAGES)
LAYOUTS: dict[str, str] = {"hocr": papers.hocr(PAGES), "alto2": papers.alto(PAGES, 2), "alto4": papers.alto(PAGES, 4)}


def word_file(build: Callable[[Any], None]) -> bytes:
    made, out = docx.Document(), io.BytesIO()
    build(made)
    made.save(out)
    return out.getvalue()


# What is read


@pytest.mark.parametrize("data", [papers.pdf(PAGES), *(text.encode() for text in LAYOUTS.values()), TEXT.encode("utf-16")])
def test_pages_and_lines(data: bytes) -> None:
    document = read_bytes(data)
    assert document.raw == TEXT
    assert len(document.pages) == 2
    assert document.bytes == len(data)


@pytest.mark.parametrize("name", LAYOUTS)
def test_words_have_boxes_and_confidence(name: str) -> None:
    document = read_bytes(LAYOUTS[name].encode())
    words = [document.raw[box.raw_start : box.raw_end] for box in document.boxes]
    assert words == TEXT.split()
    assert document.boxes[1][2:7] == (50, 0, 100, 18, 0.91)


def test_the_hyphen_that_pdfium_marks_is_a_hyphen_at_a_line_end() -> None:
    assert "мем-\nлекеттің" in read_bytes(papers.pdf(PAGES)).raw


def test_an_image_only_page_is_named() -> None:
    document = read_bytes(papers.pdf([*PAGES, []], image=[2]))
    assert document.unread == (3,)
    assert process(document, "a.pdf", Lexicon()).source.unread == (3,)


def test_reading_order_of_page_xml() -> None:
    document = read_bytes(papers.page([["екінші бағана"], ["бірінші бағана"]], order=[1, 0]).encode())
    assert document.raw == "бірінші бағана\n\nекінші бағана"
    assert document.boxes[0][2:7] == (0, 0, 70, 18, 0.91)


def test_words_of_alto_without_a_space_between_them_are_one() -> None:
    markup = papers.alto([["мем лекет үшін"]]).replace("<SP/>", "", 1).replace('"үшін"/>', '"үшін"/><HYP CONTENT="-"/>')
    assert read_bytes(markup.encode()).raw == "мемлекет үшін-"


def test_html_entities_and_markup_in_hocr_words() -> None:
    markup = papers.hocr([["А В"]]).replace(">А<", "><strong>А&nbsp;&amp;</strong><")
    assert read_bytes(markup.encode()).raw == "А & В"


@pytest.mark.parametrize(("meta", "encoding", "text"), [
    ("", "utf-8", PAGES[0][1]), ("<meta name='charset'>", "utf-8", PAGES[0][1]), ("", "utf-8-sig", PAGES[0][1]),
    ("<meta charset='utf-8'>", "utf-8", PAGES[0][1]), ("", "kz1048", PAGES[0][1]),
    ("<META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset=windows-1251'>", "cp1251", "Он пришел домой"),
])  # fmt: skip
def test_hocr_in_html_that_may_not_say_its_encoding(meta: str, encoding: str, text: str) -> None:
    line = f"<div class='ocr_page'><span class='ocr_line'>{text}</span></div>"
    markup = f"<html><head>{meta}<title>x</title></head><body>{line}</body></html>"
    assert read_bytes(markup.encode(encoding)).raw == text


@pytest.mark.parametrize("whole", [papers.alto(PAGES[:1]), papers.page(PAGES[:1])])
def test_layout_xml_that_does_not_say_that_it_is_xml(whole: str) -> None:
    bare = re.sub(' xmlns="[^"]*"', "", whole.partition("\n")[2])
    for markup in (bare, f"<!--{' ' * 3000}-->{whole.partition(chr(10))[2]}"):
        assert read_bytes(markup.encode()).raw == read_bytes(whole.encode()).raw
    with pytest.raises(ReadError, match="damaged XML"):
        read_bytes(bare[:-20].encode())


def test_a_word_document_in_order() -> None:
    def build(made: Any) -> None:
        made.add_paragraph("Кіріспе")
        table = made.add_table(2, 2)
        for cell, text in zip(table._cells, ("Ел", "Жыл", "Қазақстан", "1991"), strict=True):
            cell.text = text
        made.add_paragraph("Қорытынды").add_run().add_break(docx.enum.text.WD_BREAK.PAGE)
        made.add_paragraph("Қосымша\tА")

    assert read_bytes(word_file(build)).raw == "Кіріспе\n\nЕл\tЖыл\nҚазақстан\t1991\n\nҚорытынды\fҚосымша\tА"


def test_deleted_text_is_not_read_and_inserted_is() -> None:
    def build(made: Any) -> None:
        body = made.add_paragraph("Шарт ")._p
        space = f'xmlns:w="{docx.oxml.ns.nsmap["w"]}"'
        body.append(docx.oxml.parse_xml(f"<w:del {space}><w:r><w:delText>жоқ</w:delText><w:t>жоқ</w:t></w:r></w:del>"))
        body.append(docx.oxml.parse_xml(f"<w:ins {space}><w:r><w:t>бар</w:t></w:r></w:ins>"))
        control = f"<w:sdt {space}><w:sdtContent><w:p><w:r><w:t>Мазмұны</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        made.element.body.insert(0, docx.oxml.parse_xml(control))

    assert read_bytes(word_file(build)).raw == "Мазмұны\n\nШарт бар"


def test_footnotes_stand_after_their_paragraph() -> None:
    w = docx.oxml.ns.nsmap["w"]

    def build(made: Any) -> None:
        part = docx.opc.part.Part(
            docx.opc.packuri.PackURI("/word/footnotes.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
            f'<w:footnotes xmlns:w="{w}"><w:footnote w:id="2"><w:p><w:r><w:t>Сол жерде.</w:t></w:r></w:p></w:footnote>'
            "</w:footnotes>".encode(),
            made.part.package,
        )
        made.part.relate_to(part, docx.opc.constants.RELATIONSHIP_TYPE.FOOTNOTES)
        run = made.add_paragraph("Келісім жасалды")._p
        run.append(docx.oxml.parse_xml(f'<w:r xmlns:w="{w}"><w:footnoteReference w:id="2"/></w:r>'))
        made.add_paragraph("Келесі сөз")

    assert read_bytes(word_file(build)).raw == "Келісім жасалды¹\n\n¹ Сол жерде.\n\nКелесі сөз"


def described(made: Any) -> tuple[Document, list[tuple[int, str, str]]]:
    """A Word document read, and what of it is furniture."""
    out = io.BytesIO()
    made.save(out)
    document = read_bytes(out.getvalue())
    return document, [(item.page, item.kind, item.text) for item in process(document, "a.docx", Lexicon()).furniture]


def test_headers_and_footers_of_a_word_document_are_set_apart_where_their_section_begins_and_ends() -> None:
    made = docx.Document()
    first = made.sections[0]
    first.header.paragraphs[0].text = "Қазақстан тарихы"
    first.footer.paragraphs[0].text = "- 1 -"
    made.add_paragraph("Бірінші тараудың мәтіні.")
    second = made.add_section()
    second.header.is_linked_to_previous = False
    second.header.paragraphs[0].text = "Құқық негіздері"
    made.add_paragraph("Екінші тараудың мәтіні.")
    made.add_section(docx.enum.section.WD_SECTION.CONTINUOUS)
    made.add_paragraph("Соңғы сөз.")
    document, furniture = described(made)
    assert document.raw == ("Қазақстан тарихы\n\nБірінші тараудың мәтіні.\n\n- 1 -\f"
                            "Құқық негіздері\n\nЕкінші тараудың мәтіні.\n\nСоңғы сөз.")  # fmt: skip
    assert furniture == [(1, "header", "Қазақстан тарихы"), (1, "page_number", "- 1 -"), (2, "header", "Құқық негіздері")]
    text = process(document, "a.docx", Lexicon()).text
    assert text.split("\n") == ["Бірінші тараудың мәтіні.", "Екінші тараудың мәтіні.", "", "Соңғы сөз."]


def test_the_header_of_first_pages_counts_only_where_they_have_one() -> None:
    made = docx.Document()
    made.sections[0].first_page_header.paragraphs[0].text = "Бірінші беттің жазуы"
    made.sections[0].even_page_header.paragraphs[0].text = "Жұп беттің жазуы"
    made.add_paragraph("Мәтін.")
    assert described(made)[0].raw == "Мәтін."
    made.sections[0].different_first_page_header_footer = True
    assert described(made)[1] == [(1, "header", "Бірінші беттің жазуы")]


def test_a_decision_leaves_the_furniture_that_the_file_names() -> None:
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "Қазақстан тарихы"
    made.add_paragraph("Ол Алматыға кeлді.")
    document, _ = described(made)
    record = process(document, "a.docx", Lexicon())
    assert decided(record, Decisions([]), Lexicon()).furniture == record.furniture != ()


def test_runs_of_a_word_document_are_in_the_font_of_their_own_or_their_style() -> None:
    made = docx.Document()
    quoted = made.styles.add_style("Quoted", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    quoted.font.name = "KZ Times"
    made.styles.add_style("Longer", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH).base_style = quoted
    made.styles["Normal"].font.name = "Georgia"
    made.add_paragraph("Бір ").add_run("екі").font.name = "Kazakh Arial"
    made.add_paragraph("үш", style="Longer")
    document, _ = described(made)
    assert [(font.name, document.raw[font.raw_start : font.raw_end].strip()) for font in document.fonts] == [
        ("Georgia", "Бір"), ("Kazakh Arial", "екі"), ("KZ Times", "үш")]  # fmt: skip


@pytest.mark.parametrize(("name", "data"), [("a.txt", papers.pdf(PAGES)), ("b.pdf", LAYOUTS["hocr"].encode()),
                                            ("c", LAYOUTS["alto2"].encode())])  # fmt: skip
def test_content_counts_and_not_the_name(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert read(tmp_path / name).raw == TEXT


@pytest.mark.parametrize(("name", "head", "ocr", "expected"), [
    ("a.txt", b"", False, True), ("a", b"", False, True), ("a.PDF", b"", False, True), ("a.docx", b"", False, True),
    ("a.hocr", LAYOUTS["hocr"].encode(), False, True), ("a.xml", LAYOUTS["alto2"].encode(), False, True),
    ("a.xml", b"<feed/>", False, False), ("a.html", b"<html><p>x</p></html>", False, False), ("a.xlsx", b"", True, False),
    ("a.png", b"", False, False), ("a.png", b"", True, True),
])  # fmt: skip
def test_what_a_walk_picks(tmp_path: Path, name: str, head: bytes, ocr: bool, expected: bool) -> None:
    (tmp_path / name).write_bytes(head)
    assert is_read(tmp_path / name, ocr) is expected


def test_mojibake_in_a_layer_keeps_its_boxes() -> None:
    wrong = [[line.encode("utf-8").decode("cp1251", "replace") for line in lines] for lines in PAGES[1:]]
    document = read_bytes(papers.hocr(wrong).encode())
    assert document.raw == "\n".join(PAGES[1]) and document.encoding == "cp1251→utf-8"
    assert [document.raw[box.raw_start : box.raw_end] for box in document.boxes] == document.raw.split()


# Boxes in the record, and the way back


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_box_of_the_record_holds_its_word(name: str) -> None:
    record = process(read_bytes(LAYOUTS[name].encode()), name, Lexicon())
    assert [record.text[box.start : box.end] for box in record.boxes if box.page == 1] == " ".join(PAGES[0]).split()
    assert {box.page for box in record.boxes} == {1, 2}


FOOT = '<BottomMargin><TextBlock><TextLine><String CONTENT="- 45 -"/></TextLine></TextBlock></BottomMargin>'
SET_APART = {
    "page": papers.page([["Қазақстан тарихы"], *PAGES, ["Алматы университеті"], ["- 45 -"]])
    .replace('id="r0"', 'id="r0" type="header"').replace('id="r3"', 'id="r3" type="footer"')
    .replace('id="r4"', 'id="r4" type="page-number"'),
    "alto": papers.alto(PAGES).replace("<PrintSpace>", f"{FOOT}<PrintSpace>", 1),
}  # fmt: skip


@pytest.mark.parametrize(("name", "kinds"), [("page", ["header", "footer", "page_number"]), ("alto", ["page_number"])])
def test_what_a_layout_file_sets_apart_is_furniture(name: str, kinds: list[str]) -> None:
    record = process(read_bytes(SET_APART[name].encode()), name, Lexicon())
    assert [item.kind for item in record.furniture] == kinds
    assert record.text.split() == process(read_bytes(papers.alto(PAGES).encode()), name, Lexicon()).text.split()
    assert record.text == record.text.strip()


def mended(markup: str) -> str:
    """`markup` with the repaired words written back."""
    data = markup.encode()
    document = read_bytes(data)
    copy = written_back(data, document, process(document, "a", Lexicon()).repairs)
    assert copy is not None and copy.words == 1
    return copy.data.decode()


WRITTEN = LAYOUTS | {
    "alto with a margin": SET_APART["alto"],
    "page": papers.page(PAGES, []),
    "page in reading order": papers.page(PAGES, [1, 0]),
    "page with prefixes": re.sub("<(/?)(?=[A-Z])", r"<\1p:", papers.page(PAGES)).replace("xmlns", "xmlns:p"),
    "page without words": re.sub("<Word>.*?</Word>", "", papers.page(PAGES), flags=re.DOTALL),
    "page that says its regions": papers.page(PAGES).replace(
        "</TextRegion>", f"<TextEquiv><Unicode>{chr(10).join(PAGES[0])}</Unicode></TextEquiv></TextRegion>", 1),
    "page with other readings": papers.page(PAGES).replace(
        "<TextEquiv conf=", '<TextEquiv index="2"><Unicode>тaмызды</Unicode></TextEquiv><TextEquiv index="1" conf='),
    "hocr in columns": papers.hocr([across(column(ACADEMY), column(AUEZOV, 42))]),
}  # fmt: skip


@pytest.mark.parametrize("name", WRITTEN)
def test_repaired_words_are_written_back_and_nothing_else_is(name: str) -> None:
    markup = WRITTEN[name].replace("\n", "\r\n")
    word = "маусымда" if "columns" in name else "тамызда"
    assert mended(markup.replace(word, word.replace("а", "a"))) == markup


def test_a_line_of_page_that_says_more_than_its_words_is_written_whole() -> None:
    markup = papers.page(PAGES).replace("Unicode>1995 жылғы 30 т", "Unicode>1995 ж. 30 т")
    assert mended(markup.replace("30 тамызда", "30 тaмызда")) == markup


def test_a_file_without_repairs_comes_back_byte_for_byte() -> None:
    data = LAYOUTS["hocr"].replace(">Республикасының<", "><em>Республикасының</em><").encode()
    copy = written_back(data, read_bytes(data), [])
    assert copy is not None and copy.data == data


def test_plain_text_has_nothing_to_write_back_into() -> None:
    assert written_back(b"x", Document("x"), []) is None


def test_a_file_that_cannot_be_written_back_is_written_with_a_warning(tmp_path: Path) -> None:
    head = "<html><head><meta charset='windows-1251'></head><body>"
    line = "<div class='ocr_page'><span class='ocrx_word'>Астана</span></div></body></html>"
    (tmp_path / "a.html").write_bytes((head + line).encode("cp1251"))
    job = Job(tmp_path / "a.html", "a.html", tmp_path / "out" / "a.html.json")
    (tmp_path / "out" / OWN).mkdir(parents=True)
    receipt = do(job, Settings(tmp_path / "out", config={"write_back": True}))
    assert receipt.state == "written" and job.target.exists() and not job.target.with_suffix("").exists()
    assert "cannot be written back" in receipt.warnings[-1]


# What is refused


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


ENTITY = '<!DOCTYPE alto [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
NESTED = "".join(f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdef", "bcdefg", strict=True))
LAUGHS = f"<!DOCTYPE alto [<!ENTITY a 'ха'>{NESTED}]>"
HTML = LAYOUTS["hocr"].split("\n", 3)[3].replace(' xmlns="http://www.w3.org/1999/xhtml"', "")
BARE = papers.zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<y/>"})
BOMB = papers.zipped({"[Content_Types].xml": b"", "word/document.xml": b" " * (11 << 20)})
WORD_FILE = word_file(lambda made: made.add_paragraph("Сөз"))
CRYPT = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"1f" * 32 + b"> /U <" + b"2e" * 32 + b"> >>"
LOCKED = papers.pdf(PAGES).replace(b"/Root 1 0 R", b"/Root 1 0 R /ID [<00> <00>] /Encrypt " + CRYPT)
REFUSED = {
    "encrypted pdf": (LOCKED, "", "encrypted PDF.*qpdf --decrypt"),
    "truncated pdf": (papers.pdf(PAGES)[:700], "", "qpdf"),
    "pdf of nothing": (b"%PDF-1.7\n", "", "damaged PDF"),
    "pdf of images": (papers.pdf([[], []], image=[0, 1]), "", "only images on all 2 pages.*--ocr"),
    "pdf by name": ("Мәтін".encode(), ".pdf", "no PDF is in it"),
    "no bytes by name": (b"", ".docx", "no DOCX is in it"),
    "html that is no hocr": (b"<!doctype html><html><p>x</p></html>", ".html", "no hOCR is in it.*save its text as .txt"),
    "xml of another kind": (b"<?xml version='1.0'?><feed/>", ".xml", "no ALTO or PAGE is in it.*save its text as .txt"),
    "no bytes of an image": (b"", ".png", "no image is in it"),
    "bomb": (BOMB, "", "unpacks to more"),
    "zip": (papers.zipped({"a.txt": b"a"}), "", "ZIP archive"),
    "truncated docx": (WORD_FILE[:900], "", "damaged Word document"),
    "docx with broken packing": (WORD_FILE[:70] + b"\xff" * 60 + WORD_FILE[130:], "", "damaged Word document"),
    "docx of nothing": (BARE, "", "damaged Word document"),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".docx", "save it as .docx"),
    "entity": (papers.alto(PAGES).replace("<alto", ENTITY + "<alto", 1).encode(), "", "entities"),
    "laughs": (papers.alto([["&g;"]]).replace("&amp;g;", "&g;").replace("<alto", LAUGHS + "<alto", 1).encode(), "", "entit"),
    "unknown entity": (LAYOUTS["hocr"].replace(">30<", ">&zhok;<").encode(), "", "zhok"),
    "truncated hocr": (LAYOUTS["hocr"][:1500].encode(), "", "damaged XML"),
    "truncated html": (HTML[:900].encode(), "", "cut short"),
    "deep": (papers.alto([]).replace("<Layout>", "<a>" * 5000).encode(), "", "damaged XML"),
    "long line": (papers.alto([["а" * (11 << 20)]]).encode(), "", "damaged XML"),
    "image": (_png(10, 10), "", "--ocr"),
    "huge image": (_png(100_000, 100_000), "", "too many pixels"),
    "wide image": (_png(100_000, 10), "", "100000 by 10 pixels"),
    "damaged image": (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "", "damaged image"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_bad_input_is_one_clear_error(name: str) -> None:
    data, ending, said = REFUSED[name]
    with pytest.raises(ReadError, match=said) as caught:
        read_bytes(data, ending)
    assert str(caught.value).isprintable() and len(str(caught.value)) < 300


@pytest.mark.parametrize("start", [start for start, _ in KNOWN])
def test_what_is_known_and_not_read_is_said_with_its_remedy(start: bytes) -> None:
    with pytest.raises(ReadError, match=r"^an? [^;]+; [^;]+ and run again$"):
        read_bytes(start + bytes(600))


def test_a_page_count_that_lies_does_no_harm() -> None:
    assert read_bytes(papers.pdf(PAGES).replace(b"/Count 2", b"/Count 99999999")).raw == TEXT


@pytest.mark.parametrize("name", fuzz.READERS)
@given(st.integers(0, 2**32))
@settings(max_examples=30)
def test_damaged_files_are_read_or_refused(name: str, seed: int) -> None:
    reader, chance = fuzz.READERS[name], random.Random(seed)
    data = chance.choice(reader.seeds())
    for _ in range(chance.randrange(4)):
        data = fuzz.mutated(reader, data, 20_000, chance, lambda data, largest: fuzz.scrambled(data, largest, chance))
    fuzz.check(reader.packed(data), reader.ending)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="asks /proc how much memory is taken")
def test_names_that_a_file_invents_are_let_go() -> None:
    def taken() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()

    def invent(name: str) -> None:
        read_bytes(f"<?xml version='1.0'?><PcGts><Page><{name}/></Page></PcGts>".encode())

    invent("a")
    before = taken()
    for number in range(500):
        invent(f"a{number:03}" * 10_000)
    assert taken() - before < 10_000_000


def test_the_readers_are_named_once() -> None:
    assert len({reader.name for reader in READERS}) == len(READERS)


# Through Tesseract


def _has_kazakh() -> bool:
    if shutil.which("tesseract") is None:
        return False
    return "kaz" in subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False).stdout.split()


needs_tesseract = pytest.mark.skipif(not _has_kazakh(), reason="Tesseract or its Kazakh model is missing (tesseract-ocr-kaz)")


@needs_tesseract
def test_an_image_is_read_through_tesseract() -> None:
    image = pytest.importorskip("PIL.Image", reason="Pillow is not installed (pip install '.[ocr]')")
    draw, font = pytest.importorskip("PIL.ImageDraw"), pytest.importorskip("PIL.ImageFont").load_default(40)
    paper = image.new("L", (900, 120), 255)
    draw.Draw(paper).text((30, 30), "OCR 1991 2024", fill=0, font=font)
    out = io.BytesIO()
    paper.save(out, "PNG")
    document = read_bytes(out.getvalue(), ocr="kaz")
    assert "1991" in document.raw and document.boxes and document.media_type == "image/png"


@needs_tesseract
def test_a_scanned_pdf_is_read_and_its_boxes_are_in_points() -> None:
    image = pytest.importorskip("PIL.Image", reason="Pillow is not installed (pip install '.[ocr]')")
    draw, font = pytest.importorskip("PIL.ImageDraw"), pytest.importorskip("PIL.ImageFont").load_default(60)
    paper, out = image.new("L", (1200, 600), 255), io.BytesIO()
    draw.Draw(paper).text((300, 300), "1991 2024", fill=0, font=font)
    paper.save(out, "PDF", resolution=300)
    with pytest.raises(ReadError, match="--ocr"):
        read_bytes(out.getvalue())
    document = read_bytes(out.getvalue(), ocr="kaz")
    assert document.raw == "1991 2024" and document.unread == ()
    assert 68 < document.boxes[0].left < 76


@needs_tesseract
def test_a_model_that_is_missing_is_named_with_its_command() -> None:
    with pytest.raises(ReadError, match="tesseract-ocr-xxx"):
        read_bytes(_png(10, 10), ocr="xxx")


def test_tesseract_that_is_missing_is_named_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ReadError, match="apt install tesseract-ocr tesseract-ocr-tat"):
        read_bytes(_png(10, 10), ocr="tat")
