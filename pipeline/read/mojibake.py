"""Text that an earlier tool read in the wrong encoding, put back: exact, reversible, decided once for the whole text.

The idea is ftfy's (R. Speer, "ftfy: fixes text for you", 2019); what is judged here is whether Kazakh or Russian comes out of it,
because є, ї, ђ and љ are also what Ukrainian, Serbian and Macedonian are written with.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from pipeline.read.letters import RUSSIFIED, chain

READ_AS = {"cp1251": ("kz1048", "ptcp154", "utf-8"), "cp1252": ("utf-8", "cp1251", "kz1048", "ptcp154"), "latin-1": ("utf-8",)}
"""What text is taken for, and what it can have been"""
STEPS = 3
"""Times a text was read wrongly at most"""
SAMPLE = 12_000
"""Characters of suspicious lines that are enough to decide"""
GAIN = 3.0
"""What each changed character must add, at least, to the logarithm of the text's likelihood"""
LEAST = 9.0
"""What they must add together"""
SOUND = -4.0
"""Logarithm of the likelihood a letter that the outcome must have"""
OURS = {"kazakh", "russian", RUSSIFIED}
PAIRED = 0.35
"""Characters that reading as UTF-8 must take away, as a share of those beyond ASCII: of letters of two bytes it takes half"""
COVERED = 0.7
"""Share of the characters beyond ASCII that the wrong encoding must have"""

_BEYOND = re.compile(r"[^\x00-\x7f]")
_PROPER = re.compile("[әғқңөұүһӘҒҚҢӨҰҮҺ]")
Step = Callable[[str], str]


def undone(text: str) -> tuple[str, list[str]]:
    """`text` with what was misread put right, and the steps that did it, such as `cp1251→kz1048`; mostly as it came, and none."""
    steps = decision(text)
    for name in steps:
        text = undo(name)(text)
    return text, steps


def decision(text: str) -> list[str]:
    """The steps that turn `text` into Kazakh or Russian; none where it is no mojibake or where that is in doubt."""
    sample = _suspicious(text)
    if not sample or len(_PROPER.findall(sample)) > len(_SUSPECT.findall(sample)):
        return []
    before = highest = chain().language(sample)[1]
    best: list[str] = []
    tried: list[tuple[str, float, list[str]]] = [(sample, before, [])]
    for _ in range(STEPS):
        tried = [found for one in tried for name in names() if (found := _tried(name, *one))]
        for mended, likelihood, steps in tried:
            enough = likelihood - before > _needed(sample, mended) and likelihood > highest + 1
            if enough and _is_sound(mended, steps):
                best, highest = steps, likelihood
    return best


def _tried(name: str, text: str, likelihood: float, steps: list[str]) -> tuple[str, float, list[str]] | None:
    """What one more step makes of `text`; None where the wrong encoding has not its characters, or nothing is gained.

    Not UTF-8 either is a text a few of whose letters only happen to stand like its bytes.
    """
    mended = undo(name)(text)
    beyond = _BEYOND.findall(text)
    wrong = _letters(name.split("→")[0])
    if mended == text or sum(char in wrong for char in beyond) < COVERED * len(beyond):
        return None
    if name.endswith("utf-8") and len(text) - len(mended) < PAIRED * len(beyond):
        return None
    gained = chain().language(mended)[1]
    return (mended, gained, [*steps, name]) if gained > likelihood else None


def _needed(before: str, after: str) -> float:
    changed = sum(a != b for a, b in zip(before, after, strict=True)) if len(before) == len(after) else len(before) - len(after)
    return max(LEAST, GAIN * changed)


def _is_sound(text: str, steps: list[str]) -> bool:
    language, likelihood = chain().language(text)
    wanted = {"kazakh"} if steps[-1].endswith(("kz1048", "ptcp154")) else OURS
    return language in wanted and likelihood > SOUND * (sum(char.isalpha() for char in text) + 1)


def names() -> list[str]:
    """Every step that is tried."""
    return [f"{wrong}→{right}" for wrong, rights in READ_AS.items() for right in rights]


@cache
def undo(name: str) -> Step:
    """The function that carries out the step called `name`: characters that the wrong encoding lacks stay as they are."""
    wrong, right = name.split("→")
    char_of = {byte: _char(byte, wrong) for byte in range(0x80, 0x100)}
    if right != "utf-8":
        table = str.maketrans({char: _char(byte, right) for byte, char in char_of.items()})
        return lambda text: text.translate(table)
    byte_of = {char: byte for byte, char in char_of.items()}
    if wrong == "cp1251":
        byte_of["\ufffd"] = 0x98  # the one byte that CP1251 does not know
    lead2, lead3, more = ("".join(map(re.escape, (char for char, byte in byte_of.items() if low <= byte <= high)))
                          for low, high in ((0xC2, 0xDF), (0xE0, 0xEF), (0x80, 0xBF)))  # fmt: skip
    runs = re.compile(f"(?:[{lead2}][{more}]|[{lead3}][{more}]{{2}})+")
    return lambda text: runs.sub(lambda run: bytes(byte_of[char] for char in run[0]).decode("utf-8", "replace"), text)


@cache
def _letters(encoding: str) -> frozenset[str]:
    """What the bytes beyond ASCII are in `encoding`."""
    return frozenset(_char(byte, encoding) for byte in range(0x80, 0x100))


def _char(byte: int, encoding: str) -> str:
    """What `byte` is in `encoding`; where it is nothing, the control character of that number, as tools pass it on."""
    char = bytes([byte]).decode(encoding, "replace")
    return chr(byte) if char == "\ufffd" else char


_SUSPECT = re.compile(
    r"[ЂЃѓЉЊЌЋЏђљњќћџЎўЈҐЄЇґєјЅѕїÀ-ÿ\x80-\x9f]|\w[‡‰¤¦±µ]|[‡‰¤¦±µ]\w|[РСТУ][\xa0-\xbf\u2018-\u2122ЁёІі№\ufffd]"
)
"""What Kazakh and Russian are not written with"""
_MAYBE_SUSPECT = re.compile(
    r"[ЂЃѓЉЊЌЋЏђљњќћџЎўЈҐЄЇґєјЅѕїÀ-ÿ\x80-\x9f‡‰¤¦±µРСТУ](?:(?<![РСТУ])|(?=[\xa0-\xbf\u2018-\u2122ЁёІі№\ufffd]))"
)
"""The first or second character of it: one class, which `re` skims a text for quickly"""


def _suspicious(text: str) -> str:
    """Stretches round what Kazakh and Russian are not written with: up to SAMPLE characters, nothing where there are none."""
    pieces: list[str] = []
    at = size = 0
    while size < SAMPLE and (maybe := _MAYBE_SUSPECT.search(text, at)):
        if not (match := _SUSPECT.search(text, max(at, maybe.start() - 1))):
            break
        start, at = max(at, match.start() - 60), match.end() + 60
        pieces.append(text[start:at])
        size += at - start
    return "".join(pieces)
