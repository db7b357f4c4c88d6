"""Do `cleaner.evaluate` and ../shared/tools/score_ocr.py give the same numbers?

    python benchmarks/agree_with_score_ocr.py [--shared DIR] [--texts N]

Every development file is scored by both for made-up outputs of many kinds (nothing done, everything right,
half the true edits, rubbish, deletions, insertions, nothing given back); then views, edits and scores of many
random small texts, where ties are frequent.  Figures must agree to four decimals, views and edits exactly.
Exit 0 if all do, 1 if any does not.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from cleaner.evaluate import VIEWS, Sample, Scores, Truth, token_edits

HERE = Path(__file__).resolve().parent
# their figure → ours
NAMES = {
    "docs": "texts",
    "missing": "missing",
    "cmer": "cmer",
    "cmer_before": "cmer_before",
    "cmer_red": "cmer_reduction",
    "pref": "preference",
    "worse_docs": "worse",
    "op_words": "found_words",
    "op_err": "found_wer",
    "op_err_before": "found_wer_before",
    "op_word_err_red": "found_wer_reduction",
    "op_recall": "found_recall",
    "op_recall_before": "found_recall_before",
    "op_recall_miss_red": "found_recall_miss_reduction",
    "op_false_pos_red": "found_false_reduction",
    **{
        theirs + suffix: ours + long
        for theirs, ours in (("ncer", "neutral_cer"), ("cer", "cer"), ("wer", "wer"))
        for suffix, long in (("", ""), ("_before", "_before"), ("_red", "_reduction"))
    },
    **{
        f"{theirs}_{short}": ours + long
        for theirs, ours in (("edit", ""), ("sedit", "strict_"))
        for short, long in (
            ("p", "precision"),
            ("r", "recall"),
            ("f05", "f05"),
            ("r_lenient", "lenient_recall"),
            ("gold", "edits_wanted"),
            ("sys", "edits_made"),
            ("tp", "edits_right"),
            ("damage_per_1000", "damage_per_1000"),
            ("right_tokens", "right_tokens"),
        )
    },
}
# of theirs, what we do not give: the same errors with all articles thrown into one bag
LEFT_OUT = {"op_word_err_red_pooled"}

Row = dict[str, str]
Tool = Callable[[Row, random.Random], str | None]


def half_right(row: Row, chance: random.Random) -> str:
    """Half of the true edits are made, and here and there a wrong one; lines are lost."""
    words = row["noisy"].split()
    for edit in reversed(token_edits(words, row["clean"].split())):
        if chance.random() < 0.5:
            words[edit.start : edit.end] = edit.tokens
    return " ".join(w[::-1] if chance.random() < 0.01 else w for w in words)


def meddle(row: Row, chance: random.Random) -> str:
    """Words are lost, doubled, split and joined, letters swapped for their neighbours."""
    words: list[str] = []
    for word in row["noisy"].split(" "):
        match chance.randrange(60):
            case 0:
                continue
            case 1:
                words += [word, word]
            case 2:
                words += [word[: len(word) // 2], word[len(word) // 2 :]]
            case 3 if words:
                words[-1] += word
            case 4:
                words.append(word.replace("e", "c").replace("h", "b"))
            case 5:
                words.append("the")
            case _:
                words.append(word)
    return " ".join(words)


TOOLS: dict[str, Tool] = {
    "nothing done": lambda row, _: row["noisy"],
    "all right": lambda row, _: row["clean"],
    "half right": half_right,
    "meddler": meddle,
    "half, meddled": lambda row, chance: meddle({**row, "noisy": half_right(row, chance)}, chance),
    "half of each text": lambda row, _: row["clean"][: len(row["clean"]) // 2],
    "emptied": lambda row, chance: "" if chance.random() < 0.05 else row["clean"].lower(),
    "given up": lambda row, chance: None if chance.random() < 0.3 else row["clean"].replace(",", ""),
}

LETTERS = "aAbz9-¬‐‑'’‘ʼ`_ \n\n  éß÷ÿœæſﬁﬅͤo\u00ad\ufeff.,—\t\r\u0301É£"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared")
    parser.add_argument("--texts", type=int, default=40_000, help="random small texts (default 40,000)")
    options = parser.parse_args()
    script = options.shared / "tools" / "score_ocr.py"
    if not script.exists():
        print(f"{script} is not here: nothing to agree with")
        return 0
    theirs = load(script)
    apart = 0
    print(f"{'file':<16} {'output':<18} {'figures':>7} {'apart':>6} {'largest gap':>12} {'theirs s':>9} {'ours s':>7}")
    for path in sorted((options.shared / "data" / "ocr").glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for name, tool in TOOLS.items():
            apart += report(path.stem, name, theirs, rows, tool)
    differing = list(small_texts(theirs, options.texts))
    print(f"random texts: {options.texts:,}, of which differ: {len(differing)}")
    for what in differing[:5]:
        print("  ", what)
    return 1 if apart or differing else 0


def load(script: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_ocr", script)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def report(file: str, name: str, theirs: ModuleType, rows: list[Row], tool: Tool) -> int:
    chance = random.Random(f"{file} {name}")
    outputs = {row["id"]: out for row in rows if (out := tool(row, chance)) is not None}
    start = time.process_time()
    their_figures = theirs.score(rows, outputs)
    middle = time.process_time()
    ours = sum((Truth(row["noisy"], row["clean"]).score(outputs.get(row["id"])) for row in rows), Scores())
    end = time.process_time()
    gaps = differences(their_figures, ours.figures())
    apart = {figure: gap for figure, gap in gaps.items() if gap > 5e-5}
    print(
        f"{file:<16} {name:<18} {len(gaps):>7} {len(apart):>6} {max(gaps.values()):>12.2e} "
        f"{middle - start:>9.2f} {end - middle:>7.2f}"
    )
    for figure, gap in apart.items():
        print(f"    {figure}: {their_figures[figure]} and {ours.figures()[NAMES[figure]]}: {gap}")
    return len(apart)


def differences(theirs: dict[str, Any], ours: dict[str, float]) -> dict[str, float]:
    if unnamed := theirs.keys() - NAMES.keys() - LEFT_OUT:
        raise SystemExit(f"score_ocr.py has figures that this script does not know: {', '.join(sorted(unnamed))}")
    return {figure: abs(theirs[figure] - ours[NAMES[figure]]) for figure in NAMES}


def small_texts(theirs: ModuleType, count: int) -> Iterator[str]:
    """What differs for random texts of few words over few letters."""
    chance = random.Random(20)
    words = ["".join(chance.choices("abc", k=chance.randint(1, 4))) for _ in range(12)]
    for number in range(count):
        raw = "".join(chance.choices(LETTERS, k=chance.randint(0, 14)))
        for name, view in VIEWS.items():
            if view(raw) != getattr(theirs, name)(raw):
                yield f"view {name} of {raw!r}"
        size = 120 if number % 1000 == 0 else 9
        texts = [chance.choices(words, k=chance.randint(0, size)) for _ in range(3)]
        if [tuple(edit) for edit in token_edits(texts[0], texts[1])] != theirs.edits(texts[0], texts[1]):
            yield f"edits of {texts[:2]}"
        noisy, clean, output = (" ".join(t) + chance.choice(["", raw]) for t in texts)
        case = Sample("1", noisy, clean, output)
        their_figures = theirs.score([{"id": "1", "noisy": noisy, "clean": clean}], {"1": output})
        ours = Truth(case.noisy, case.clean).score(case.output).figures()
        if any(gap > 5e-5 for gap in differences(their_figures, ours).values()):
            yield f"scores of {case}"


if __name__ == "__main__":
    sys.exit(main())
