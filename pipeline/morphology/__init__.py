"""Kazakh morphology: what a word is made of, whether it is sound, and what it is called without its case ending."""

from pipeline.morphology.analysis import Analysis, analyse, is_stem
from pipeline.morphology.nominative import nominative
from pipeline.morphology.rivals import rivals
from pipeline.morphology.soundness import foresee, sound
from pipeline.morphology.suffixes import BACK, FRONT, harmony, harmony_of

__all__ = ["BACK", "FRONT", "Analysis", "analyse", "foresee", "harmony", "harmony_of", "is_stem", "nominative", "rivals", "sound"]
