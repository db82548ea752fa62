"""Organisations: by a name of their own or an acronym, or by the noun that ends their name (кеңес, партия)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import takewhile

import regex

from pipeline.find.clauses import Kind, Token
from pipeline.find.names import CASES, RELATIONAL, Case, Named, case_in_phrase, ending_case, form_of, nominative
from pipeline.find.places import places
from pipeline.find.states import states
from pipeline.find.triggers import grouped, writings
from pipeline.lexicon import Lexicon, per_lexicon
from pipeline.named import Organisation
from pipeline.record import Participant
from pipeline.words import is_name

_POSSESSED = regex.compile(
    "(?P<plural>[лдт][ае]р)?(?P<owned>с?[ыі])?(?:(?P<genitive>[нд][ыі]ң|т[ыі]ң)|(?P<relative>н?[дт][ае]ғ[ыі]|н?[дт][ае]гі)"
    "|(?P<locative>н?[дт][ае])|(?P<ablative>[нд][ае]н|т[ае]н)|(?P<instrumental>[мбп]ен)|(?P<dative>н[ае]|[ғқ]а|[гк]е)"
    "|(?P<accusative>[ндт][ыі]|н))?"
)
_CAPITAL = regex.compile(r"\p{Lu}")
_ROMAN = regex.compile(r"[IVXLІХVУС]+")
_NUMBERED = regex.compile(r"\d+-\p{L}+")
_ACRONYM = regex.compile(
    r"(?<![\w.-])(?P<name>\p{Lu}{2,}(?:-\d+)?|(?:\p{Lu}\p{Ll}{1,4})+\p{Lu}{2,})(?:-(?P<ending>\p{Ll}+))?(?!\w)"
)
_STOPS_NAME = regex.compile(
    r".{2,}(?:н?[дт][ае]|[дт][ае]н|[мбп]ен|[ғқ]ан|[гк]ен|[аей]т[ыі]н|[ғқ]а|[гк]е|[ыі]н[ае]|[ыі]п|[мбп][ае]й)|сәйкес|ал|мен|пен|бен|және|бірақ"
    r"|бұл|осы|сол|ол|оны|оған|оның|олар|олардың|біз|мысалы|сонымен|атты|деген|атындағы|бірі|сондай-ақ|бойынша|туралы|жөніндегі"
    r"|үшін|кейін|соң|бастап|дейін|ретінде|өзінің|сияқты|күні"
)
_QUOTES = str.maketrans("", "", "«»“”\"")
_OWNED = regex.compile(r".{2,}(?:с|[^лр]|[лдт][ае]р)[ыі](?:н(?:[ыі]ң)?)?")
"""A noun that belongs to the one before it"""
_IN_NAME = ("nominative", "genitive")
"""Cases of the words before the last of a name"""
_RELATIVE = regex.compile(r".{2,}[дт](?:ағы|егі)")
_FIRST = 3
"""Letters by which organisations with a name of their own are looked up"""
_SHORT_NOUN = 5
"""Letters of pronouns and adverbs in -да at most"""
_SHORTEST, _LONGEST_NAME = 2, 7
"""Letters of the shortest head noun and words of the longest name"""
_MOSTLY, _OFTEN, _AT_TIMES = 0.5, 0.1, 0.03
"""Shares of capitalised uses from which a word is a name, or the first word of a long one (Қазақ драма театры, Жоғарғы)"""


@per_lexicon
def own_names(lexicon: Lexicon) -> dict[str, Organisation]:
    """Organisations with a name of their own by each printed name."""
    return {name: row for row in lexicon.rows(Organisation) if row.kind != "head" for name in (row.name, *row.aliases)}


@per_lexicon
def _heads(lexicon: Lexicon) -> Callable[[str], regex.Match[str] | None]:
    """What matches a word that is a head noun in any writing (одақ, одағ-) and what follows it; the same words recur."""
    forms = {form for row in lexicon.rows(Organisation) if row.kind == "head" for form in writings(row.name)}
    begun = frozenset(form[:_SHORTEST].lower() for form in forms)
    head = regex.compile(rf"(?i)(?P<head>{'|'.join(sorted(forms, key=len, reverse=True))})-?(?:{_POSSESSED.pattern})")
    return lru_cache(1 << 13)(lambda word: head.fullmatch(word) if word[:_SHORTEST].lower() in begun else None)


@per_lexicon
def _by_first_letters(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """The names of their own by their first letters."""
    return grouped((name[:_FIRST], name) for name in own_names(lexicon))


def ends_organisation(word: str, lexicon: Lexicon) -> bool:
    """Whether `word` is a form of a noun that ends names of organisations."""
    return _heads(lexicon)(word) is not None


def organisations(text: str, tokens: Sequence[Token], people: Sequence[Named], lexicon: Lexicon) -> Iterator[Named]:
    """Organisations that the sentence of `tokens` names; a name does not reach over one of `people`."""
    heads = _heads(lexicon)
    for index, token in enumerate(tokens):
        if token.kind is not Kind.WORD:
            continue
        if heads(token.lower):
            named = _with_head(text, tokens, index, people, lexicon)
            if named:
                yield named
                continue
        if token.capital:
            yield from _own_name(text, tokens, index, lexicon)


def _with_head(text: str, tokens: Sequence[Token], index: int, people: Sequence[Named], lexicon: Lexicon) -> Named | None:
    """The organisation whose name ends in the head noun at `index`."""
    match = _heads(lexicon)(text[tokens[index].start : tokens[index].end])
    if match is None or _is_bare(text, tokens, index, match, lexicon):
        return None
    first = _name_begins(text, tokens, index, people, lexicon)
    owner = text[tokens[first].start : tokens[index].start].rstrip() if first is not None else ""
    if first is None or not owner or _is_states_own(owner, match, lexicon):
        return None
    return _of_head(text, tokens, first, index, match)


def _is_bare(text: str, tokens: Sequence[Token], index: int, match: regex.Match[str], lexicon: Lexicon) -> bool:
    """Whether the head noun at `index` ends no name: a common noun without possession (бірлестікке), or before one possessed."""
    if match["owned"] or match["head"].isupper() or tokens[index].proper:
        return False
    before = tokens[index - 1] if index else tokens[index]
    adjective = RELATIONAL.fullmatch(before.lower) or (before.proper and not is_name(before.lower, lexicon, _MOSTLY))
    return bool(match["plural"]) or not adjective or case_in_phrase(text, tokens[index].end) != "nominative"


def _is_states_own(owner: str, match: regex.Match[str], lexicon: Lexicon) -> bool:
    """Whether the head noun names the government of a state or the organs of several, who act themselves (Цин үкіметі), or is not
    the state's at all (Қазақстан Кеңеске төрағалық етті)."""
    apart = not (match["owned"] or match["head"].isupper() or RELATIONAL.fullmatch(owner))
    acts_for_it = match["plural"] or apart or match["head"].lower() == "үкімет"
    return bool(acts_for_it) and any(s.end - s.start == len(owner) for s in states(owner, lexicon))


