"""The treaty register: the mentions of a corpus joined to one treaty each.

Two mentions are one treaty where the gazetteer gave them one id. Without an id the name decides, then kind, date and parties
must not speak against it: many treaties of friendship bear one title and differ in day and parties only. What could be either of
two stays apart, and a treaty whose mentions give different dates says so.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import regex
from rapidfuzz.distance import Levenshtein

from pipeline.record import Record
from pipeline.write.edtf_bounds import bounds
from pipeline.write.tables import Row, days

_WORD = regex.compile(r"\w+")
_DAY = regex.compile(r"-?[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBERED = regex.compile(r"\p{N}|^[ivxіхv]+$")
SHORTEST_FUZZY = 6
"""Letters that a word must have for one wrong letter in it to be taken for damage: келу and кету are two words"""
LONGEST_KEY = 200
Words = tuple[str, ...]


class Mention(NamedTuple):
    """Where a treaty is named: mention `number` of document `path`; the rest as in the record."""

    path: str
    number: int
    name: str
    gazetteer: str | None
    kind: str
    date: str | None
    parties: frozenset[str]


class Form(NamedTuple):
    """All that the register looks at in a mention."""

    name: str
    gazetteer: str | None
    kind: str
    date: str | None
    parties: frozenset[str]


@dataclass
class Entry:
    """One treaty and everything the corpus says of it."""

    mentions: list[Mention] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    dates: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    gazetteer: str | None = None
    parties: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        return _commonest(self.names) or ""

    @property
    def date(self) -> str | None:
        return _commonest(self.dates)

    @property
    def kind(self) -> str:
        return _commonest(self.kinds) or "other"

    @property
    def documents(self) -> list[str]:
        return sorted({mention.path for mention in self.mentions})

    @property
    def disagree(self) -> bool:
        """Whether two of the dates cannot both be right: 1991 and 1991-12-08 can."""
        dates = sorted(self.dates)
        return any(not _compatible(a, b) for at, a in enumerate(dates) for b in dates[at + 1 :])

    @property
    def key(self) -> str:
        """The gazetteer's id, else name and date; stays as it is while they do."""
        key = self.gazetteer or " ".join(filter(None, (" ".join(words(self.name)), self.date)))
        return key if len(key) <= LONGEST_KEY else f"{key[:LONGEST_KEY]} {hashlib.sha256(key.encode()).hexdigest()[:8]}"

    def dated(self) -> dict[str, list[str]]:
        """Each date given, in order, and the documents that give it."""
        return {date: sorted({it.path for it in self.mentions if it.date == date}) for date in sorted(self.dates)}

    def add(self, form: Form, mentions: list[Mention]) -> None:
        self.mentions += mentions
        self.names[form.name] += len(mentions)
        self.kinds[form.kind] += len(mentions)
        if form.date:
            self.dates[form.date] += len(mentions)
        self.gazetteer = self.gazetteer or form.gazetteer
        self.parties |= form.parties

    def takes(self, form: Form) -> bool:
        """Whether a mention of this form, whose name is one of this treaty's, can be of this treaty."""
        if form.gazetteer and self.gazetteer:
            return form.gazetteer == self.gazetteer
        if form.kind not in self.kinds or not (form.parties <= self.parties or self.parties <= form.parties):
            return False
        return not form.date or not self.dates or all(_compatible(form.date, own) or _slip(form.date, own) for own in self.dates)


def mentions(records: Iterable[Record]) -> Iterator[Mention]:
    """Every treaty mention of `records`."""
    for record in records:
        for number, it in enumerate(record.treaties):
            yield Mention(record.source.path, number, it.name, it.id, it.kind, it.date, frozenset(it.parties))


def register(found: Iterable[Mention]) -> dict[str, Entry]:
    """The treaties of the mentions by key, in order of key; the same mentions in any order give the same register.

    A kind word alone ("шарт") without date or id names no treaty and is left out.
    """
    forms: defaultdict[Form, list[Mention]] = defaultdict(list)
    for mention in sorted(found, key=lambda it: (it.path, it.number)):
        forms[Form(*mention[2:])].append(mention)
    entries: list[Entry] = []
    by_id: dict[str, Entry] = {}
    names = _Names()
    for form in sorted((form for form in forms if not _bare(form)), key=lambda form: _surest_first(form, len(forms[form]))):
        entry = by_id.get(form.gazetteer) if form.gazetteer else names.match(form)
        if entry is None:
            entry = Entry()
            entries.append(entry)
        entry.add(form, forms[form])
        names.add(form.name, entry)
        if entry.gazetteer:
            by_id[entry.gazetteer] = entry
    return _keyed(entries)


