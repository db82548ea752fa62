"""The search for readings of a word, compiled: the forms of about its shape, how each is read as the word, and what that costs.

Loops over tables of numbers, of forms (`pipeline.mend.candidates`) and of confusions (`pipeline.mend.channel`).
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.compiled import Codes, compiled, kept

_GROUPS = ("қкх", "ғг", "ңнп", "ұүу", "өоеәаэсё0ceoaə", "дл", "ыьъ", "шщц", "з3", "бб6", "вв8")
_SHAPELESS = "іий!1:|;'’‘iіlӏ\"°.,*^_-–"
"""Letters that OCR takes for one another share a shape; і and its readings have none"""
_MARKED = dict(zip("қғңұүөәіһ", "кгнууоаих", strict=True))
"""Letters that a model without Kazakh reads as others, which thus count as one in a signature"""
END = 3
"""Shapes that a word shares with the forms of its blocks, at the start or at the end; forms of no more shapes are short"""
LENGTHS, APART = 40, 2
"""Numbers of shapes told apart, and the difference up to which a frequent form may have been a word"""
BLOCKS = 1 << 12
"""Blocks of either kind; a block's number is a hash of its shapes"""
BIT, FAR = 32, 240
"""What one differing bit counts for against the frequency of a form, in steps of its logarithm, and the farthest that a frequent
form may be so"""
BITS = 11
"""Bits that any other form may differ in at most"""
FETCHED, MARGIN = 128, 170
"""Forms fetched by signature: so many, no farther than so far behind the nearest"""
NEAREST, BEHIND = 32, 9
"""Forms kept when their letters have been compared: so many, no more than so far behind the first in log probability. Of 4,000
words that the Russian model damaged 86 % have their right form among them"""
LOST = 9999
"""A distance that no form has"""
STEP = 19
"""Steps of the scale of counts to one unit of the natural logarithm, as `pipeline.words` has them"""
LONGEST = 3
"""Letters in a confused piece at most, on either side"""
FARTHEST = 25.0
"""Cost above which one word is not taken for another"""
UNSEEN_CHANGED, UNSEEN_ADDED, UNSEEN_LOST = 9.5, 8.5, 8.5
"""Costs of a letter changed, added or lost as no page has shown"""
SEEN = 9e7
"""Sum of the counts and of three times those of non-fiction, which is what theses are made of"""
COMMON = 200.0
"""Count from which the spelling of a form is not asked"""
UNKNOWN = 4.0
"""-log of the share of words that no list holds"""
WIDE = 9.0
"""Readings that fall this far behind the best are left out"""
LUCK = 3.0
"""How much likelier the letters may make a reading than its frequency and shape: of the right readings 0.3 % are luckier"""
PUNCTUATED = 5.0
"""-log of the chance that the mark behind a word is one, on a page of the Russian model, which reads і as marks"""
LONGEST_WORD, LONGEST_FORM = 64, 255
"""Letters of a word that is searched for, and of a form, at most"""
LONGEST_WAY = LONGEST_WORD + LONGEST_FORM
"""Steps at most between a word and a form"""

Bytes = NDArray[np.uint8]
Searched = tuple[float, NDArray[np.float64], NDArray[np.int32]]
Weighed = tuple[float, NDArray[np.float64]]


KZ_1048 = bytes(range(256)).decode("kz1048", "replace")
"""The letter of each byte"""
SHAPES = {letter: group[0] for group in _GROUPS for letter in group} | dict.fromkeys(_SHAPELESS, "")
"""The shape of letters that share one or have none"""
_BYTES = {letter: byte for byte, letter in enumerate(KZ_1048)}


def _by_code(becomes: dict[str, str]) -> Bytes:
    """What stands for each code point: the byte in KZ-1048, which has the letters of all forms, of what the letter becomes;
    0 for nothing."""
    table = np.full(0x2200, _BYTES["?"], np.uint8)
    for letter in {*_BYTES, *becomes} - {"\ufffd"}:
        made = becomes.get(letter, letter)
        table[ord(letter)] = _BYTES.get(made, _BYTES["?"]) if made else 0
    return table


