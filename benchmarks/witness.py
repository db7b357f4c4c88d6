"""Measure `cleaner audit` on other people's versions of texts whose truth is known.

    python benchmarks/witness.py DATA.jsonl [--every 4] [--models FOLDER] [--witness NAME] [--second NAME] [--spoil]

DATA: JSON Lines with id, noisy, clean and witnesses ({name: text}).  For each witness: how often the changes of each
verdict are right; away, precision and broken (neutral view) of the witness as it is, of the judged text, and of our own
fixes together with what is supported.  `--second`: a witness that seconds what the others say.  `--spoil` spoils the
first witness in ten ways and tells how many false figures and words come through.

The shipped models have seen `bln600-train`, from whose collection the 91 articles of the development file come.  For an
honest figure give models that have not: `scripts/retrain.py DATA --without bln600 --only error-model,classifier --out
FOLDER`.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from corrector import with_models

from cleaner.build_kit import build_kit
from cleaner.config import Settings
from cleaner.evaluate import Sample, evaluate
from cleaner.evaluate.judging import Claim, Judge
from cleaner.kit import Kit
from cleaner.model import Cleaned, Document
from cleaner.pipeline import clean
from cleaner.spelling.classifier import Classifier
from cleaner.spelling.error_model import ErrorModel
from cleaner.text.edits import Occupied, apply
from cleaner.text.word_keys import is_figure, keys
from cleaner.witness.auditing import NoVersion, audit
from cleaner.witness.changes import changes
from cleaner.witness.grounds import GROUNDS

Row = dict[str, Any]
Spoil = Callable[[str, str, str], str]  # of a version, of another article, and of the text that it is a version of
CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}")
MODERN = {"to-day": "today", "shew": "show", "connexion": "connection", "gaol": "jail", "upon": "on", "whilst": "while"}


def each(pattern: str, nth: int, text: str, new: Callable[[str], str]) -> str:
    """Every nth match of a pattern changed."""
    counter = iter(range(10**9))
    return re.sub(pattern, lambda m: m[0] if next(counter) % nth else new(m[0]), text)


def false_names(text: str, other: str) -> str:
    names = CAPITAL.findall(other) or ["Walpole"]
    counter = iter(range(10**9))
    return each(
        CAPITAL.pattern, 4, text, lambda was: next((n for n in names[next(counter) % len(names) :] if n != was), was)
    )


def false_words(text: str, other: str) -> str:
    words = re.findall(r"\b[a-z]{4,}\b", other) or ["nothing"]
    counter = iter(range(10**9))
    return each(r"\b[a-z]{4,}\b", 15, text, lambda _: words[next(counter) % len(words)])


def modern(text: str, other: str) -> str:
    words = "|".join(MODERN)
    return re.sub(rf"\b({words})\b", lambda m: MODERN[m[0]], re.sub(r"our\b", "or", text))


def invented(text: str, other: str) -> str:
    sentences = re.findall(r"[A-Z][^.]{40,}\.", other) or ["This was told by all who had been there."]
    counter = iter(range(10**9))
    return each(r"\. ", 3, text, lambda _: f". {sentences[next(counter) % len(sentences)]} ")


def half_right(text: str, other: str, noisy: str) -> str:
    """Every second word that the version has changed is a word of another article."""
    words = re.findall(r"\b[A-Za-z]{3,}\b", other) or ["nothing"]
    counter = iter(range(10**9))
    made = [c for c in changes(noisy, text) if keys(c.before) != keys(c.after) and c.after.strip()]
    for change in reversed(made[::2]):
        end = change.at + len(change.after)
        text = text[: change.at] + words[next(counter) % len(words)] + text[end:]
    return text


SPOILS: dict[str, Spoil] = {
    "another article": lambda text, other, noisy: other,
    "cut off at 60%": lambda text, other, noisy: text[: len(text) * 6 // 10],
    "invented sentences": lambda text, other, noisy: invented(text, other),
    "false figures": lambda text, other, noisy: each(r"\b\d+\b", 2, text, lambda n: str(int(n) + 7)),
    "false names": lambda text, other, noisy: false_names(text, other),
    "false words": lambda text, other, noisy: false_words(text, other),
    "modern spelling": lambda text, other, noisy: modern(text, other),
    "run on": lambda text, other, noisy: re.sub(r"[.,;:!?]", "", text).lower().replace("\n", " "),
    "every second change wrong": half_right,
    "words dropped": lambda text, other, noisy: each(r" [a-z]{1,4}\b", 25, text, lambda _: ""),
}


def told(name: str, texts: list[tuple[Row, str]]) -> str:
    """Away, precision and broken of some texts."""
    figures = evaluate([Sample(row["id"], row["noisy"], row["clean"], text) for row, text in texts]).figures()
    away, right, broken = (figures[k] for k in ("neutral_cer_reduction", "precision", "damage_per_1000"))
    return f"{name:44} {away:6.3f} {right:6.3f} {broken:6.2f}"


def together(ours: Cleaned, judged: Cleaned) -> str:
    """Our fixes, and what the audit supports beside them."""
    taken, made = Occupied(), []
    for record in (*judged.fixes, *ours.fixes):
        if taken.free(record.edit.start, record.edit.end):
            taken.take(record.edit.start, record.edit.end)
            made.append(record.edit)
    return apply(ours.document.text, made)


def audited(ours: Cleaned, version: str, kit: Kit, others: Sequence[str]) -> Cleaned | None:
    try:
        return audit(ours, version, kit, others=others)
    except NoVersion:
        return None


def judgements(row: Row, judged: Cleaned) -> Iterator[tuple[str, str]]:
    """The verdict of each change, and what the truth says of it."""
    judge = Judge(row["noisy"], row["clean"])
    for record in (*judged.records, *judged.kept):
        f = record.finding
        claim = Claim(row["id"], f.start, f.end, record.before, f.best, f.rule, "fix")
        yield str(GROUNDS[f.rule]), str(judge.judge(claim).judgement)


def measure(name: str, rows: list[Row], cleaned: list[Cleaned], versions: list[str], kit: Kit, second: str) -> None:
    """Prints what an audit makes of one version of each text; nothing of the verdicts if it was spoiled."""
    tables = name not in SPOILS
    right: dict[str, Counter[str]] = defaultdict(Counter)
    as_is, only, both = [], [], []
    began, lies = time.perf_counter(), Counter[str]()
    for row, ours, version in zip(rows, cleaned, versions, strict=True):
        judged = audited(ours, version, kit, [row["witnesses"][second]] if second else [])
        as_is.append((row, version))
        only.append((row, judged.text if judged else row["noisy"]))
        both.append((row, together(ours, judged) if judged else ours.text))
        for ground, said in judgements(row, judged) if judged and tables else ():
            right[ground][said] += 1
        true = Counter(keys(row["clean"])) + Counter(keys(ours.text)) + Counter(keys(row["noisy"]))
        new = Counter(keys(both[-1][1])) - true
        lies["figures"] += sum(n for word, n in new.items() if is_figure(word))
        lies["words"] += new.total()
    took = time.perf_counter() - began
    print(told(f"{name}, as it is", as_is), told("  judged", only), sep="\n")
    print(told("  our fixes and what is supported", both), f"  false figures {lies['figures']}, words {lies['words']}")
    for ground, counts in sorted(right.items(), key=lambda item: -item[1].total()):
        n = counts.total()
        print(f"    {ground:16} {n:6}  right {counts['right'] / n:.3f}  harmless {counts['harmless'] / n:.3f}")
    if tables:
        print(f"    {took:.1f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path, help="JSON lines: id, noisy, clean, witnesses")
    parser.add_argument("--every", type=int, default=1, help="take every n-th text")
    parser.add_argument("--models", type=Path, help="a folder with confusions.tsv and confidence.json")
    parser.add_argument("--witness", action="append", default=[], help="only these; may be repeated")
    parser.add_argument("--second", default="", help="a witness that seconds what the others say")
    parser.add_argument("--spoil", action="store_true", help="also spoil the first witness on purpose")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.data.read_text("utf-8").splitlines()][:: options.every]
    kit = build_kit(Settings())
    if options.models:
        kit = with_models(kit, error_model=ErrorModel.open(options.models / "confusions.tsv"))
        kit = replace(kit, classifier=Classifier.open(options.models / "confidence.json"))
    began = time.perf_counter()
    cleaned = [clean(Document(row["id"], row["noisy"]), kit) for row in rows]
    print(f"{len(rows)} texts, cleaned in {time.perf_counter() - began:.1f} s; away, precision, broken:")
    print(told("ours", [(row, ours.text) for row, ours in zip(rows, cleaned, strict=True)]))
    names = options.witness or list(rows[0]["witnesses"])
    for name in names:
        measure(name, rows, cleaned, [row["witnesses"][name] for row in rows], kit, options.second)
    for name, spoil in SPOILS.items() if options.spoil else ():
        others = [row["witnesses"][names[0]] for row in (*rows[1:], rows[0])]
        spoiled = [
            spoil(row["witnesses"][names[0]], other, row["noisy"]) for row, other in zip(rows, others, strict=True)
        ]
        measure(name, rows, cleaned, spoiled, kit, options.second)


if __name__ == "__main__":
    main()
