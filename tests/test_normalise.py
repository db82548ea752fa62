"""What normalisation mends and, at greater length, what it leaves alone."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon import Lexicon
from pipeline.mend import normalise
from pipeline.mend.furniture import PLAIN
from pipeline.mend.normalise import LookAlike
from pipeline.read.document import Document
from pipeline.text import Text

LEXICON = Lexicon()


def normalised(raw: str) -> Text:
    text = Text.of(raw)
    return text.apply("normalise", normalise.edits(text, Document(raw), LEXICON))


MENDED = [
    ("и\u0306од", "йод", "nfc"),
    ("Қазақстан\ufeff Рес\u200bпубликасы", "Қазақстан Республикасы", "invisible-mark"),
    ("мемле\u00adкеттік тіл", "мемлекеттік тіл", "invisible-mark"),
    ("Бірінші жол\r\nекінші жол\rүшінші", "Бірінші жол\nекінші жол\nүшінші", "line-end"),
    ("Aлматы кaласы", "Алматы каласы", "look-alike"),
    ("əлем тарихы", "әлем тарихы", "look-alike"),
    ("халықтар yшін", "халықтар үшін", "look-alike"),
    ("жиналыс | өтті", "жиналыс өтті", "scan-dirt"),
    ("_Еуропалық одақ`", "Еуропалық одақ", "scan-dirt"),
    ("қызмет атқарды. ;", "қызмет атқарды.", "scan-dirt"),
    ("қазақ хандығы = құрылды", "қазақ хандығы құрылды", "scan-dirt"),
    ("құрылған . мемлекет", "құрылған мемлекет", "scan-dirt"),
    ("аты ) шыққан", "аты шыққан", "scan-dirt"),
    ("келісімдерге 1] мемлекет қосылды", "келісімдерге 11 мемлекет қосылды", "bracket-for-1"),
    ("елдер “арасында келісім", "елдер арасында келісім", "unpaired-quote"),
    ("бірінші бап\n^ ~|т^ рқ\nекінші бап", "бірінші бап\n\nекінші бап", "dirt-line"),
    ("бірінші бап\n.\nекінші бап", "бірінші бап\n\nекінші бап", "dirt-line"),
    ("соңғы жылдан” бері", "соңғы жылдан бері", "unpaired-quote"),
    ("бір   сөз", "бір сөз", "space-run"),
    ("бір\u00a0сөз", "бір сөз", "space-run"),
    ("сөз  \nкелесі", "сөз\nкелесі", "space-at-line-end"),
    ("Ресей , Қытай", "Ресей, Қытай", "space-before-stop"),
    ("Ресей ,Қытай", "Ресей, Қытай", "space-before-stop"),
    ("( ТМД ) елдері", "(ТМД) елдері", "space-in-brackets"),
    ("қол қойды.Ол", "қол қойды. Ол", "space-after-stop"),
    ("негіз болатын.1991 жылдың", "негіз болатын. 1991 жылдың", "space-after-stop"),
    ("деп жазды /5, 26./.Ал", "деп жазды /5, 26./. Ал", "space-after-stop"),
    ("келді!Ол кетті", "келді! Ол кетті", "space-after-stop"),
    ("Ресей,Украина", "Ресей, Украина", "space-after-comma"),
]


@pytest.mark.parametrize("raw, clean, rule", MENDED, ids=[rule + ":" + raw[:12] for raw, _, rule in MENDED])
def test_mended(raw: str, clean: str, rule: str) -> None:
    text = normalised(raw)
    assert text.current == clean
    assert any(rule in change.rule for change in text.changes)


LEFT = """
ХІХ ғасыр мен XIX ғасыр, ХVIII ғасырдың соңы
М.С.Горбачев пен Н. Назарбаев, Ә.Х. Марғұлан
т.б. және т.с.с., б.з.б. 209 жылы, т.ғ.д. Асфендияров
26.08.1920 күні, 3,5 пайыз, 12:30-да, 1 000 000 теңге
[12, 45-б.], (7, 101 б.), /3, 15/ және 26./
https://adilet.zan.kz/kaz,docs және poshta@mail.kz мекенжайы
www.e-history.kz/index_2.html сайты
«Егемен Қазақстан», "Қазақ әдебиеті", “Айқап” журналы
Ол – заңгер, бұл - тарихшы, ал анау — дәрігер.
- бірінші тармақ;
• екінші тармақ
* Ескертпе: деректер толық емес
* * *
Аты-жөні ______________ қолы
| Жыл | Өнім | Үлесі |
Есептеу: x = 5, y > 3, a < b
NATO мен БҰҰ, UNESCO-ның шешімі, IT-компания, PCтер
Сколько времени прошло с тех пор? Много.
The Treaty of Lisbon entered into force in 2009.
Ол: «Келдім», – деді… Иә!
Бұл ... дегенді білдіреді
№ 5 бұйрық, 15 % үлес, 30°С, §3, 10 £
қызмет(тер) және сын-(дар)
(мұнда 3 мүше бар) деген сөз
еңбекте [12, 45-б. және 7] деп көрсетілген
1] бірінші тармақ
ол 5! Керемет, он 5! деді
жауабы 120 = 5! болады
1) бірінші; 2) екінші
Қазақстан\tРесей\tҚытай
Сондай-ақ қой-ешкі, 1917–1920 жж.
Мәтін соңы...
‘Алаш’ партиясы
Рига — С.-Петербург
болды.жасады
Негізгі бет » Жобалар » Байланыс
|---|---|
| 12 | 15 |
Мемлекет|тік
кен ; орнында жұмыс : бар
...
""".strip().splitlines()


@pytest.mark.parametrize("raw", LEFT)
def test_left_alone(raw: str) -> None:
    assert normalised(raw).current == raw


@pytest.mark.parametrize("row", LEXICON.rows(LookAlike), ids=lambda row: row.latin)
def test_every_lookalike_mends_its_example(row: LookAlike) -> None:
    damaged, right = row.example
    assert row.latin in damaged and normalised(damaged).current == right


@pytest.mark.parametrize("raw, clean", [
    ("Жыл | Өнім | Үлесі\n1991 | 20 | 3", "Жыл | Өнім | Үлесі\n1991 | 20 | 3"),
    ("кесте\nа | б | в\nг | д | е\nсоңы", "кесте\nа | б | в\nг | д | е\nсоңы"),
    ("Жыл | Өнім | Үлесі\n1991 | жоқ", "Жыл Өнім Үлесі\n1991 жоқ"),
    ("мәтін\n| | _\n| | _\nсоңы", "мәтін\n\n\nсоңы"),
    ("мәтін | арасы\nекінші | жолы", "мәтін арасы\nекінші жолы"),
    ("мәтін | арасы | бір\n\nекінші | жолы | екі", "мәтін арасы бір\n\nекінші жолы екі"),
])  # fmt: skip
def test_a_table_without_outer_bars_keeps_those_within(raw: str, clean: str) -> None:
    assert normalised(raw).current == clean


def test_a_soft_hyphen_at_a_line_end_is_left_to_the_layout() -> None:
    assert normalised("мемле\u00ad\nкет").current == "мемле\u00ad\nкет"


LIKELY = st.sampled_from("абҚқ .,;:()«»“|_^~-–\n\f\r\t\u00ad\u0301a1ə")
MESSY = st.text(alphabet=st.one_of(st.characters(codec="utf-8"), LIKELY), max_size=60)


@given(MESSY)
def test_once_is_enough(raw: str) -> None:
    once = normalised(raw).current
    assert normalised(once).current == once


@given(MESSY)
def test_what_comes_out_is_composed(raw: str) -> None:
    assert unicodedata.is_normalized("NFC", normalised(raw).current)


@given(st.from_regex(PLAIN, fullmatch=True))
def test_plain_lines_are_left(line: str) -> None:
    assert normalised(line).current == line.rstrip(" ")