_LETTER = _by_code({})
_SHAPE = _by_code(SHAPES)
_UNMARKED = _by_code(_MARKED)
_ELSE = np.uint8(_BYTES["?"])
_CODE = np.array(list(map(ord, KZ_1048)), np.uint32)
_SHAPE_OF = np.array([_SHAPE[code] if code < len(_SHAPE) else _ELSE for code in _CODE], np.uint8)


class FormTable(NamedTuple):
    """Forms in the order of their first shapes: the frequent and short before `starts[0]`, of n shapes from `lengths[n]` on, then
    block by block. `by_end` are the places of the others, seldom ones left out, in the order of their last shapes; `steps` and
    `nonfiction` tell how often each is seen, by `counts`; form n is `letters[begins[n]:begins[n + 1]]`, in KZ-1048. `spelling`
    is what a letter costs after two others, by their places in the `alphabet`."""

    signatures: NDArray[np.uint64]
    lengths: NDArray[np.uint32]
    starts: NDArray[np.uint32]
    end_starts: NDArray[np.uint32]
    by_end: NDArray[np.uint32]
    end_signatures: NDArray[np.uint64]
    end_steps: Bytes
    steps: Bytes
    nonfiction: Bytes
    letters: Bytes
    begins: NDArray[np.uint32]
    counts: NDArray[np.float64]
    spelling: Bytes
    alphabet: Bytes


ANY = -1
"""Whatever a piece of gold is read as"""


class CostTable(NamedTuple):
    """What pieces of gold are read as and what that costs: a hash table with open addressing. A piece is a number of 63 bits, 21
    a letter; each piece of gold stands there once more, read as `ANY`. A gold of -1 is an empty place."""

    gold: NDArray[np.int64]
    ocr: NDArray[np.int64]
    costs: NDArray[np.float64]


@compiled
def _coded(codes: Codes, by_code: Bytes) -> Bytes:
    """What stands for letters, those left out that nothing stands for."""
    coded, length = np.empty(len(codes), np.uint8), 0
    for code in codes:
        byte = by_code[code] if code < len(by_code) else _ELSE
        if byte:
            coded[length] = byte
            length += 1
    return coded[:length]


@compiled
def _signature(codes: Codes, shaped: Bytes) -> np.uint64:
    """32 bits for the neighbouring shapes of a word, its ends counted as neighbours, and 32 for its letters without their marks:
    the first three, and those after them. The letters of Russian follow each other in KZ-1048, so each has a bit of its own."""
    pairs, letters, last = 0, 0, 1
    for at in range(len(shaped)):
        pairs |= 1 << ((7 * last + shaped[at]) & 31)
        last = np.int64(shaped[at])
    pairs |= 1 << ((7 * last) & 31)
    unmarked = _coded(codes, _UNMARKED)
    for at in range(len(unmarked)):
        letters |= 1 << ((unmarked[at] + 16 * (at < 3)) & 31)
    return np.uint64(letters) << np.uint64(32) | np.uint64(pairs)


@compiled
def _block(shapes: Bytes) -> int:
    """The number of the block of forms whose shape begins, or ends, with `shapes`."""
    number = 0
    for at in range(len(shapes)):
        number = number << 8 | np.int64(shapes[at])
    number = (number ^ number >> 15) * 0x2C1B3C6D & 0xFFFFFFFF
    number = (number ^ number >> 12) * 0x297A2D39 & 0xFFFFFFFF
    return number >> 20


