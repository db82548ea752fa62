"""Kazakh for spaCy: `spacy.blank("kk")` and the pipes `kk_sentences`, `kk_dates`, `kk_treaties`, `kk_events`.

    nlp = spacy.blank("kk")
    for pipe in ("kk_sentences", "kk_dates", "kk_treaties", "kk_events"):
        nlp.add_pipe(pipe)
    doc = nlp("1993 жылғы 22 қаңтарда Минскіде ТМД Жарғысы қабылданды.")
    doc._.dates[0].edtf, [span._.fact.name for span in doc.spans["treaties"]]

The pipes call the finders of this package, so they find what `repair` finds. spaCy's own letter classes lack қ, ғ and ұ; the
classes here do not. One token are: a word with its hyphens (ТМД-ның, 80-інші, 1930-жылдары, 41-б.), an abbreviation with its
dots (т.б., т.ғ.д.), initials (Ә., Ә.Н.) and a surname printed without a space after them (Ә.Н.Бөкейхан). Ranges in figures
(1917–1920) and the brackets and slashes of citations are parted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from spacy.attrs import LIKE_NUM, ORTH, SENT_START
from spacy.lang.tokenizer_exceptions import BASE_EXCEPTIONS
from spacy.language import BaseDefaults, Language
from spacy.tokens import Doc, Span
from spacy.util import registry, update_exc

from pipeline.abbreviations import Abbreviation
from pipeline.find.dates import dates
from pipeline.find.dates.words import Numeral
from pipeline.find.events import events
from pipeline.find.sentences import sentences
from pipeline.find.treaties import treaties
from pipeline.kazakh import LETTERS
from pipeline.lexicon import Lexicon
from pipeline.record import Date, Event, Sentence, Treaty

LOWER = LETTERS + "a-z"
UPPER = LETTERS.upper() + "A-Z"
ALPHA = LOWER + UPPER
_QUOTES = "«»“”„‟\"'‘’‹›"
_PUNCTUATION = re.escape("…,:;!?¿¡()[]{}<>_#*&/\\|=+~^§%№©") + _QUOTES + "–—−"


@lru_cache(maxsize=8)
def _lexicon(folder: str | None) -> Lexicon:
    return Lexicon(*([Path(folder)] if folder else []))


def _exceptions(lexicon: Lexicon) -> dict[str, list[dict[int, str]]]:
    forms = [row.form for row in lexicon.rows(Abbreviation)]
    return {form: [{ORTH: form}] for plain in forms for form in (plain, plain[0].upper() + plain[1:])}


def _lexical(lexicon: Lexicon) -> dict[int, Callable[[str], Any]]:
    words = {form for row in lexicon.rows(Numeral) for form in (row.word, row.ordinal)}
    figures = re.compile(rf"[+-]?\d[\d.,]*(?:-[{ALPHA}]+)?")
    return {LIKE_NUM: lambda text: figures.fullmatch(text) is not None or text.lower() in words}


_INITIALS = rf"(?:[{UPPER}]\.){{1,3}}"
_PAGES = r"\d+(?:[–-]\d+)?-(?:б|бб|п|пп|т|қ|с|қ\.т)\."


class KazakhDefaults(BaseDefaults):
    """How text is cut into tokens."""

    tokenizer_exceptions = update_exc(BASE_EXCEPTIONS, _exceptions(_lexicon(None)))
    prefixes = (rf"[{_PUNCTUATION}]", r"\.{2,}", r"-(?![0-9])", r"\$|€|₸|₽|£")
    suffixes = (
        rf"[{_PUNCTUATION}]", r"\.{2,}", "-", r"(?<=[0-9])[%°₸€$₽]",
        rf"(?<=[{LOWER}0-9{_PUNCTUATION}])\.", rf"(?<=[{UPPER}]{{2}})\.",
    )  # fmt: skip
    infixes = (
        r"\.{2,}|…", rf"(?<=[{LOWER}0-9])[.!?](?=[{UPPER}])", rf"(?<=[{LOWER}]{{2}})\.(?=[0-9])",
        rf"(?<=[{ALPHA}0-9])[–—−](?=[{ALPHA}0-9])", r"(?<=[0-9])[-/](?=[0-9])",
        rf"(?<=[{ALPHA}0-9])[,;:()\[\]/«»“”](?=[{ALPHA}])",
    )  # fmt: skip
    token_match = re.compile(rf"(?:{_INITIALS}|{_PAGES})$").match
    lex_attr_getters = _lexical(_lexicon(None))


@registry.languages("kk")
class Kazakh(Language):  # type: ignore[no-untyped-call]
    """Kazakh in Cyrillic script."""

    lang = "kk"
    Defaults = KazakhDefaults


_RECORDS: dict[str, type[Date] | type[Treaty] | type[Event]] = {"dates": Date, "treaties": Treaty, "events": Event}


def _kept(doc: Doc, layer: str) -> list[Any]:
    """The records of a layer, as typed structs; they travel with the document as plain values."""
    return [msgspec.convert(record, _RECORDS[layer]) for record in doc.user_data.get(f"kk.{layer}", [])]


def _fact(span: Span) -> Date | Treaty | Event | None:
    layer, _, index = span.id_.partition("/")
    records = _kept(span.doc, layer) if layer in _RECORDS else []
    return records[int(index)] if index.isdigit() and int(index) < len(records) else None


for _layer in _RECORDS:
    Doc.set_extension(_layer, getter=partial(_kept, layer=_layer), force=True)
Span.set_extension("fact", getter=_fact, force=True)


def _sentences_of(doc: Doc, lexicon: Lexicon) -> list[Sentence]:
    """The sentences that an earlier pipe marked, else those found here."""
    if not doc.has_annotation("SENT_START"):
        return sentences(doc.text, lexicon)
    found = []
    for sent in doc.sents:
        inner = sent.text.strip()
        start = sent.start_char + sent.text.find(inner)
        if inner:
            found.append(Sentence(start, start + len(inner), inner))
    return found


def _keep(doc: Doc, layer: str, records: Sequence[Date | Treaty | Event], label: Callable[[Any], str]) -> Doc:
    doc.user_data[f"kk.{layer}"] = [msgspec.to_builtins(record) for record in records]
    spans = []
    for index, record in enumerate(records):
        span = doc.char_span(record.start, record.end, label=label(record), alignment_mode="expand")
        if span is not None:
            span.id_ = f"{layer}/{index}"
            spans.append(span)
    doc.spans[layer] = spans
    return doc


@Language.factory("kk_sentences", assigns=["token.is_sent_start", "doc.sents"], default_config={"lexicons": None})
def kk_sentences(nlp: Language, name: str, lexicons: str | None) -> Callable[[Doc], Doc]:
    """Marks sentences; `lexicons` is a folder of tables laid over the shipped ones."""
    return _Pipe(lexicons, _mark_sentences)


@Language.factory("kk_dates", assigns=["doc.spans"], default_config={"lexicons": None})
def kk_dates(nlp: Language, name: str, lexicons: str | None) -> Callable[[Doc], Doc]:
    """Dates in `doc.spans["dates"]` (label DATE) and, typed, in `doc._.dates`."""
    return _Pipe(lexicons, _find_dates)


@Language.factory("kk_treaties", assigns=["doc.spans"], default_config={"lexicons": None})
def kk_treaties(nlp: Language, name: str, lexicons: str | None) -> Callable[[Doc], Doc]:
    """Treaties in `doc.spans["treaties"]` (the label is the kind) and, typed, in `doc._.treaties`; after `kk_dates`."""
    return _Pipe(lexicons, _find_treaties)


@Language.factory("kk_events", assigns=["doc.spans"], default_config={"lexicons": None})
def kk_events(nlp: Language, name: str, lexicons: str | None) -> Callable[[Doc], Doc]:
    """Events in `doc.spans["events"]` (the label is the type) and, typed, in `doc._.events`; after the other pipes."""
    return _Pipe(lexicons, _find_events)


class _Pipe:
    """A pipe: a function of document and tables, and the tables."""

    def __init__(self, lexicons: str | None, find: Callable[[Doc, Lexicon], Doc]) -> None:
        self.lexicon = _lexicon(lexicons)
        self.find = find

    def __call__(self, doc: Doc) -> Doc:
        return self.find(doc, self.lexicon)


def _mark_sentences(doc: Doc, lexicon: Lexicon) -> Doc:
    starts = [sentence.start for sentence in sentences(doc.text, lexicon)]
    marks = np.full((len(doc), 1), -1, dtype="int64")
    at = 0
    for i, token in enumerate(doc):
        while at < len(starts) and starts[at] < token.idx + len(token):
            marks[i], at = 1, at + 1
    marks[:1] = 1
    # All at once: spaCy looks through the whole document each time a single mark is set.
    return doc.from_array([SENT_START], marks.astype("uint64"))  # type: ignore[arg-type]


def _find_dates(doc: Doc, lexicon: Lexicon) -> Doc:
    return _keep(doc, "dates", dates(doc.text, _sentences_of(doc, lexicon), lexicon), lambda date: "DATE")


def _find_treaties(doc: Doc, lexicon: Lexicon) -> Doc:
    found = treaties(doc.text, _sentences_of(doc, lexicon), _kept(doc, "dates"), lexicon)
    return _keep(doc, "treaties", found, lambda treaty: str(treaty.kind))


def _find_events(doc: Doc, lexicon: Lexicon) -> Doc:
    found = events(doc.text, _sentences_of(doc, lexicon), _kept(doc, "dates"), _kept(doc, "treaties"), lexicon)
    return _keep(doc, "events", found, lambda event: str(event.type))
