"""Stops that are put right and, at greater length, those that are left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon import Lexicon
from pipeline.mend import stops
from pipeline.read.document import Document
from pipeline.text import Text

LEXICON = Lexicon()


def stopped(raw: str) -> Text:
    text = Text.of(raw)
    return text.apply("stops", stops.edits(text, Document(raw), LEXICON))


MENDED = [
    ("халықтың әлеуметтік. жағдайы", "халықтың әлеуметтік жағдайы", "stray-stop"),
    ("қол қойылған құжаттар арқылы. реттеледі", "қол қойылған құжаттар арқылы реттеледі", "stray-stop"),
    ("шартқа қосылып. міндеттеме алды", "шартқа қосылып, міндеттеме алды", "stop-for-comma"),
    ("екі ел келісім жасасты, Оның мерзімі бес жыл", "екі ел келісім жасасты. Оның мерзімі бес жыл", "comma-for-stop"),
    ("декларация қабылдандыЖарғы ұйымның", "декларация қабылданды. Жарғы ұйымның", "glued-sentences"),
    ("ынтымақтастық тарихыКеңес өкіметі", "ынтымақтастық тарихы Кеңес өкіметі", "glued-sentences"),
    ("халық саны артты деп жазылды1926 жылы санақ", "халық саны артты деп жазылды. 1926 жылы санақ", "glued-sentences"),
    ("келісімге қол қойылды Бұл құжат", "келісімге қол қойылды. Бұл құжат", "lost-stop"),
]


@pytest.mark.parametrize("raw, clean, rule", MENDED, ids=[rule + ":" + raw[:12] for raw, _, rule in MENDED])
def test_mended(raw: str, clean: str, rule: str) -> None:
    text = stopped(raw)
    assert text.current == clean
    assert any(rule in change.rule for change in text.changes)


LEFT = """
XV ғ. ортасында, проф. бұл пікірді қолдады, т.б. мәселелер
Ол айтты. осыдан кейін кетті
Мәскеуде, Алматыда, Бішкекте өтті
қол қойылды, Қазақстан да қатысты
ҚазМұнайГаз компаниясы, ҚазҰУ ғалымдары, АлматыЭнерго
ауыл үкіметті Алматыда күтті
ол маған Асан деді, Үсен деді
байланыс орнатты Қытай елі
iPhone телефоны, eGov порталы
Қазақстан, Ресей, Қытай қол қойды
Ол келді. Бұл кетті. Сен қалдың
келісім жасалды\\nБұл құжат маңызды
2010 жылы Астанада саммит өтті
«Қазақ» газеті шықты «Айқап» журналынан кейін
б.з.б. бірінші мыңжылдық, т.с.с. белгілер
Он был подписан. после этого съезд закрылся
The treaty was signed. it entered into force
қабылдаған. Одан кейін
"""


@pytest.mark.parametrize("raw", [line.replace("\\n", "\n") for line in LEFT.strip().splitlines()])
def test_left_alone(raw: str) -> None:
    assert stopped(raw).current == raw


WORDS = ["болды", "Бұл", "ол", "құжат", "және", "қабылданды", "1991 жылы", "арқылы", "қосылып", "Абай"]
PIECES = st.sampled_from([*WORDS, ".", ",", " ", " ", " ", "\n"])


@given(st.lists(PIECES, max_size=20).map("".join))
def test_once_is_enough(raw: str) -> None:
    once = stopped(raw).current
    assert stopped(once).current == once
