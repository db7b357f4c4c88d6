"""Measures names: what a call's own glossary puts right in its transcripts, and where it must find nothing.

    python benchmarks/names.py DATA [--fit] [--calls 1]

DATA holds `asr/` (Earnings-21 and the glossaries of its calls) and `clean/` (news).  Each call's passages of a
recogniser are cleaned as one document with the call's glossary.  An edit is good if the passage comes nearer to the
human reference in words, letters only; neutral, bad otherwise.  `--fit` fits `cleaner/names/confidence.py` anew: it
prints weights fitted on all calls, and how sure and how right edits are, fitted on one half and checked on the other.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

from cleaner import load_kit
from cleaner.kit import Kit
from cleaner.model import Document, Record, Verdict
from cleaner.names.confidence import MEASURES, measured
from cleaner.names.matching import matches
from cleaner.names.user_glossary import Glossary
from cleaner.names.written import written
from cleaner.pipeline import clean
from cleaner.text.analysis import Analysis

VENDORS = ("amazon", "google", "speechmatics")
NEWS = 100  # texts
Passage = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--fit", action="store_true", help="fit the confidence anew")
    parser.add_argument("--calls", type=int, default=1, help="only every n-th call")
    options = parser.parse_args()
    glossaries = {call: Glossary.of(names) for call, names in glossaries_of(options.data).items()}
    calls = sorted(glossaries)[:: options.calls]
    fit(options.data, glossaries) if options.fit else measure(options.data, glossaries, calls)


def measure(data: Path, glossaries: dict[str, Glossary], calls: list[str]) -> None:
    """Prints what is changed and asked in transcripts, in their references, and in news."""
    plain = load_kit()
    edits: Counter[str] = Counter()
    before = after = words = 0
    for vendor in VENDORS:
        for call, passages in calls_of(data, vendor, calls):
            marked = cleaned(passages, "noisy", with_glossary(plain, glossaries[call]))
            for passage, fixes in marked:
                truth = norm(passage["clean"])
                base = Levenshtein.distance(norm(passage["noisy"]), truth)
                edits.update(nearer(passage["noisy"], [fix], truth, base) for fix in fixes)
                before, words = before + base, words + len(truth)
                after += Levenshtein.distance(norm(changed(passage["noisy"], fixes)), truth)
        good, total = edits["good"], max(1, edits.total())
        print(f"{vendor} and those before: {dict(edits)}, precision {good / total:.3f}", end=", ")
        print(f"WER {100 * before / words:.2f} → {100 * after / words:.2f}", flush=True)
    found: Counter[str] = Counter()
    length = 0
    for call, passages in calls_of(data, "amazon", calls):
        text = "\n\n".join(passage["clean"] for passage in passages)
        found.update(verdicts(text, with_glossary(plain, glossaries[call])))
        length += len(text.split())
    print(f"references, {length} words, own glossary: {_rates(found, length)}")
    found, length = Counter(), 0
    for number, text in enumerate(_news(data)[: NEWS // 1]):
        found.update(verdicts(text, with_glossary(plain, glossaries[calls[number % len(calls)]])))
        length += len(text.split())
    print(f"news, {length} words, a call's glossary: {_rates(found, length)}")


def cleaned(passages: list[Passage], field: str, kit: Kit) -> Iterator[tuple[Passage, list[tuple[int, int, str]]]]:
    """Each passage of a call with its edits of names: start, end, new text."""
    starts, text = [], ""
    for passage in passages:
        starts.append(len(text))
        text += passage[field] + "\n\n"
    fixes: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for record in of_names(text, kit):
        if record.verdict is Verdict.FIX:
            number = bisect_right(starts, record.finding.start) - 1
            at = starts[number]
            fixes[number].append((record.finding.start - at, record.finding.end - at, record.edit.text))
    return ((passage, fixes[number]) for number, passage in enumerate(passages))


def of_names(text: str, kit: Kit) -> list[Record]:
    return [
        r for r in clean(Document("call", text), kit).records if r.finding.rule in ("names/glossary", "names/alias")
    ]


def verdicts(text: str, kit: Kit) -> Iterator[str]:
    return (record.verdict.value for record in of_names(text, kit))


def _rates(found: Counter[str], words: int) -> str:
    return ", ".join(f"{found[v]} {v} ({1e4 * found[v] / words:.2f} in 10,000 words)" for v in ("fix", "ask"))


def nearer(text: str, fixes: list[tuple[int, int, str]], truth: list[str], base: int) -> str:
    apart = Levenshtein.distance(norm(changed(text, fixes)), truth)
    return "good" if apart < base else "neutral" if apart == base else "bad"


def changed(text: str, fixes: list[tuple[int, int, str]]) -> str:
    for start, end, new in sorted(fixes, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def norm(text: str) -> list[str]:
    """Words of letters and figures, small, without um and uh."""
    bare = text.lower().replace("’", "'").replace("'", "")
    return [word for word in re.findall(r"[^\W_]+", bare) if word not in ("um", "uh", "er")]


def with_glossary(kit: Kit, glossary: Glossary) -> Kit:
    off = kit.off | {"spelling", "rules", "lists"}  # other findings are measured elsewhere
    return replace(kit, glossary=glossary, lexicon=kit.lexicon.with_words(glossary.words), off=frozenset(off))


def glossaries_of(data: Path) -> dict[str, list[str]]:
    found = {}
    for line in (data / "asr" / "glossaries_dev.jsonl").read_text("utf-8").splitlines():
        call = json.loads(line)
        names = {
            re.sub(r"^(?:the|an?) ", "", e["text"], flags=re.I) for e in call["entities"] if e["type"] != "WEBSITE"
        }
        found[call["call"]] = sorted(names)
    return found


def calls_of(data: Path, vendor: str, wanted: list[str]) -> Iterator[tuple[str, list[Passage]]]:
    calls: dict[str, list[Passage]] = defaultdict(list)
    for line in (data / "asr" / f"earnings21_{vendor}_dev.jsonl").read_text("utf-8").splitlines():
        passage = json.loads(line)
        calls[passage["meta"]["call"]].append(passage)
    return ((call, calls[call]) for call in wanted if call in calls)


def _news(data: Path) -> list[str]:
    lines = (line for f in sorted((data / "clean").glob("*.jsonl")) for line in f.read_text("utf-8").splitlines())
    texts = [json.loads(line)["text"] for line in lines]
    return texts[:: max(1, len(texts) // NEWS)][:NEWS]


# ------------------------------------------------------------------ fitting


def fit(data: Path, glossaries: dict[str, Glossary]) -> None:
    """Prints weights for `confidence.MEASURES`, and how well fits on half of the calls judge the other half."""
    import numpy as np

    calls = sorted(glossaries)
    rows = list(_rows(data, glossaries, calls))
    x, y = np.array([row[1] for row in rows]), np.array([row[2] for row in rows])
    half = np.array([calls.index(row[0]) % 2 for row in rows])
    sure = np.zeros(len(y))
    for one in (0, 1):
        weights = fitted(x[half == one], y[half == one])
        sure[half != one] = 1 / (1 + np.exp(-np.c_[np.ones((half != one).sum()), x[half != one]] @ weights))
    for low, high in ((0.95, 1), (0.9, 0.95), (0.8, 0.9), (0.6, 0.8), (0.4, 0.6), (0.2, 0.4), (0, 0.2)):
        inside = (sure >= low) & (sure < high)
        print(f"{low}-{high}: {inside.sum()} windows, {sure[inside].mean():.3f} sure, {y[inside].mean():.3f} right")
    names = ["START", *(name for group in MEASURES.values() for name in group)]
    print("\n".join(f"{name}: {weight:.2f}" for name, weight in zip(names, fitted(x, y), strict=True)))


def _rows(data: Path, glossaries: dict[str, Glossary], calls: list[str]) -> Iterator[tuple[str, list[float], float]]:
    """For each window near a name: the call, its measures, and how right the name is there."""
    for vendor in VENDORS:
        for number, (call, passages) in enumerate(calls_of(data, vendor, calls)):
            yield from ((call, *row) for row in _judged(passages, glossaries[call]))
            if vendor == "amazon":
                other = glossaries[calls[(number + 7) % len(calls)]]
                yield from ((call, *row) for row in _judged(passages, other))
                text = "\n\n".join(passage["clean"] for passage in passages)
                yield from ((call, measured(m), 0.0) for m in matches(Analysis(text), glossaries[call]))
    for number, text in enumerate(_news(data)):
        call = calls[number % len(calls)]
        yield from ((call, measured(m), 0.0) for m in matches(Analysis(text[:8000]), glossaries[call]))


def _judged(passages: list[Passage], glossary: Glossary) -> Iterator[tuple[list[float], float]]:
    starts, text = [], ""
    for passage in passages:
        starts.append(len(text))
        text += passage["noisy"] + "\n\n"
    for match in matches(Analysis(text), glossary):
        number = bisect_right(starts, match.start) - 1
        passage, at = passages[number], starts[number]
        new = changed(passage["noisy"], [(match.start - at, match.end - at, written(match))])
        old, new, truth = norm(passage["noisy"]), norm(new), norm(passage["clean"])
        gain = Levenshtein.distance(old, truth) - Levenshtein.distance(new, truth)
        letters = Levenshtein.distance(" ".join(old), " ".join(truth)) - Levenshtein.distance(
            " ".join(new), " ".join(truth)
        )
        yield measured(match), 1.0 if gain > 0 else 0.0 if gain < 0 else 0.8 if letters >= 0 else 0.4


def fitted(x: Any, y: Any) -> Any:
    """Logistic regression with a ridge of 1, by Newton's method."""
    import numpy as np

    a = np.c_[np.ones(len(x)), x]
    ridge, weights = np.diag(np.r_[1e-6, np.ones(x.shape[1])]), np.zeros(x.shape[1] + 1)
    for _ in range(60):
        p = 1 / (1 + np.exp(-a @ weights))
        weights -= np.linalg.solve((a * (p * (1 - p))[:, None]).T @ a + ridge, a.T @ (p - y) + ridge @ weights)
    return weights


if __name__ == "__main__":
    sys.exit(main())
