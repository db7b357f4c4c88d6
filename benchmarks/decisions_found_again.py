"""How often decisions are found again in a changed text, and how often they are found where they should not be.

    python benchmarks/decisions_found_again.py OUT      # a folder that `cleaner clean -o OUT` wrote

Every finding of the run is taken as decided.  The texts are then changed: lines re-wrapped, paragraphs moved, both; and
words next to the findings replaced, after which the decision must no longer hold.  Last, the findings of every second
document are asked of the decisions of the others: what is found there has the same words and neighbours by chance.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace

from cleaner.ledger import Answer, Case, Decision, Decisions, Filter, Ledger, Status
from cleaner.ledger.neighbours import neighbours

Moved = tuple[str, Callable[[int], int]]  # a changed text, and where each character of the old one stands in it


def rewrapped(text: str, chance: random.Random) -> Moved:
    """Lines broken elsewhere; blank lines stay.  No character moves."""
    joined = re.sub(r"(?<!\n)\n(?!\n)", " ", text)
    characters, column, width = list(joined), 0, chance.randint(40, 90)
    for i, c in enumerate(characters):
        column = 0 if c == "\n" else column + 1
        if c == " " and column > width:
            characters[i], column = "\n", 0
    return "".join(characters), lambda at: at


def shuffled(text: str, chance: random.Random) -> Moved:
    """Paragraphs (lines, where no line is blank) in another order."""
    separator = "\n\n" if "\n\n" in text else "\n"
    parts = text.split(separator)
    order = list(range(len(parts)))
    chance.shuffle(order)
    starts, at = [], 0
    for part in parts:
        starts.append(at)
        at += len(part) + len(separator)
    placed, at = {}, 0
    for i in order:
        placed[i] = at
        at += len(parts[i]) + len(separator)

    def moved(place: int) -> int:
        i = max(i for i, start in enumerate(starts) if start <= place)
        return placed[i] + place - starts[i]

    return separator.join(parts[i] for i in order), moved


def both(text: str, chance: random.Random) -> Moved:
    one, first = shuffled(text, chance)
    other, second = rewrapped(one, chance)
    return other, lambda at: second(first(at))


def main(out: str) -> None:
    with Ledger.open(out, create=False) as ledger:
        documents = {
            d: (ledger.text(d), ledger.findings(Filter(Status.ALL, document=d), limit=-1))
            for d in ledger.document_ids()
        }
    everything = Decisions(d for text, cases in documents.values() for d in decided(text, cases))
    print(f"{len(documents)} documents, {len(everything)} decisions")
    for name, change in {
        "unchanged": lambda t, _: (t, int),
        "re-wrapped": rewrapped,
        "moved": shuffled,
        "both": both,
    }.items():
        found = total = 0
        for text, cases in documents.values():
            changed, moved = change(text, random.Random(len(text)))
            for case in cases:
                f = case.record.finding
                start, end = moved(f.start), moved(f.end - 1) + 1 if f.end > f.start else moved(f.start)
                if end - start != f.end - f.start or changed[start:end].split() != text[f.start : f.end].split():
                    continue  # the finding itself was torn apart
                total += 1
                found += everything.find(replace(f, start=start, end=end), changed, case.name) is not None
        print(f"{name:12} {found} of {total} found again ({found / total:.2%})")
    print("neighbour changed: {} of {} still held, which they should not ({:.2%})".format(*held_wrongly(documents)))
    print("other documents:   {} of {} answered by chance ({:.2%})".format(*answered_elsewhere(documents)))


def decided(text: str, cases: list[Case]) -> Iterator[Decision]:
    for case in cases:
        f = case.record.finding
        left, right = neighbours(text, f.start, f.end)
        before = text[f.start : f.end]
        yield Decision(Answer.ACCEPT, f.rule, before, "x", left, right, document=case.name, start=f.start)


def held_wrongly(documents: dict[int, tuple[str, list[Case]]]) -> tuple[int, int, float]:
    """A word right beside the finding becomes another; only this one decision is known."""
    held = total = 0
    for text, cases in documents.values():
        for case, decision in zip(cases, decided(text, cases), strict=True):
            f = case.record.finding
            beside = re.compile(r"\w+").search(text, f.end)
            if beside is None or "\n" in text[f.end : beside.start()]:
                continue
            changed = text[: beside.start()] + "otherwise" + text[beside.end() :]
            total += 1
            held += Decisions([decision]).find(f, changed, case.name) is not None
    return held, total, held / max(1, total)


def answered_elsewhere(documents: dict[int, tuple[str, list[Case]]]) -> tuple[int, int, float]:
    known = Decisions(d for i, (text, cases) in documents.items() if i % 2 for d in decided(text, cases))
    asked = [(text, c) for i, (text, cases) in documents.items() if i % 2 == 0 for c in cases]
    found = sum(known.find(c.record.finding, text, c.name) is not None for text, c in asked)
    return found, len(asked), found / max(1, len(asked))


if __name__ == "__main__":
    main(sys.argv[1])
