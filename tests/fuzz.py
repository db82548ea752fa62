"""Every reader under inputs that nobody would make: coverage-guided fuzzing with Atheris (`make fuzz`), outside `make test`.

    python -m tests.fuzz [READER...] [--minutes 10] [--seeds FOLDER] [--findings FOLDER]

Each reader runs by itself in a process of its own. What it may do with any bytes: give a sound document, or raise ReadError with
one short printable line. A finding is anything else: another exception, an unsound document, a crash, more than SLOW seconds or
MEMORY megabytes. Each is kept once, as the file that shows it. Begun is from the tests' own files and the real ones of --seeds.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests import papers
from tests.papers import PAGES

SLOW, MEMORY = 20, 2048
"""Seconds of processor time and megabytes that an input of LARGEST bytes may take"""
LARGEST = 1 << 17
PART = b"\n%%part%%\n"
"""Parts the files of a DOCX, which are fuzzed before they are packed"""
NASTY = [b"", b"0", b"-1", b"99999999999999999999", b"1e999", b"nan", b"inf", b"\0", b"\xff", b"\xd0", "\u0301".encode(),
         b"&#55296;", b"&#0;", b"&amp;", b"\f", b"\r", "ҥ".encode(), "Ð".encode(), "\u200b".encode(), "\ufffd".encode(),
         b"\xed\xa0\x80", "𐌰".encode(), b" " * 300, b"<" * 40, b"9" * 400, "ә".encode() * 300]  # fmt: skip
MARKUP = rb"<[^>]*>|\"[^\"]*\"|'[^']*'|&[^;]*;|[^<>\"'& ]+|."
PRINTED = rb"/\w+|<<|>>|\d+ \d+ R|[-\d.]+|<[0-9a-fA-F]*>|\w+|\s+|."
LUMPS = rb".{1,4}"


class Reader(NamedTuple):
    """What is begun from, the pieces that inputs are cut into, and how an input becomes the bytes of a file of this `ending`."""

    seeds: Callable[[], Sequence[bytes]]
    pieces: bytes = LUMPS
    packed: Callable[[bytes], bytes] = lambda data: data
    ending: str = ""


def _texts() -> list[bytes]:
    text = "\n".join(line for lines in PAGES for line in lines)
    wrong = text.encode("utf-8").decode("cp1251", "replace")
    codes = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "kz1048", "ptcp154", "cp1251", "koi8-r", "cp866",
             "mac-cyrillic")  # fmt: skip
    russian = "Договор был подписан в Минске 8 декабря 1991 года. " * 3
    return [*((text if "utf" in code or code in ("kz1048", "ptcp154") else russian).encode(code, "replace") for code in codes),
            wrong.encode(), text.encode("kz1048", "replace").decode("cp1251", "replace").encode(),
            text.translate(str.maketrans("өұүә", "ӛҧҥҽ")).encode(), ("Тарау 1\n\n1\n\f" * 9).encode()]  # fmt: skip


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
PARTS = {
    "word/document.xml": f"""<w:document {W}><w:body>
<w:p><w:r><w:t>Келісім</w:t><w:tab/><w:footnoteReference w:id="2"/></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Ел</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:ins><w:r><w:sym w:char="F0E0"/></w:r></w:ins><w:del><w:r><w:t>жоқ</w:t></w:r></w:del></w:p>
<w:p><w:r><w:lastRenderedPageBreak/><w:br w:type="page"/></w:r></w:p>
<w:sdt><w:sdtContent><w:p><w:r><w:txbxContent><w:p><w:r><w:t>Ж</w:t></w:r></w:p></w:txbxContent></w:r></w:p></w:sdtContent></w:sdt>
<w:sectPr/></w:body></w:document>""",
    "word/footnotes.xml": f"""<w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:t>Сол жерде</w:t></w:r></w:p></w:footnote>
</w:footnotes>""",
    "[Content_Types].xml": f"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/>
<Override PartName="/word/footnotes.xml" ContentType="{WORD}.footnotes+xml"/></Types>""",
    "_rels/.rels": RELATIONS.format(f'<Relationship Id="r1" Type="{REL}/officeDocument" Target="word/document.xml"/>'),
    "word/_rels/document.xml.rels": RELATIONS.format(f'<Relationship Id="r1" Type="{REL}/footnotes" Target="footnotes.xml"/>'),
}
"""A DOCX with something of all that is read of one"""


def _word_parts() -> list[bytes]:
    return [PART.join(text.encode() for text in PARTS.values())]


def _packed(data: bytes) -> bytes:
    """A DOCX of the parts in `data`, each under its name."""
    return papers.zipped(dict(zip(PARTS, data.split(PART), strict=False)))