def listed(key: str, entry: Entry) -> dict[str, object]:
    """The entry for JSON."""
    return {
        "treaty": key,
        "name": entry.name,
        "id": entry.gazetteer,
        "kind": entry.kind,
        "date": entry.date,
        "parties": sorted(entry.parties),
        "mentions": len(entry.mentions),
        "names": dict(entry.names.most_common()),
        "dates": entry.dated(),
        "disagree": entry.disagree,
        "documents": entry.documents,
    }


def treaty_rows(entries: dict[str, Entry]) -> list[Row]:
    """The rows of `treaties`."""
    return [(key, it.name, it.gazetteer, it.kind, it.date, *days(it.date), len(it.mentions), len(it.documents))
            for key, it in entries.items()]  # fmt: skip


class _Names:
    """Entries by name, and by length and outer words of the name, where a damaged one is looked for."""

    def __init__(self) -> None:
        self.exact: defaultdict[Words, list[Entry]] = defaultdict(list)
        self.near: defaultdict[tuple[int, str], set[Words]] = defaultdict(set)

    def add(self, name: str, entry: Entry) -> None:
        key = words(name)
        if all(entry is not other for other in self.exact[key]):
            self.exact[key].append(entry)
        for word in {*key[:1], *key[-1:]}:
            self.near[len(key), word].add(key)

    def match(self, form: Form) -> Entry | None:
        """The one entry that bears the name and takes the form; None where there is none, or more than one."""
        name = words(form.name)
        bearing = self.exact.get(name) or [entry for near in self._damaged(name) for entry in self.exact[near]]
        fitting = {id(entry): entry for entry in bearing if entry.takes(form)}
        return next(iter(fitting.values())) if len(fitting) == 1 else None

    def _damaged(self, name: Words) -> set[Words]:
        return {near for word in {*name[:1], *name[-1:]} for near in self.near[len(name), word] if same_name(near, name)}


def words(name: str) -> Words:
    """The words of a name as they are compared: lower case, without punctuation, ё as е."""
    return tuple(_WORD.findall(name.lower().replace("ё", "е")))


def same_name(a: Words, b: Words) -> bool:
    """Whether two names are one but for a damaged letter in a long word. Numbers never differ: СШҚ-1 is not СШҚ-2."""
    return len(a) == len(b) and all(map(_same_word, a, b))


def _same_word(a: str, b: str) -> bool:
    if a == b:
        return True
    if min(len(a), len(b)) < SHORTEST_FUZZY or _NUMBERED.search(a) or _NUMBERED.search(b):
        return False
    return Levenshtein.distance(a, b, score_cutoff=1) == 1


def _bare(form: Form) -> bool:
    return not form.gazetteer and not form.date and len(words(form.name)) < 2 and form.name == form.name.lower()


def _surest_first(form: Form, count: int) -> tuple[bool, bool, int, int, tuple[str, ...]]:
    """With an id, then dated, then to the day, then often: what comes first gives what comes later a place to go."""
    shown = (form.name, form.gazetteer or "", form.kind, form.date or "", " ".join(sorted(form.parties)))
    return (form.gazetteer is None, form.date is None, -len(form.date or ""), -count, shown)


def _compatible(a: str, b: str) -> bool:
    """Whether one date lies within the other, or either has no place in time."""
    (a_first, a_last), (b_first, b_last) = bounds(a), bounds(b)
    if not (a_first and a_last and b_first and b_last):
        return True
    return (a_first <= b_first and b_last <= a_last) or (b_first <= a_first and a_last <= b_last)


def _slip(a: str, b: str) -> bool:
    """Whether two days differ in year, month or day alone, as a misprint makes them."""
    if not (_DAY.fullmatch(a) and _DAY.fullmatch(b)):
        return False
    return sum(x == y for x, y in zip(a.rsplit("-", 2), b.rsplit("-", 2), strict=True)) == 2


def _commonest(counts: Counter[str]) -> str | None:
    """The commonest; of equals the longest (`1991-12-08` before `1991`), then the first of the alphabet."""
    return min(counts, key=lambda it: (-counts[it], -len(it), it)) if counts else None


def _keyed(entries: list[Entry]) -> dict[str, Entry]:
    """The entries by key. Where two would have one key, their parties tell them apart, else their order."""
    keyed: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda entry: (entry.key, sorted(entry.parties))):
        key = entry.key if entry.key not in keyed else f"{entry.key} {' '.join(sorted(entry.parties))}".strip()
        number = 1
        while key in keyed:
            number += 1
            key = f"{entry.key} ({number})"
        keyed[key] = entry
    return dict(sorted(keyed.items()))
