"""Measures the aliases that `cleaner learn` asks about: names found, questions, and word error before and after.

    python benchmarks/aliases.py DATA [--calls 1] [--without-list | --fit]

Each call of each recogniser in DATA/asr (see `benchmarks/names.py`) is a run of its own, with the call's glossary.  A
reviewer who knows the human transcript takes a spelling if at least three in five of its places come nearer to it.
With `--without-list` the run has no glossary, and the reviewer says which name the spellings of a question are of.
`--fit` fits `cleaner/learn/alias_chance.py` anew, and prints its weights.
"""

from __future__ import annotations

import argparse
import re
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import Any

from names import VENDORS, calls_of, changed, cleaned, fitted, glossaries_of, norm, with_glossary
from rapidfuzz.distance import Levenshtein

from cleaner import load_kit
from cleaner.kit import Kit
from cleaner.learn.alias_chance import WEIGHTS, AliasChances, likely
from cleaner.names.clusters import Place, Spelling, near_windows
from cleaner.names.entries import Alias, Entry
from cleaner.names.likeness import alike, sound
from cleaner.names.name_words import keys
from cleaner.names.unlisted import unlisted
from cleaner.names.user_glossary import Glossary

MISSED = 3  # times, so that a name counts
RIGHT = 0.6
HEARD = 40.0  # of 100, in sound; names farther than that are not tried


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--calls", type=int, default=1, help="only every n-th call")
    parser.add_argument("--without-list", action="store_true", help="ask about names that no glossary lists")
    parser.add_argument("--fit", action="store_true", help="fit the weights anew")
    options = parser.parse_args()
    glossaries = {call: Glossary.of(names) for call, names in glossaries_of(options.data).items()}
    calls = sorted(glossaries)[:: options.calls]
    fit(options.data, glossaries, calls) if options.fit else measure(options, glossaries, calls)


def measure(options: argparse.Namespace, glossaries: dict[str, Glossary], calls: list[str]) -> None:
    """Prints what comes of all calls."""
    kit, counted = load_kit(), Counter[str]()
    for vendor in VENDORS:
        for call, passages in calls_of(options.data, vendor, calls):
            counted.update((without_list if options.without_list else one_run)(passages, glossaries[call], kit))
        words = counted["words"]
        rates = (f"{100 * counted[one] / words:.2f}" for one in ("as it is", "with names", "with aliases"))
        print(
            f"{vendor} and those before: {counted['found']} of {counted['missed']} names found, "
            f"{counted['questions']} questions ({counted['right questions']} right), "
            f"{counted['taken']} of {counted['shown']} spellings taken, word error {' → '.join(rates)}%",
            flush=True,
        )


def one_run(passages: list[dict[str, Any]], glossary: Glossary, kit: Kit) -> Counter[str]:
    """What comes of one call: names missed and found, questions, wrong words before and after."""
    missed = {name for name, times in _missed(passages).items() if times >= MISSED}
    texts = [passage["noisy"] for passage in passages]
    found = likely(near_windows(texts, glossary), texts)
    taken = [spelling for spelling in found if _is_right(spelling, passages)]
    learnt = _with_aliases(glossary, taken)
    truths = [norm(passage["clean"]) for passage in passages]
    return Counter(
        {
            "missed": len(missed),
            "found": len(missed & {spelling.name for spelling in taken}),
            "questions": len({spelling.name for spelling in found}),
            "right questions": len({spelling.name for spelling in taken}),
            "taken": len(taken),
            "shown": len(found),
            "words": sum(map(len, truths)),
            "as it is": sum(Levenshtein.distance(norm(p["noisy"]), t) for p, t in zip(passages, truths, strict=True)),
            "with names": _wrong(passages, with_glossary(kit, glossary)),
            "with aliases": _wrong(passages, with_glossary(kit, learnt)),
        }
    )


def fit(data: Path, glossaries: dict[str, Glossary], calls: list[str]) -> None:
    """Prints weights for `alias_chance.WEIGHTS`, fitted on all that is near a name."""
    import numpy as np

    rows: list[list[float]] = []
    for vendor in VENDORS:
        for call, passages in calls_of(data, vendor, calls):
            texts = [passage["noisy"] for passage in passages]
            chances = AliasChances(texts)
            for one in near_windows(texts, glossaries[call]):
                rows.append([*chances.evidence(one).values(), _is_right(one, passages)])
    table = np.array(rows, float)
    print(f"{len(table)} spellings, {int(table[:, -1].sum())} right")
    weights = fitted(table[:, 1:-1], table[:, -1])  # it has a constant of its own
    print("\n".join(f"{name}: {weight:.2f}" for name, weight in zip(WEIGHTS, weights, strict=True)))


