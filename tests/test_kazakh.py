"""Kazakh for spaCy: tokens as drawn with spaces, the pipes find what the finders find, and all of it can be saved."""

import tomllib
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from pipeline.find.dates import dates
from pipeline.find.events import events
from pipeline.find.kazakh import Kazakh
from pipeline.find.sentences import sentences
from pipeline.find.treaties import treaties
from pipeline.lexicon import Lexicon

LEXICON = Lexicon()
PIPES = ("kk_sentences", "kk_dates", "kk_treaties", "kk_events")
TEXT = (
    "Ұжымдық қауіпсіздік туралы шартқа 1992 жылғы 15 мамырда Ташкентте Қазақстан мен Ресей қол қойды. "
    "Ол 1994 ж. 20 сәуірде күшіне енді.Сол жылы құжат т.б. мемлекеттерге таратылды [3, 41-б.]."
)

TOKENS = [
    "Ғұн мен қаңлы ұлысы ғасырлар бойы көршілес болды .",
    "Акад. Ә.Х. Марғұлан , проф. Қ. Ақышев , т.ғ.д. М.Қ. Қозыбаев т.б. қазды .",
    "ТМД-ның 80-інші жылдары ХІХ ғ. 1930-жылдардың тарихы",
    "1917 – 1920 жж. 7 - 8 желтоқсанда",
    "Б.з.б. IV ғ. қорғаны [ 3 , 41-б. ] және / 5 , 26 /",
    "« Айқап » журналы ( 1911 – 1915 ) шықты …",
    "Халқы 12,5 млн адам , 3.2 тармақ , 26.08.1920 күні",
    "кең-байтақ әлеуметтік-экономикалық қызмет",
    "болатын . 1991 жылы аяқталды . Яғни бітті !",
    "Неге ? Өйткені , ұлы қағанат құлады ; ел көшті :",
    "Қазақстан – Қытай шекарасы",
    "Үй 50 % 200 ₸ тұрады",
]


@pytest.fixture(scope="module")
def nlp() -> spacy.Language:
    nlp = spacy.blank("kk")
    for pipe in PIPES:
        nlp.add_pipe(pipe)
    return nlp


@pytest.mark.parametrize("drawn", TOKENS)
def test_tokens_as_drawn(drawn: str) -> None:
    glued = drawn
    for left in "«([/":
        glued = glued.replace(f"{left} ", left)
    for right in ("»", ")", "]", ",", ".", "!", "?", ";", ":", "…", "%"):
        glued = glued.replace(f" {right}", right)
    for apart in ("1917 – 1920", "7 - 8", "1911 – 1915", "26 /", "Қазақстан – Қытай", "болатын. 1991", "аяқталды. Яғни"):
        glued = glued.replace(apart, apart.replace(" ", ""))
    assert [token.text for token in Kazakh()(glued)] == drawn.split()


def test_the_pipes_find_what_the_finders_find(nlp: spacy.Language) -> None:
    doc = nlp(TEXT)
    found = sentences(TEXT, LEXICON)
    when = dates(TEXT, found, LEXICON)
    named = treaties(TEXT, found, when, LEXICON)
    assert [sent.text.strip() for sent in doc.sents] == [sentence.text for sentence in found]
    assert doc._.dates == when and [span.text for span in doc.spans["dates"]] == [date.text for date in when]
    assert doc._.treaties == named and named
    assert doc._.events == events(TEXT, found, when, named, LEXICON) != []
    assert [span._.fact for span in doc.spans["treaties"]] == named
    assert [span.label_ for span in doc.spans["events"]] == [event.type for event in doc._.events]
    assert doc[0:1]._.fact is None


def test_the_pipeline_can_be_saved(nlp: spacy.Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path)
    wanted = nlp(TEXT).to_json()
    assert spacy.load(tmp_path)(TEXT).to_json() == wanted
    assert spacy.blank("kk").from_bytes(nlp.to_bytes()).lang == "kk"


def test_a_document_can_be_saved(nlp: spacy.Language) -> None:
    doc = nlp(TEXT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again._.dates == doc._.dates and again._.events == doc._.events
    assert [span._.fact for span in again.spans["dates"]] == doc._.dates


def test_one_pipe_alone_finds_its_sentences_itself() -> None:
    nlp = spacy.blank("kk")
    nlp.add_pipe("kk_dates")
    assert [date.edtf for date in nlp(TEXT)._.dates] == ["1992-05-15", "1994-04-20", "1994"]


ODD = ["", " ", "\n\n", ".", "1", "\ufffd\u0001", "а" * 3000, "1991 ж." * 300, "((((", "т.б", "🙂 1991 жылы 🙂"]


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_are_taken(nlp: spacy.Language, text: str) -> None:
    assert nlp(text).text == text


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="абҚҒұ. \n«»\"()[]/19XV-–,;:\t^£", max_size=80))
def test_noise_is_taken(nlp: spacy.Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text and sum(len(span) for span in doc.sents) == len(doc)


def declared() -> list[EntryPoint]:
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))["project"]
    groups = ("spacy_languages", "spacy_factories")
    return [EntryPoint(name, value, group) for group in groups for name, value in project["entry-points"][group].items()]


@pytest.mark.parametrize("point", declared(), ids=lambda point: point.name)
def test_what_is_published_can_be_loaded(point: EntryPoint) -> None:
    assert callable(point.load())
    if not entry_points(group=point.group, name=point.name):
        pytest.skip("the installed package was installed before it published this; install it again")