def _name_begins(
    text: str, tokens: Sequence[Token], head: int, people: Sequence[Named], lexicon: Lexicon
) -> int | None:
    """The token where the name that ends in `head` begins: the leftmost with a capital in its noun phrase, or a quotation."""
    if head and tokens[head - 1].kind is Kind.QUOTE:
        return head - 1
    match = _heads(lexicon)(tokens[head].lower)
    owned = match is not None and bool(match["owned"])
    if owned and head > 1 and tokens[head - 2].kind is Kind.QUOTE and _describes(text, tokens[head - 1], lexicon):
        return head - 2
    first: int | None = head
    share = _AT_TIMES
    for at in range(head - 1, max(-1, head - 1 - _LONGEST_NAME), -1):
        token = tokens[at]
        if token.kind is not Kind.WORD or token.inside != tokens[head].inside:
            break
        if _stops_name(text, token, lexicon) and not _joins_within(text, tokens, at, people, lexicon):
            break
        person = next((p for p in people if p.start <= token.start < p.end), None)
        if person:
            owner = person.case == "genitive" or person.end + 1 == tokens[head].start
            return next(i for i, t in enumerate(tokens) if t.end > person.start) if owner else first
        ended = _heads(lexicon)(token.lower)
        if ended and ended["owned"] and not ended["genitive"] and _CAPITAL.match(text, tokens[at + 1].start):
            break
        if first is not None and _is_own_name(text, tokens, first, head, lexicon):
            break
        if token.proper or _NUMBERED.fullmatch(token.lower) or _opens_with_name(text, token, share, lexicon):
            first = at
        share = _share_before(share, first == at, owned and _describes(text, token, lexicon), token)
    if first and first < head and _ROMAN.fullmatch(text, tokens[first - 1].start, tokens[first - 1].end):
        return first - 1
    return first


def _describes(text: str, token: Token, lexicon: Lexicon) -> bool:
    """Whether the word may stand between a quoted name and the head noun («Талап» мәдениет қоғамы)."""
    if token.kind is not Kind.WORD or token.capital or _STOPS_NAME.fullmatch(token.lower) or _OWNED.fullmatch(token.lower):
        return False
    return nominative(text[token.start : token.end], lexicon)[1] == "nominative" and not ends_organisation(token.lower, lexicon)


def _joins_within(text: str, tokens: Sequence[Token], at: int, people: Sequence[Named], lexicon: Lexicon) -> bool:
    """Whether «және» joins two words of one name (Клиникалық және эксперименттік хирургия институты): a word with a capital
    that names nothing by itself, and one in small letters."""
    if tokens[at].lower != "және" or not at or text[tokens[at + 1].start].isupper():
        return False
    before = tokens[at - 1]
    printed = text[before.start : before.end]
    if not before.capital or printed.isupper() or any(p.start < before.end and before.start < p.end for p in people):
        return False
    known = printed in own_names(lexicon) or printed in places(lexicon) or bool(states(printed, lexicon))
    known = known or is_name(before.lower, lexicon, _MOSTLY) or ends_organisation(printed, lexicon)
    return not known and nominative(printed, lexicon)[1] == "nominative"