def _word_files() -> list[bytes]:
    bomb = papers.zipped({"[Content_Types].xml": b"", "word/document.xml": b" " * 70_000})
    return [*map(_packed, _word_parts()), bomb, papers.zipped({"a.txt": b"a"})]


def _images() -> list[bytes]:
    from PIL import Image

    made = []
    for kind in ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP", "PPM", "JPEG2000"):
        out = io.BytesIO()
        Image.new("RGB", (9, 9), 200).save(out, kind)
        made.append(out.getvalue())
    return made


def _encoded(*made: str) -> Callable[[], list[bytes]]:
    return lambda: [text.encode() for text in made]


READERS = {
    "pdf": Reader(lambda: [papers.pdf(PAGES), papers.pdf([*PAGES, []], image=[2])], PRINTED),
    "docx": Reader(_word_files),
    "docx-parts": Reader(_word_parts, MARKUP, _packed),
    "hocr": Reader(_encoded(papers.hocr(PAGES), papers.hocr(PAGES).split("\n", 3)[3]), MARKUP),
    "alto": Reader(_encoded(papers.alto(PAGES, 2), papers.alto(PAGES, 4)), MARKUP),
    "page": Reader(_encoded(papers.page(PAGES), papers.page(PAGES, [1, 0])), MARKUP),
    "image": Reader(_images, ending=".png"),
    "text": Reader(_texts, rb"\w+|\s+|."),
}


def check(data: bytes, ending: str = "") -> None:
    """Read `data`; AssertionError where what comes of it is not sound, and whatever the reader should not have raised."""
    from pipeline.batch.task import lexicon
    from pipeline.read import fonts
    from pipeline.read.document import ReadError
    from pipeline.read.files import read_bytes
    from pipeline.text import Text
    from pipeline.write.back import written_back

    try:
        document = read_bytes(data, ending)
        written_back(data, document, [])
    except ReadError as error:
        assert str(error).isprintable() and 0 < len(str(error)) < 300, str(error)
        return
    raw = document.raw
    raw.encode()
    assert "\0" not in raw and document.bytes == len(data)
    assert "".join(raw[start:end] + "\f" for start, end in document.pages)[:-1] == raw
    ends = [0, *(place for box in document.boxes for place in (box.raw_start, box.raw_end)), len(raw)]
    assert ends == sorted(ends) and all(box.raw_start < box.raw_end for box in document.boxes)
    assert all(box.confidence is None or 0 <= box.confidence <= 1 for box in document.boxes)
    text = Text.of(raw)
    text.apply("fonts", fonts.edits(text, document, lexicon(())))


class Target:
    """`check` as Atheris calls it: findings are kept, one of a kind, and the run goes on."""

    def __init__(self, reader: Reader, findings: Path) -> None:
        self._reader, self._findings = reader, findings
        self._seen: set[str] = set()

    def __call__(self, data: bytes) -> None:
        began = time.process_time()
        try:
            check(self._reader.packed(data), self._reader.ending)
        except Exception as error:
            self._keep(data, type(error).__name__ + " " + _place(error), traceback.format_exc())
        if time.process_time() - began > SLOW:
            self._keep(data, "slow", f"{time.process_time() - began:.0f} seconds of processor time")

    def _keep(self, data: bytes, what: str, told: str) -> None:
        if what in self._seen:
            return
        self._seen.add(what)
        name = re.sub(r"\W+", "-", what)
        self._findings.joinpath(f"{name}.input").write_bytes(self._reader.packed(data))
        self._findings.joinpath(f"{name}.told").write_text(told)
        print(f"finding: {what}", file=sys.stderr, flush=True)


