"""Legacy fonts: letters put back by profile and by learning, and the neighbours' letters that stay."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli.main import main
from pipeline.lexicon import Lexicon, LexiconError, read_table
from pipeline.read.document import Document, Font
from pipeline.read.fonts import FontLetter, edits, in_fonts, readings
from pipeline.run import process
from pipeline.text import Text

LEXICON = Lexicon()
GOLDEN = Path(__file__).parent / "golden"
PAGE = """Қазақстан Республикасы 1991 жылғы 16 желтоқсанда тәуелсіздігін жариялады. Мемлекеттің тәуелсіздігі туралы заңды
Жоғарғы Кеңес қабылдады. Содан кейін елдің халықаралық ұйымдарға кіруі басталды: 1992 жылғы наурызда Қазақстан
Біріккен Ұлттар Ұйымына мүше болды. Өңірлік ынтымақтастық та күшейді. Ташкентте ұжымдық қауіпсіздік туралы шартқа қол
қойылды, ал келесі жылы Минскіде достастықтың жарғысы бекітілді. Үкімет басшылары кеңесінің шешімдері барлық мүше
мемлекеттерге таратылды. Әрбір мемлекет өз мүддесін қорғады, сөйтіп келіссөздер ұзаққа созылды. Ғалымдар бұл кезеңді
әртүрлі бағалайды: біреулері оны құлдыраудың, екіншілері өрлеудің басы деп санайды. Қарапайым адамдардың тұрмысы
төмендеді, ақша құнсызданды, зауыттар тоқтап қалды. Дегенмен жаңа ұлттық валюта енгізілгеннен кейін өндіріс өсе
бастады, ауыл шаруашылығы да қалпына келді. Әлеуметтік саладағы өзгерістер үшін көп уақыт қажет болды."""
NEIGHBOURS = (
    "Саха сирин норуоттара туһунан кинигэҕэ маннык суруллубут: саҥа дьыл, тыа хаһаайыстыбата, үөрэх, дьоҥҥо көмө.",
    "Йӱштӧ теле толеш, марий калык ожнысек пошкудо-влак дене келшен ила; ӱдыр ден рвезе мурым мурат, шӱргыжӧ мотор.",
    "Башҡортостандың баш ҡалаһы — Өфө. Ҡаҙаҡ халҡы менән башҡорт халҡы күршеләр, уларҙың телдәре яҡын, йырҙары оҡшаш, "
    "ҡылған эштәре тарихта ҡалған. Халыҡ йырҙарын йыйған ғалимдар күп ҡомартҡы яҙып ҡалдырған, уларҙы баҫтырып сығарған.",
    "Казан шәһәрендә Җәлил исемендәге театр эшли, җирле җыр һәм җәмәгать эшлеклеләре турында җыентык басылган.",
    "Ӗлӗк чӑвашсем пысӑк ҫурт лартнӑ, ҫулла ҫӗр ӗҫӗ тунӑ, хӗлле ҫӗлӗк ҫӗленӗ.",
    "Душанбе — пойтахти Ҷумҳурии Тоҷикистон; ҳар сол ҷашни Наврӯзро қайд мекунанд, рӯзи таҷлил мешавад.",
    "Ўзбекистон Республикаси мустақиллиги эълон қилинди, ўша йили ўн икки вилоят тузилди, ҳаёт ўзгарди.",
    "Її ухвалила Верховна Рада; Європа й Україна, ґанок, їжак, єдність, своєї, моєї, твоєї.",
    "Њујорк, ђак, ћерка, љубав, ђурђевак и шећер; ћирилица је и њихово писмо, ќе дојде Ѓорѓи во ѕидот.",
    "θ бұрышы мен γ сәулесі, α және β бөлшектері, ε-жақындау; 500 ¥ төленді.",
    "Абхазское слово аҧсуа и аҽы встречаются в научной литературе о Кавказе.",
)
KNOWN = {"kazakh-unicode": ("өүұә", "ӛҥҧҽ"), "kz1048-as-cp1251": ("қғңөұүә", "ќєѕґўїј"), "umlauts": ("өүә", "öüä")}
UNKNOWN = {"private use": ("әғқңөұүі", "\ue001\ue0a2\ue033\ue104\ue055\ue006\ue0c7\ue018"), "strange": ("әғқңөұүі", "ѱѳѵѷѹѻѽѿ")}


def swapped(text: str, letters: tuple[str, str]) -> str:
    wrong = dict(zip(*letters, strict=True))
    return text.translate(str.maketrans(wrong | {a.upper(): b.upper() for a, b in wrong.items()}))


def mended(text: str) -> str:
    return Text.of(text).apply("fonts", edits(Text.of(text), Document(text), LEXICON)).current


@pytest.mark.parametrize("row", LEXICON.rows(FontLetter), ids=lambda row: f"{row.profile} {row.found}")
def test_rows_hold_for_their_examples(row: FontLetter) -> None:
    assert row.example[0].replace(row.found, row.letter) == row.example[1] or row.found == "ҳ"
    assert mended(row.example[0]) == row.example[1]


@pytest.mark.parametrize("profile", KNOWN)
def test_known_fonts(profile: str) -> None:
    assert mended(swapped(PAGE, KNOWN[profile])) == PAGE


@pytest.mark.parametrize("font", UNKNOWN)
def test_an_unknown_font_is_learned(font: str) -> None:
    wrong = swapped(PAGE, UNKNOWN[font])
    damaged = sum(a != b for a, b in zip(wrong, PAGE, strict=True))
    left = sum(a != b for a, b in zip(mended(wrong), PAGE, strict=True))
    assert left < 0.08 * damaged  # a private letter without case loses its capitals


def in_private_use(text: str) -> str:
    """`text` in a font of which every letter, small and capital, is of private use."""
    letters = sorted({char for char in text if char.isalpha()})
    return text.translate({ord(letter): 0xE000 + 7 * at for at, letter in enumerate(letters)})


def test_a_font_of_private_letters_only_is_learned_or_left() -> None:
    text = "\n".join((GOLDEN / f"{name}.txt").read_text("utf-8") for name in ("academy", "auezov", "university"))
    wrong = in_private_use(text)
    put = [(new.lower(), letter.lower()) for new, old, letter in zip(mended(wrong), wrong, text, strict=True) if new != old]
    assert len(put) > 0.5 * sum(map(str.isalpha, text))
    assert all(new == letter for new, letter in put)


RUSSIAN = (GOLDEN / "russian.txt").read_text("utf-8")


@pytest.mark.parametrize("text", [PAGE[:250], RUSSIAN, *NEIGHBOURS[:4]], ids=lambda text: text[:12])
def test_private_letters_are_left_where_they_are_few_or_of_another_language(text: str) -> None:
    wrong = in_private_use(text)
    assert mended(wrong) == wrong


@pytest.mark.parametrize("text", [*NEIGHBOURS, PAGE, *(f"{PAGE} {text}" for text in NEIGHBOURS), "\n".join(NEIGHBOURS)])
def test_letters_of_neighbours_stay(text: str) -> None:
    assert mended(text) == text


@pytest.mark.parametrize("text", NEIGHBOURS)
def test_a_quotation_in_a_text_that_is_put_right_stays(text: str) -> None:
    wrong = swapped(PAGE, KNOWN["kazakh-unicode"])
    assert mended(f"{wrong}\n{text}") == f"{PAGE}\n{text}"


def test_only_the_runs_in_a_legacy_font_are_put_right() -> None:
    right, wrong = swapped(PAGE, KNOWN["kazakh-unicode"]), "Ӗлӗк чӑвашсем пысӑк ҫурт лартнӑ, ҫулла ҫӗр ӗҫӗ тунӑ; ҽ ҝ."
    raw = f"{right}\n{wrong}"
    document = Document(raw, fonts=[Font("Old", 0, len(right)), Font("New", len(right) + 1, len(raw))])
    assert Text.of(raw).apply("fonts", edits(Text.of(raw), document, LEXICON)).current == f"{PAGE}\n{wrong}"


def test_a_font_is_learned_by_its_own_words_though_others_have_its_letters() -> None:
    wrong = swapped(PAGE, UNKNOWN["strange"])
    raw = f"{wrong}\n{PAGE}\n{PAGE}"
    document = Document(raw, fonts=[Font("Old", 0, len(wrong)), Font("New", len(wrong) + 1, len(raw))])
    assert Text.of(raw).apply("fonts", edits(Text.of(raw), document, LEXICON)).current == f"{PAGE}\n{PAGE}\n{PAGE}"
    assert mended(raw) == raw


def test_a_word_is_in_the_font_of_its_foreign_letter() -> None:
    document = Document("жҽне ӛтті", fonts=[Font("New", 0, 1), Font("Old", 1, 2), Font("New", 2, 9)])
    assert dict(in_fonts(Text.of(document.raw), document)) == {"Old": "жҽне\n\n\n\n\n", "New": "\n\n\n\n ӛтті"}


def test_every_letter_is_an_edit_with_its_profile_as_rule() -> None:
    record = process(Document("Бҧл ҥлкен ҧлт"), "a.txt", LEXICON)
    assert record.text == "Бұл үлкен ұлт"
    assert [(r.stage, r.rule) for r in record.repairs][:2] == [("fonts", "kazakh-unicode:ҧ→ұ"), ("fonts", "kazakh-unicode:ҥ→ү")]


def test_evidence_is_shown_and_a_profile_saved(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(swapped(PAGE, UNKNOWN["strange"]), "utf-8")
    call = ["fonts", str(tmp_path / "a.txt"), "--save", "ours", "-o", str(tmp_path / "tables")]
    shown = CliRunner().invoke(main, call)
    assert shown.exit_code == 0, shown.output
    assert "ѵ\tU+0475\tқ\tlearned" in shown.output
    saved = read_table(tmp_path / "tables" / "fonts.tsv", FontLetter)
    assert saved["ours", "ѵ"].letter == "қ"
    (reading, *_) = readings("бұл ѵала", Lexicon(tmp_path / "tables"))
    assert (reading.profile, reading.letter) == ("ours", "қ")


def test_nothing_to_save_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE, "utf-8")
    shown = CliRunner().invoke(main, ["fonts", str(tmp_path / "a.txt"), "--save", "x", "-o", str(tmp_path / "t")])
    assert shown.exit_code == 2 and "nothing was learned" in shown.output
    assert not (tmp_path / "t").exists()


@pytest.mark.parametrize("row", ["a\tӛӛ\tө\tӛз|өз", "a\tӛ\tx\tӛз|өз", "a\tӛ\tө\tөз", "a+b\tӛ\tө\tӛз|өз", "a\tӛ\tө\tүз|өз"])
def test_a_wrong_row_is_refused(tmp_path: Path, row: str) -> None:
    (tmp_path / "fonts.tsv").write_text(f"profile\tfound\tletter\texample\n{row}\n", "utf-8")
    with pytest.raises(LexiconError, match=r"fonts\.tsv:2"):
        Lexicon(tmp_path).rows(FontLetter)
