"""How many sentence cases come out as they should: `python -m pipeline.measure.sentences FILE.jsonl...`.

A line of a file is one case: `text` with its `sents`, or one sentence as `text` (all are joined by spaces, then split).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pipeline.find.sentences import sentences
from pipeline.lexicon import Lexicon


def main(paths: list[Path]) -> None:
    """Print for each file how many of its sentences were found whole, and the cases that were not."""
    lexicon = Lexicon()
    for path in paths:
        cases = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        if "sents" not in cases[0]:
            cases = [{"text": " ".join(case["text"] for case in cases), "sents": [case["text"] for case in cases]}]
        gold = found = right = 0
        for case in cases:
            want = [sentence.strip() for sentence in case["sents"]]
            have = [sentence.text for sentence in sentences(case["text"], lexicon)]
            missed = [sentence for sentence in want if sentence not in have]
            gold, found, right = gold + len(want), found + len(have), right + len(want) - len(missed)
            for sentence in missed:
                print(f"{path.name}: missed {sentence}")
        print(f"{path.name}: sentences {right} of {gold} found whole, {found} given, F1 {2 * right / (gold + found):.3f}")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