def _is_own_name(text: str, tokens: Sequence[Token], first: int, head: int, lexicon: Lexicon) -> bool:
    """Whether token `first`, or the words from it to the head noun, are an organisation's name already."""
    names = own_names(lexicon)
    whole = text[tokens[first].start : tokens[head].end]
    return text[tokens[first].start : tokens[first].end] in names or form_of(whole, names) is not None


def _share_before(share: float, named: bool, describes: bool, token: Token) -> float:
    """Share of capitalised uses that the first word of a sentence needs when `token`, and the words after it that asked for
    `share`, stand between it and the head noun: little before the rest of a name, more before nouns that only describe it."""
    if named:
        return _AT_TIMES
    if RELATIONAL.fullmatch(token.lower):
        return share
    return max(share, _OFTEN) if describes else _MOSTLY


def _opens_with_name(text: str, token: Token, share: float, lexicon: Lexicon) -> bool:
    """Whether a sentence's first word belongs to the name: it is seen as a name in a `share` of its uses."""
    return bool(_CAPITAL.match(text, token.start)) and is_name(token.lower, lexicon, share)


def _stops_name(text: str, token: Token, lexicon: Lexicon) -> bool:
    """Whether no name goes on to the left over this word: a conjunction, a verb, a noun in a case other than the genitive."""
    if _RELATIVE.fullmatch(token.lower):
        return True
    if token.proper or (_CAPITAL.match(text, token.start) and is_name(token.lower, lexicon, _MOSTLY)):
        printed = text[token.start : token.end]
        return ending_case(printed) not in _IN_NAME and nominative(printed, lexicon)[1] not in _IN_NAME
    return bool(_STOPS_NAME.fullmatch(token.lower)) and not _is_noun_in_a(token.lower, lexicon)


def _is_noun_in_a(word: str, lexicon: Lexicon) -> bool:
    """Whether what looks like a locative is the noun itself (олимпиада)."""
    return word.endswith("да") and len(word) > _SHORT_NOUN and nominative(word, lexicon)[0] == word


def _of_head(text: str, tokens: Sequence[Token], first: int, head: int, match: regex.Match[str]) -> Named:
    case: Case = next((case for case, _ in CASES if match[case]), "nominative")
    noun = match["head"] + (match["plural"] or "") + (match["owned"] or "")
    if match["head"].isupper():
        noun = match["head"]  # АКСР-і
    elif not match["owned"]:
        noun = match["head"]
        if noun[-1] in "ғгб":
            noun = noun[:-1] + {"ғ": "қ", "г": "к", "б": "п"}[noun[-1]]
    start, end = tokens[first].start, tokens[head].end
    name = (text[start : tokens[head].start] + noun).translate(_QUOTES)
    return Named(start, end, Participant(name, "organisation", None), case)


def _own_name(text: str, tokens: Sequence[Token], index: int, lexicon: Lexicon) -> Iterator[Named]:
    """An organisation with a name of its own, or an acronym, at token `index`."""
    token, names = tokens[index], own_names(lexicon)
    printed = text[token.start : token.end]
    acronym = None if printed[1:].islower() else _ACRONYM.fullmatch(text, token.start, token.end)
    if acronym:
        name = acronym["name"]
        row = names.get(name)
        if _ROMAN.fullmatch(name) or (row and row.kind == "not") or (row is None and len(name) < 3):
            return
        if (token.inside and row is None) or _follows_bracket(tokens, index):
            return
        case = ending_case("ххх" + acronym["ending"]) if acronym["ending"] else case_in_phrase(text, token.end)
        yield Named(token.start, token.end, Participant(name, "organisation", None), case)
        return
    if not text.startswith(_by_first_letters(lexicon).get(printed[:_FIRST], ()), token.start):
        return  # a name under a case ending begins with its nominative
    words = sum(1 for _ in takewhile(lambda t: t.kind is Kind.WORD, tokens[index : index + _LONGEST_NAME]))
    for width in range(words, 0, -1):
        whole = text[token.start : tokens[index + width - 1].end]
        name, case = form_of(whole, names) or nominative(whole, lexicon)
        row = names.get(name)
        if row and row.kind != "not":
            yield Named(token.start, tokens[index + width - 1].end, Participant(row.means or name, "organisation", None), case)
            return


def _follows_bracket(tokens: Sequence[Token], index: int) -> bool:
    """Whether the acronym stands alone in brackets after what it is short for."""
    return index > 0 and tokens[index - 1].lower == "(" and tokens[index + 1 : index + 2] != [] and tokens[index + 1].lower == ")"


