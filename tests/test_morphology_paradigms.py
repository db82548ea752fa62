"""Paradigms that must be read, damage that must be refused, and rows that must match their own example."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.lexicon import Lexicon
from pipeline.morphology import analyse, harmony, sound
from pipeline.morphology.analysis import SLOTS, KnownStem, dictionary_form, morphology
from pipeline.morphology.soundness import CombiningForm, foresee
from pipeline.morphology.suffixes import Stem, Suffix, last_sound

LEXICON = Lexicon()

PARADIGMS = """
кітап: кітаптар кітаптың кітабы кітабын кітапқа кітаптан кітаппен кітабымыз кітабыңыз
халық: халықтар халықтың халқы халқын халыққа халқымыз
орын: орындар орынның орны орнына орында
жүрек: жүректер жүректің жүрегі жүрегіне жүректе
мемлекет: мемлекеттер мемлекеттің мемлекеті мемлекетке мемлекетпен мемлекеттік мемлекетаралық
қала: қалалар қаланың қаласы қалаға қалада қаладан қаламен қаладағы қаласыз
тау: таулар таудың тауы тауға таудан
үй: үйлер үйдің үйі үйге үйде үйден үйімізде
су: сулар судың суы суға суда
адам: адамдар адамның адамы адамға адамнан адаммен адамзат
қыз: қыздар қыздың қызы қызға қызбен қыздай
дос: достар достың досы досқа доспен достық
жұмысшы: жұмысшылар жұмысшының жұмысшыға
кеңес: кеңестер кеңестің кеңесі кеңеске кеңеспен
келісім: келісімдер келісімнің келісімі келісімге келісімнен
партия: партиялар партияның партиясы партияға партиямен
декларация: декларацияның декларациясы декларацияға
Қазақстан: Қазақстанның Қазақстанға Қазақстанда Қазақстаннан Қазақстанмен Қазақстандағы
Ресей: Ресейдің Ресейге Ресейде Ресейден Ресеймен
Алматы: Алматының Алматыға Алматыда Алматыдан Алматыдағы
білім: білімді білімсіз білімдік білімі
тәуелсіз: тәуелсіздік тәуелсіздігі тәуелсіздіктің
үлкен: үлкенірек үлкендер үлкендік
жаз: жаздым жазды жазған жазып жазса жазады жазатын жазбады жазбаған жазар жазбас жазу жазуға жазылды
оқы: оқыды оқып оқыған оқиды оқитын оқымаған оқуы оқуға оқытты оқылды
қой: қойды қойған қояды қоятын қоюға қойып қойса қоймады
тап: тапты тапқан табады тауып табылды таппады табуға
сөйле: сөйледі сөйлейді сөйлеген сөйлеп сөйлесе сөйлемеді сөйлеуі
айт: айтты айтқан айтады айтып айтпады айтылған айтушы айтуынша
кел: келді келген келеді келіп келсе келмеді келетін келуі келгендер
бар: барды барған барады барып барса бармады баратын барғанда
қара: қарады қараған қарайды қарап қаралды қарамады қарайтын
шық: шықты шыққан шығады шығып шықпады шығару
тік: тікті тіккен тігеді тігіп тікпеді
жи: жиды жиған жияды жиып жиды
құр: құрды құрған құрады құрылды құрып құрылған құрушы
баста: бастады бастаған бастайды бастап бастады басталды
бекіт: бекітті бекіткен бекітеді бекітіп бекітілді бекітілген
өзгер: өзгерді өзгерген өзгереді өзгерту өзгерістер
ұйымдастыр: ұйымдастырды ұйымдастырған ұйымдастырылды ұйымдастырып
бір: бірінші бірі бірде
бес: бесінші бестен беске
ол: оның оған оны одан онымен
"""
DAMAGED = """
харқы мемлекст қүқық каласында бул жоне бүл озінің кұрылды мсмлекет мемлекстттің халкының халкы казақ қазак Қазакстан
Казақстан тәуелсіздк тәуелсіздіқ тауелсіздік келісіи келісімтердің жүректегl дсп болғап болгап қурылды кұрамында
қүрамында үйымы ұйымдастырыпды мемлекетлар балалер китаплар қалаты мемлекеттар мемлекетта қалаға-ға адамға-қа кітапге
кітапдың кітабтар халықы халқтың жүрегтер адамтар адамдер қаланін қаладен қаласіз мемлекетсыз үйлар үйға тауге судің
жазпады жазге жазек жазмады оқыйды оқып-ты қойады қойу тапып табды табқан келге келдым барді барған-ге қараййды айтды
айтған шығты тігті бастайтын-ды құрілды бекітды бекітілған өзгеруды жылдін жылдьң жьілы жыпы сдің мсн оныц соныц ксйін
кейiн казiргi үкімсті укіметі үкімет1 қогам қоғамнын тарихн тарихьі болын келіп-ті шарттаp Ресeй қабЫЛДаған мемЛЕКет
ҚазақСТан ынтымақтaстық еркіпдік егемепдік декпарация конвснция протоксл жарты-ғы арқьшы туралы-лы біріншl екіпші үшінщі
тоғьіз мьң жүзж басшьісы төрагасы кеңссі сайлауь депутаттаp парпамент каулы карар кызметі кызмет кол-койды көптегеп
көптсген Одактың Одағьі одагы Кеңсс екіжақтьі келіссоз келіссездер өкіметсіздқ ұлттың-ның ауылдык ауданындағй облыстык
әлеуметтк мәдсни экономикапық саясн саясаты-ты дипломатияпық қатынастарыи байланьс
"""


@pytest.mark.parametrize(("stem", "form"), [
    (line.split(":")[0], form) for line in PARADIGMS.strip().splitlines() for form in line.split(":")[1].split()
])  # fmt: skip
def test_a_paradigm_is_read(stem: str, form: str) -> None:
    assert analyse(form, LEXICON), f"no reading of {form} ({stem})"


@pytest.mark.parametrize("word", DAMAGED.split())
def test_damage_is_not_sound(word: str) -> None:
    assert not sound(word, LEXICON)


@pytest.mark.parametrize("word", ["конвенцияларындағы", "ратификациялаудың", "ТМД-ның", "СІМК-нің", "БҰҰ-ға"])
def test_rare_words_are_sound(word: str) -> None:
    assert sound(word, LEXICON)


@pytest.mark.parametrize("row", LEXICON.rows(Suffix), ids=lambda row: f"{row.kind} {row.form}")
def test_a_suffix_is_found_in_its_example(row: Suffix) -> None:
    if row.kind != "patronymic":
        assert any(row.name in found.chain for found in analyse(row.example, LEXICON)), row.example


@pytest.mark.parametrize("row", LEXICON.rows(KnownStem), ids=lambda row: row.stem)
def test_a_stem_is_found_in_its_example(row: KnownStem) -> None:
    assert any((found.stem, found.category) == (row.stem, row.slot) for found in analyse(row.example, LEXICON))


@pytest.mark.parametrize(("word", "kind"), [("балалар", "back"), ("келісім", "front"), ("қүқық", "mixed"), ("су", None)])
def test_harmony(word: str, kind: str | None) -> None:
    assert harmony(word) == kind


STEMS = sorted(morphology(LEXICON).stems.items())


@pytest.mark.parametrize("row", LEXICON.rows(CombiningForm), ids=lambda row: row.form)
def test_a_combining_form_makes_a_sound_word_of_a_sound_word_alone(row: CombiningForm) -> None:
    assert sound(row.example, LEXICON)
    assert not sound(row.example[:-4] + "ғщйө", LEXICON)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(STEMS), st.lists(st.integers(0, 10_000), min_size=1, max_size=4))
def test_what_the_endings_make_is_read_back(entry: tuple[str, tuple[int, int, int]], steps: list[int]) -> None:
    written, (code, _, _) = entry
    slot, writing, harmonic = SLOTS[code >> 4], code >> 1 & 7, code & 1
    stem = dictionary_form(written, writing, harmonic)
    if stem is None:
        return
    at, form, chain, paths = Stem(slot, harmonic, writing, last_sound(stem)), written, [], morphology(LEXICON).paths
    for step in steps:
        arcs = sorted(arc for found in paths.after(at).values() for arc in found)
        if not arcs:
            break
        piece, at = arcs[step % len(arcs)]
        form, chain = form + piece.text, [*chain, piece.name]
    if chain and paths.slots[at.slot].final:
        assert (stem, tuple(chain)) in {(found.stem, found.chain) for found in analyse(form, LEXICON)}




def test_a_run_of_combining_forms_without_end_is_no_word() -> None:
    assert sound("автокөлік", LEXICON)
    assert not sound("авто" * 2000 + "көлік", LEXICON)
    foresee(["авто" * 2000], LEXICON)
