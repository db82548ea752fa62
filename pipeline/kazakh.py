"""The Kazakh alphabet and its sound classes, as the other modules need them.

Source: Kazakh grammar as taught everywhere; the letter classes follow vowel harmony (үндестік заңы).
"""

from __future__ import annotations

LETTERS = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
KAZAKH_ONLY = frozenset("әғқңөұүһі")
"""Letters that Russian lacks; an OCR model of Russian loses all of them"""
BACK = frozenset("аоұы")
FRONT = frozenset("әөүіе")
NEUTRAL = frozenset("уиюяэё")
VOWELS = BACK | FRONT | NEUTRAL
WORD = rf"[{LETTERS}{LETTERS.upper()}]+"
"""A pattern for a run of Kazakh letters"""
