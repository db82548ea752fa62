"""The confidence of a repair: a logistic regression over named features, one for either kind of page.

The weights (`lexicons/weights.tsv`) are fitted by `lexicons/derive_weights.py` over pages whose right text is known.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import ClassVar, NamedTuple

from pipeline.lexicon import Lexicon, Row, per_lexicon

PRODUCTS = (
    ("margin", "margin"), ("runner-up", "runner-up"), ("own-frequency", "own-frequency"), ("frequency", "frequency"),
    ("cost", "cost"), ("length", "length"), ("spelling", "spelling"), ("expected", "expected"), ("margin", "runner-up"),
    ("built", "margin"), ("own-frequency", "margin"), ("damage", "own-frequency"), ("damage", "built"), ("capital", "margin"),
    ("length", "cost"), ("damage", "margin"),
)  # fmt: skip
"""Features that count the more, the more there is of another, or of themselves"""


class Weight(Row, frozen=True):
    """One weight of the confidence, by the name of its feature: on a page of the Kazakh model or a scan, and of the Russian."""

    table: ClassVar[str] = "weights.tsv"
    key: ClassVar[tuple[str, ...]] = ("feature",)

    feature: str
    weight: float
    russian: float
    meaning: str

    def on(self, features: Mapping[str, float]) -> float:
        """The weight on the page that the features are of."""
        return self.russian if features["russian"] else self.weight


class Weights(NamedTuple):
    """The weights that count on a page: of features, and of products of two."""

    single: list[tuple[str, float]]
    products: list[tuple[str, str, float]]


@per_lexicon
def weights(lexicon: Lexicon) -> dict[bool, Weights]:
    """The weights on pages of the Russian model (True) and on all others."""
    rows = lexicon.rows(Weight)
    return {
        True: _counting({row.feature: row.russian for row in rows}),
        False: _counting({row.feature: row.weight for row in rows}),
    }


def _counting(weight: dict[str, float]) -> Weights:
    products = [(one, other, weight.pop(product(one, other), 0.0)) for one, other in PRODUCTS]
    return Weights([item for item in weight.items() if item[1]], [item for item in products if item[2]])


def product(one: str, other: str) -> str:
    """The name of the product of two features."""
    return f"{one} × {other}"


def multiplied(features: Mapping[str, float]) -> dict[str, float]:
    """The features, and the products of those that hang together."""
    return {**features, **{product(one, other): features[one] * features[other] for one, other in PRODUCTS}}


def confidence(features: Mapping[str, float], lexicon: Lexicon) -> float:
    """The chance that a proposal with these features is right; their products need not be among them."""
    single, products = weights(lexicon)[features["russian"] > 0]
    total = sum([features[name] * weight for name, weight in single])
    for one, other, weight in products:
        total += features[one] * features[other] * weight
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