def without_list(passages: list[dict[str, Any]], _: Glossary, kit: Kit) -> Counter[str]:
    """The same without a list: of each question the spellings of the name for which most places come nearer."""
    missed = _missed(passages)
    asked = list(_of_one_text(passages))
    right = [one for found in asked if (one := _as_one_name(found, sorted(missed), passages))]
    taken = [spelling for found in right for spelling in found]
    names = Glossary.of(spelling.name for spelling in taken)
    wrong = sum(Levenshtein.distance(norm(p["noisy"]), norm(p["clean"])) for p in passages)
    return Counter(
        {
            "missed": sum(times >= MISSED for times in missed.values()),
            "found": sum(missed[name] >= MISSED for name in {spelling.name for spelling in taken}),
            "questions": len(asked),
            "right questions": len(right),
            "taken": len(taken),
            "words": sum(len(norm(passage["clean"])) for passage in passages),
            "as it is": wrong,
            "with names": wrong,
            "with aliases": _wrong(passages, with_glossary(kit, _with_aliases(names, taken))) if taken else wrong,
        }
    )


def _of_one_text(passages: list[dict[str, Any]]) -> Iterator[list[Spelling]]:
    """The questions about a call as one text, with the places in its passages."""
    starts = [0, *accumulate(len(passage["noisy"]) + 1 for passage in passages)]
    for found in unlisted([("call", "\n".join(passage["noisy"] for passage in passages))], Glossary()):
        yield [replace(one, places=tuple(_in_passage(place, starts) for place in one.places)) for one in found]


def _in_passage(place: Place, starts: list[int]) -> Place:
    _, start, end = place
    number = bisect_right(starts, start) - 1
    return number, start - starts[number], end - starts[number]


def _as_one_name(found: list[Spelling], names: list[str], passages: list[dict[str, Any]]) -> list[Spelling]:
    """The spellings that are right as the name for which most of their places are."""
    best: list[Spelling] = []
    for name in names:
        heard = alike(sound("".join(keys(name))), sound(found[0].said))
        meant = [replace(spelling, name=name) for spelling in found] if heard >= HEARD else []
        right = [spelling for spelling in meant if _is_right(spelling, passages)]
        best = max(best, right, key=lambda one: sum(len(spelling.places) for spelling in one))
    return best


def _missed(passages: list[dict[str, Any]]) -> Counter[str]:
    mentions = (entity for passage in passages for entity in passage["meta"]["entities"])
    return Counter(
        re.sub(r"^(?:the|an?) ", "", text, flags=re.IGNORECASE)
        for text, type, there in mentions
        if not there and type != "WEBSITE"
    )


def _is_right(spelling: Spelling, passages: list[dict[str, Any]]) -> bool:
    nearer = 0
    for number, start, end in spelling.places:
        text, truth = passages[number]["noisy"], norm(passages[number]["clean"])
        new = changed(text, [(start, end, spelling.name)])
        nearer += Levenshtein.distance(norm(new), truth) < Levenshtein.distance(norm(text), truth)
    return nearer >= RIGHT * len(spelling.places)


def _with_aliases(glossary: Glossary, taken: list[Spelling]) -> Glossary:
    """The glossary with what was taken, each spelling for the first name that it was taken for."""
    aliases: dict[str, list[Alias]] = {}
    said: set[str] = set()
    for spelling in sorted(taken, key=lambda one: -one.score):
        if spelling.said not in said:
            said.add(spelling.said)
            aliases.setdefault(spelling.name, []).append(Alias(spelling.said, always=spelling.everyday))
    return Glossary(tuple(Entry(entry.name, tuple(aliases.get(entry.name, ()))) for entry in glossary.entries))


def _wrong(passages: list[dict[str, Any]], kit: Kit) -> int:
    marked = cleaned(passages, "noisy", kit)
    return sum(Levenshtein.distance(norm(changed(p["noisy"], fixes)), norm(p["clean"])) for p, fixes in marked)


if __name__ == "__main__":
    sys.exit(main())