@kept
def described(letters: Bytes, begins: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """For forms, as in a FormTable, their signatures; how many shapes each has, and its blocks by the first and the last."""
    signatures = np.empty(len(begins) - 1, np.uint64)
    told = np.empty((3, len(begins) - 1), np.int64)
    for at in range(len(begins) - 1):
        codes = _CODE[letters[begins[at] : begins[at + 1]]]
        shaped = _coded(codes, _SHAPE)
        signatures[at] = _signature(codes, shaped)
        told[0, at], told[1, at], told[2, at] = len(shaped), _block(shaped[:END]), _block(shaped[-END:])
    return signatures, told


@compiled
def _bits(number: np.uint64) -> int:
    """How many bits of a number are set (which the compiler knows for the instruction it is)."""
    number = number - ((number >> np.uint64(1)) & np.uint64(0x5555555555555555))
    number = (number & np.uint64(0x3333333333333333)) + ((number >> np.uint64(2)) & np.uint64(0x3333333333333333))
    number = (number + (number >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((number * np.uint64(0x0101010101010101)) >> np.uint64(56))


@compiled
def _fetched(table: FormTable, signed: np.uint64, shaped: Bytes) -> NDArray[np.int32]:
    """Places of the `FETCHED` forms whose signatures are nearest to `signed`, of the frequent and short and of two blocks; those
    farther behind the first than `MARGIN` left out."""
    low = np.int64(table.lengths[min(max(len(shaped) - APART, 0), LENGTHS)])
    high = np.int64(table.lengths[min(len(shaped) + APART + 1, LENGTHS)])
    first, last = _block(shaped[:END]), _block(shaped[-END:])
    start, stop = np.int64(table.starts[first]), np.int64(table.starts[first + 1])
    end_start, end_stop = np.int64(table.end_starts[last]), np.int64(table.end_starts[last + 1])
    begun = high - low
    ended = begun + stop - start
    far = np.empty(ended + end_stop - end_start, np.int16)
    for nth in range(begun):
        distance = BIT * _bits(table.signatures[low + nth] ^ signed) - table.steps[low + nth]
        far[nth] = distance if distance <= FAR else LOST
    for nth in range(stop - start):
        bits = _bits(table.signatures[start + nth] ^ signed)
        far[begun + nth] = BIT * bits - table.steps[start + nth] if bits <= BITS else LOST
    for nth in range(end_stop - end_start):
        bits = _bits(table.end_signatures[end_start + nth] ^ signed)
        far[ended + nth] = BIT * bits - table.end_steps[end_start + nth] if bits <= BITS else LOST
    # Forms are counted by their distance, so that it is known at once which are behind `FETCHED` others.
    least, limit, within, found = FAR, FAR + MARGIN, 0, 0
    at_distance = np.zeros(limit + 257, np.int32)
    places, distances = np.empty(len(far), np.int32), np.empty(len(far), np.int16)
    for nth in range(len(far)):
        distance = np.int64(far[nth])
        if distance <= limit:
            place = low + nth if nth < begun else start + nth - begun
            if nth >= ended:
                place = np.int64(table.by_end[end_start + nth - ended])
                if start <= place < stop:
                    continue
            places[found], distances[found] = place, distance
            found += 1
            least = min(least, distance)
            at_distance[distance + 256] += 1
            within += 1
            while limit > least + MARGIN or within - at_distance[limit + 256] >= FETCHED:
                within -= at_distance[limit + 256]
                limit -= 1
    room = at_distance[limit + 256] - max(within - FETCHED, 0)
    fetched, kept = np.empty(FETCHED, np.int32), 0
    for nth in range(found):
        if distances[nth] < limit or (distances[nth] == limit and room > 0):
            room -= distances[nth] == limit
            fetched[kept] = places[nth]
            kept += 1
    return fetched[:kept]


@compiled
def _places(letters: Bytes) -> NDArray[np.uint64]:
    """For each letter, the places in a word where it stands, as bits."""
    places = np.zeros(256, np.uint64)
    for at in range(len(letters)):
        places[letters[at]] |= np.uint64(1) << np.uint64(at)
    return places


@compiled
def _further(equal: np.uint64, length: int, state: tuple[np.uint64, np.uint64, int]) -> tuple[np.uint64, np.uint64, int]:
    """The edit distance of a word of `length` letters after one more letter of the other, `equal` to some (Hyyrö 2003)."""
    more, less, distance = state
    vertical = equal | less
    horizontal = (((equal & more) + more) ^ more) | equal
    up = less | ~(horizontal | more)
    down = more & horizontal
    top = np.uint64(max(length, 1) - 1)
    distance += np.int64((up >> top) & np.uint64(1)) - np.int64((down >> top) & np.uint64(1))
    up = (up << np.uint64(1)) | np.uint64(1)
    down = down << np.uint64(1)
    return down | ~(vertical | up), up & vertical, distance


@compiled
def nearest(table: FormTable, codes: Codes) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Places of up to `NEAREST` forms that a word may have been, likely ones first, and how likely, in steps."""
    word, shaped = _coded(codes[:LONGEST_WORD], _LETTER), _coded(codes[:LONGEST_WORD], _SHAPE)
    fetched = _fetched(table, _signature(codes, shaped), shaped)
    at_letters, at_shapes = _places(word), _places(shaped)
    kept, likely, found = np.empty(NEAREST, np.int32), np.empty(NEAREST, np.int32), 0
    for at in fetched:
        form = table.letters[table.begins[at] : table.begins[at + 1]]
        state, length = (~np.uint64(0), np.uint64(0), np.int64(len(shaped))), 0
        for letter in form:
            shape = _SHAPE_OF[letter]
            if shape:
                length += 1
                state = _further(at_shapes[shape], len(shaped), state)
        worth = table.steps[at] - STEP * 4 * (state[2] if len(shaped) else length)
        if found and worth < likely[0] - STEP * BEHIND:
            continue
        state = (~np.uint64(0), np.uint64(0), np.int64(len(word)))
        for letter in form:
            state = _further(at_letters[letter], len(word), state)
        worth -= STEP * (state[2] if len(word) else len(form))
        if found == NEAREST and worth <= likely[found - 1]:
            continue
        place = min(found, NEAREST - 1)
        while place and likely[place - 1] < worth:
            kept[place], likely[place] = kept[place - 1], likely[place - 1]
            place -= 1
        kept[place], likely[place] = at, worth
        found = min(found + 1, NEAREST)
    while found and likely[found - 1] < likely[0] - STEP * BEHIND:
        found -= 1
    return kept[:found], likely[:found]


@compiled
def _place_of(golds: NDArray[np.int64], ocrs: NDArray[np.int64], gold: int, ocr: int) -> int:
    """Where a pair stands in a hash table, or the empty place where it would."""
    mixed = gold * 0x1E3779B97F4A7C15 ^ ocr * 0x3F58476D1CE4E5B9
    at = (mixed ^ (mixed >> 32) ^ (mixed >> 17)) & (len(golds) - 1)
    while golds[at] >= 0 and (golds[at] != gold or ocrs[at] != ocr):
        at = (at + 1) & (len(golds) - 1)
    return at


@kept
def cost_table(gold: NDArray[np.int64], ocr: NDArray[np.int64], costs: NDArray[np.float64]) -> CostTable:
    """A table of different pairs of pieces and their costs."""
    size = 16
    while size < 4 * len(gold):
        size *= 2
    table = CostTable(np.full(size, -1, np.int64), np.full(size, -1, np.int64), np.zeros(size))
    for nth in range(len(gold)):
        for read in (ocr[nth], ANY):
            at = _place_of(table.gold, table.ocr, gold[nth], read)
            table.gold[at], table.ocr[at], table.costs[at] = gold[nth], read, costs[nth]
    return table


@compiled
def _confused(table: CostTable, gold: int) -> bool:
    """Whether the table has this piece of gold."""
    return table.gold[_place_of(table.gold, table.ocr, gold, ANY)] >= 0


@compiled
def _cost(table: CostTable, gold: int, ocr: int, unseen: float) -> float:
    """What it costs to read `ocr` where `gold` was printed; `unseen` where the table does not have that."""
    at = _place_of(table.gold, table.ocr, gold, ocr)
    return table.costs[at] if table.gold[at] >= 0 else unseen


@compiled
def _piece(codes: Codes, start: int, length: int) -> int:
    """The number of up to three letters."""
    piece = 0
    for at in range(start + length - 1, start - 1, -1):
        piece = piece << 21 | np.int64(codes[at]) + 1
    return piece


@compiled
def _same(table: CostTable, codes: Codes, start: int, stop: int) -> float:
    """-log of the chance that these letters came through unharmed."""
    cost = 0.0
    for at in range(start, stop):
        letter = _piece(codes, at, 1)
        cost += _cost(table, letter, letter, 0.0)
    return cost


@compiled
def _way_cost(table: CostTable, ocr: Codes, gold: Codes, start: int, end: int, way: NDArray[Any]) -> float:
    """-log P(ocr | gold) by one way from `gold` to `ocr`: between the letters that both begin and end with, in these steps."""
    total, i, j = 0.0, start, start
    for step in way:
        letters, passed = np.int64(step >> 2), np.int64(step & 3)
        printed, read = _piece(gold, j, letters), _piece(ocr, i, passed)
        unseen = 0.0 if printed == read else UNSEEN_ADDED if not letters else UNSEEN_LOST if not passed else UNSEEN_CHANGED
        total += _cost(table, printed, read, unseen)
        j, i = j + letters, i + passed
    return total + _same(table, gold, 0, start) + _same(table, gold, len(gold) - end, len(gold))


@compiled
def _align(table: CostTable, ocr: Codes, gold: Codes, limit: float, way: Bytes) -> tuple[float, int, int, int]:
    """The least costly way from `gold` to `ocr`, by dynamic programming over how much of either is read: what it costs, inf where
    that is surely more than `limit`; how many letters both begin and end with; and how many steps are between, which are
    written to `way`: 4 * letters of gold + letters of ocr each.

    A piece never begins or ends with what it is taken for, so the way leads through the letters that both have at their ends.
    """
    start, shorter = 0, min(len(ocr), len(gold))
    while start < shorter and ocr[start] == gold[start]:
        start += 1
    end = 0
    while end < shorter - start and ocr[len(ocr) - 1 - end] == gold[len(gold) - 1 - end]:
        end += 1
    height, last = len(gold) - end - start, len(ocr) - end - start
    width = last + 1
    costs = np.full((height + 1) * width, limit)
    before = np.full((height + 1) * width, -1, np.int32)
    printed = np.empty(LONGEST + 1, np.int64)
    costs[0] = 0.0
    for j in range(height + 1):
        longest = min(LONGEST, height - j)
        for letters in range(longest + 1):
            piece = _piece(gold, start + j, letters)
            printed[letters] = piece if letters == 1 or _confused(table, piece) else -1
        for i in range(width):
            at = j * width + i
            cost = costs[at]
            if cost >= limit:
                continue
            for letters in range(longest + 1):
                if printed[letters] < 0:
                    continue
                for passed in range(not letters, min(LONGEST, last - i) + 1):
                    read = _piece(ocr, start + i, passed)
                    unseen = 0.0 if letters == 1 and printed[1] == read else np.inf
                    share, to = cost + _cost(table, printed[letters], read, unseen), at + letters * width + passed
                    if share < costs[to]:
                        costs[to], before[to] = share, at
            if i < last and cost + UNSEEN_ADDED < costs[at + 1]:
                costs[at + 1], before[at + 1] = cost + UNSEEN_ADDED, at
            if j < height and cost + UNSEEN_LOST < costs[at + width]:
                costs[at + width], before[at + width] = cost + UNSEEN_LOST, at
            if j < height and i < last and cost + UNSEEN_CHANGED < costs[at + width + 1]:
                costs[at + width + 1], before[at + width + 1] = cost + UNSEEN_CHANGED, at
    steps = _steps_back(before, width, way)
    if steps < 0:
        return np.inf, start, end, 0
    return _way_cost(table, ocr, gold, start, end, way[:steps]), start, end, steps


@compiled
def _steps_back(before: NDArray[np.int32], width: int, way: Bytes) -> int:
    """How many steps lead to the last place, by the place before each, -1 where there is none; they are written to `way`."""
    at, steps = len(before) - 1, 0
    while at:
        back = before[at]
        if back < 0:
            return -1
        steps += 1
        way[len(way) - steps] = (at // width - back // width) * 4 + at % width - back % width
        at = back
    way[:steps] = way[len(way) - steps :].copy()
    return steps


@compiled
def _prior(table: FormTable, at: int) -> float:
    """log P(form): its share of all words, or of the words that no list holds, whose spelling then decides."""
    count = table.counts[table.steps[at]] + 3 * table.counts[table.nonfiction[at]]
    if count > COMMON:
        return math.log(count / SEEN)
    cost, last, before = 0, 0, 0
    for byte in table.letters[table.begins[at] : table.begins[at + 1]]:
        letter = table.alphabet[byte]
        cost += table.spelling[before, last, letter]
        before, last = last, np.int64(letter)
    cost += table.spelling[before, last, 0]
    unlisted = -UNKNOWN - cost / 16
    return max(unlisted, math.log(count / SEEN)) if count else unlisted


@compiled
def _form(letters: Bytes, begins: NDArray[np.uint32], at: int) -> Codes:
    """The code points of a form."""
    return _CODE[letters[begins[at] : begins[at + 1]]]


@compiled
def _own(costs: CostTable, codes: Codes, tail: int, prior: float) -> float:
    """The score of a word as it stands."""
    return prior - _same(costs, codes, 0, len(codes) - tail) - (PUNCTUATED if tail else 0.0)


@kept
def search(table: FormTable, costs: CostTable, codes: Codes, tail: int, prior: float) -> Searched:
    """The forms that a word may be read as, none of which is surely behind the best by more than `WIDE`.

    `codes` are the code points of the word and of `tail` marks that may belong to it, `LONGEST_WORD` at most; `prior` is
    log P(word). Comes to the score of the word itself; for each form its score and log P; and its place in the table, how many
    letters of the tail it is read from, how many both begin and end with, the number of steps between, and those steps.
    """
    places, likely = nearest(table, codes[: len(codes) - tail])
    found = np.empty((len(places), 5 + LONGEST_WAY), np.int32)
    scores = np.empty((2, len(places)))
    bare, whole = np.empty(LONGEST_WAY, np.uint8), np.empty(LONGEST_WAY, np.uint8)
    own = _own(costs, codes, tail, prior)
    worth, best, kept, most = LUCK - math.log(SEEN), own, 0, 0
    for nth in range(len(places)):
        if likely[nth] / STEP + worth < best:
            break
        at = places[nth]
        prior = _prior(table, at)
        limit = prior - best + WIDE
        if limit < 0:
            continue
        gold, farthest = _form(table.letters, table.begins, at), min(limit, FARTHEST)
        cost, start, end, steps = _align(costs, codes[: len(codes) - tail], gold, farthest, bare)
        if start == len(gold) == len(codes) - tail:
            continue
        way, used = bare, 0
        if tail:
            cost += PUNCTUATED
            cost_too, start_too, end_too, steps_too = _align(costs, codes, gold, farthest, whole)
            if cost_too < cost:
                cost, start, end, steps, way, used = cost_too, start_too, end_too, steps_too, whole, tail
        if cost >= limit:
            continue
        found[kept, 0], found[kept, 1], found[kept, 2], found[kept, 3], found[kept, 4] = at, used, start, end, steps
        found[kept, 5 : 5 + steps] = way[:steps]
        scores[0, kept], scores[1, kept] = prior - cost, prior
        best, most, kept = max(best, prior - cost), max(most, steps), kept + 1
    return own, scores[:, :kept].copy(), found[:kept, : 5 + most].copy()


@kept
def weigh(
    letters: Bytes, begins: NDArray[np.uint32], costs: CostTable, codes: Codes, tail: int, prior: float, searched: Searched
) -> Weighed:
    """The scores that other costs than those of the search give to a word itself and to what was found for it."""
    _, scores, found = searched
    weighed = np.empty(len(found))
    for nth in range(len(found)):
        at, used, start, end, steps = found[nth, :5]
        way = found[nth, 5 : 5 + steps]
        cost = _way_cost(costs, codes[: len(codes) - tail + used], _form(letters, begins, at), start, end, way)
        weighed[nth] = scores[1, nth] - (cost + (PUNCTUATED if tail and not used else 0.0))
    return _own(costs, codes, tail, prior), weighed