def _place(error: BaseException) -> str:
    """The last line of this project that `error` came through."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "pipeline" in Path(frame.filename).parts]
    return f"{Path(frames[-1].filename).name} {frames[-1].lineno}" if frames else "outside"


def mutated(reader: Reader, data: bytes, largest: int, chance: random.Random, mutate: Callable[[bytes, int], bytes]) -> bytes:
    """`data` a little different: by bytes, or by the pieces that a file of this kind is made of."""
    if chance.random() < 0.4:
        return mutate(data, largest)
    pieces = re.findall(reader.pieces, data, re.DOTALL)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        if not pieces:
            break
        at, other = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        match chance.randrange(7):
            case 0:
                del pieces[at]
            case 1:
                pieces.insert(other, pieces[at])
            case 2:
                pieces[at], pieces[other] = pieces[other], pieces[at]
            case 3:
                pieces[at] = pieces[at][:1] + chance.choice(NASTY) + pieces[at][-1:]
            case 4:
                pieces[at] = chance.choice(NASTY)
            case 5:
                pieces[at] *= min(chance.choice((2, 50, 2000)), largest // max(1, len(pieces[at])))
            case 6:
                del pieces[at : at + chance.choice((3, 30, 300))]
    return b"".join(pieces)[:largest]


def scrambled(data: bytes, largest: int, chance: random.Random) -> bytes:
    """`data` with a few bytes changed, or cut short: what stands in for Atheris in `make test`."""
    changed = bytearray(data[: chance.choice((largest, chance.randrange(len(data) + 1)))])
    for _ in range(min(len(changed), chance.randrange(8))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def one(name: str, seconds: int, seeds: Path, findings: Path) -> None:
    """Fuzz one reader in this process, which ends with it."""
    import atheris

    with atheris.instrument_imports(include=["pipeline.read", "pipeline.write.back", "docx", "PIL"]):
        import pipeline.read.alto
        import pipeline.read.docx
        import pipeline.read.files
        import pipeline.read.fonts
        import pipeline.read.ocr
        import pipeline.read.page
        import pipeline.read.pdf
        import pipeline.read.text
        import pipeline.write.back  # noqa: F401
    reader = READERS[name]
    begun = seeds / name
    begun.mkdir()
    for number, seed in enumerate([*reader.seeds(), *_real(name, seeds)]):
        (begun / str(number)).write_bytes(seed)

    def mutate(data: bytes, largest: int, seed: int) -> bytes:
        return mutated(reader, data, largest, random.Random(seed), atheris.Mutate)

    options = {"max_total_time": seconds, "max_len": LARGEST, "rss_limit_mb": MEMORY, "timeout": 10 * SLOW,
               "report_slow_units": 10 * SLOW, "print_final_stats": 1, "verbosity": 0,
               "artifact_prefix": f"{findings}/"}  # fmt: skip
    said = [f"-{option}={value}" for option, value in options.items()]
    atheris.Setup([sys.argv[0], *said, str(begun)], Target(reader, findings), custom_mutator=mutate)
    atheris.Fuzz()


def _real(name: str, seeds: Path) -> Iterator[bytes]:
    """Files of the kind of reader `name` in the folder that `seeds/real` names."""
    from pipeline.read.files import HEAD, READERS

    place = (seeds / "real").read_text()
    for path in sorted(Path(place).rglob("*")) if place else ():
        if path.is_file() and path.stat().st_size <= LARGEST and name != "docx-parts":
            data = path.read_bytes()
            if next(reader.name for reader in READERS if reader.recognises(data[:HEAD])).lower() == name:
                yield data


def run(name: str, minutes: float, real: str, findings: Path) -> tuple[int, list[str]]:
    """Inputs tried and findings of one reader; a crash is a finding, after which the rest of the time goes on."""
    findings.mkdir(parents=True, exist_ok=True)
    until, tried = time.monotonic() + 60 * minutes, 0
    while (left := int(until - time.monotonic())) > 0:
        with tempfile.TemporaryDirectory() as seeds:
            Path(seeds, "real").write_text(real)
            options = ["--seconds", str(left), "--work", seeds, "--findings", str(findings)]
            command = [sys.executable, "-m", "tests.fuzz", name, *options]
            done = subprocess.run(command, capture_output=True, text=True, errors="replace")
        counted = re.search(r"number_of_executed_units: (\d+)", done.stderr)
        tried += int(counted[1]) if counted else 0
        if done.returncode == 0:
            break
        number = len(list(findings.glob("ended-*")))
        (findings / f"ended-{number}.told").write_text(done.stderr[-20_000:])
        if not counted:
            break
    names = sorted(path.name for path in findings.iterdir() if path.suffix != ".input")
    return tried, names


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("readers", nargs="*", choices=[*READERS, []], help=f"of {', '.join(READERS)}; all if none is named")
    parser.add_argument("--minutes", type=float, default=10, help="for each reader")
    parser.add_argument("--seeds", default="", help="a folder of real files to begin from as well")
    parser.add_argument("--findings", type=Path, default=Path("findings"))
    parser.add_argument("--seconds", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    said = parser.parse_args()
    if said.seconds is not None:
        one(said.readers[0], said.seconds, said.work, said.findings)
    found = 0
    for name in said.readers or READERS:
        began = resource.getrusage(resource.RUSAGE_CHILDREN)
        tried, names = run(name, said.minutes, said.seeds, said.findings.absolute() / name)
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        found += len(names)
        print(f"{name:10} {tried:9,} inputs, {ended.ru_utime - began.ru_utime:5.0f} s of processor time, "
              f"findings: {', '.join(names) or 'none'}", flush=True)  # fmt: skip
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
