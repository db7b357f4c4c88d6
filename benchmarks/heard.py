"""Measure `cleaner clean --witness` on other people's versions of texts whose truth is known.

    python benchmarks/heard.py DATA.jsonl [--every 3] [--first 1] [--models FOLDER] [--bar .5] [--heard NAME,NAME]
        [--spoil]

DATA: JSON Lines as for `witness.py`; a witness whose name holds `text` is one, any other has read the image.  For each
set of witnesses: away, precision and broken (neutral view), and how much is made and asked.  `--heard`: this set and no
other; may be repeated.  `--spoil`: the first witness of each set spoiled in ten ways, and how many figures, names and
words that stand in neither our text nor the truth come through.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from corrector import with_models
from witness import CAPITAL, SPOILS, Row, Spoil, told

from cleaner.build_kit import build_kit
from cleaner.config import Settings
from cleaner.kit import Kit
from cleaner.model import Cleaned, Document
from cleaner.pipeline import allowed, analyse, clean
from cleaner.spelling.classifier import Classifier
from cleaner.spelling.error_model import ErrorModel
from cleaner.text.word_keys import is_figure, keys
from cleaner.witness.hearing import hear
from cleaner.witness.versions import Statement, WitnessKind


def statement(name: str, text: str) -> Statement:
    return Statement(name, WitnessKind.TEXT if "text" in name else WitnessKind.IMAGE, text)


def heard(row: Row, ours: Cleaned, said: Sequence[Statement], kit: Kit) -> Cleaned:
    analysis = analyse(row["noisy"], ours.document, kit)
    return hear(ours, said, kit, analysis, partial(allowed, analysis=analysis)).cleaned


def measure(
    name: str, rows: list[Row], cleaned: list[Cleaned], names: list[str], kit: Kit, spoil: Spoil | None
) -> None:
    """Prints what becomes of the texts with a set of witnesses, the first of them spoiled if so told."""
    began, done, lies = time.perf_counter(), list[Cleaned](), Counter[str]()
    for row, ours, other in zip(rows, cleaned, (*rows[1:], rows[0]), strict=True):
        texts = [row["witnesses"][n] for n in names]
        if spoil:
            texts[0] = spoil(texts[0], other["witnesses"][names[0]], row["noisy"])
        done.append(heard(row, ours, [statement(n, t) for n, t in zip(names, texts, strict=True)], kit))
        true = Counter(keys(row["clean"])) + Counter(keys(ours.text)) + Counter(keys(row["noisy"]))
        new = Counter(keys(done[-1].text)) - true
        lies["figures"] += sum(n for word, n in new.items() if is_figure(word))
        lies["names"] += sum(n for word, n in new.items() if word.capitalize() in names_in(done[-1].text))
        lies["words"] += new.total()
    worse = sum(_away(r, d) < _away(r, c) for r, c, d in zip(rows, cleaned, done, strict=True))
    print(
        told(name, [(row, d.text) for row, d in zip(rows, done, strict=True)]),
        f" made {sum(len(d.fixes) for d in done)}, asked {sum(len(d.open) for d in done)}, worse {worse},"
        f" false figures {lies['figures']}, names {lies['names']}, words {lies['words']},"
        f" {time.perf_counter() - began:.1f} s",
    )


def names_in(text: str) -> set[str]:
    """The words of a text that have a capital which no sentence's start explains."""
    return set(CAPITAL.findall(text))


def _away(row: Row, cleaned: Cleaned) -> float:
    return float(told("", [(row, cleaned.text)]).split()[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path, help="JSON lines: id, noisy, clean, witnesses")
    parser.add_argument("--every", type=int, default=1, help="take every n-th text")
    parser.add_argument("--first", type=int, default=0, help="begin with this text")
    parser.add_argument("--models", type=Path, help="a folder with confusions.tsv and confidence.json")
    parser.add_argument("--bar", type=float, default=0.95)
    parser.add_argument("--heard", action="append", default=[], help="a set of witnesses: NAME,NAME")
    parser.add_argument("--spoil", action="store_true", help="spoil the first witness of each set")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.data.read_text("utf-8").splitlines()]
    rows = rows[options.first :: options.every]
    kit = build_kit(Settings(bar=options.bar))
    if options.models:
        kit = with_models(kit, error_model=ErrorModel.open(options.models / "confusions.tsv"))
        kit = replace(kit, classifier=Classifier.open(options.models / "confidence.json"))
    cleaned = [clean(Document(row["id"], row["noisy"]), kit) for row in rows]
    print(
        told(
            f"{len(rows)} texts: away, precision, broken: ours",
            [(r, c.text) for r, c in zip(rows, cleaned, strict=True)],
        )
    )
    for given in options.heard or [*rows[0]["witnesses"], ",".join(rows[0]["witnesses"])]:
        names = given.split(",")
        if not options.spoil:
            measure(" + ".join(names), rows, cleaned, names, kit, None)
        for spoil in SPOILS if options.spoil else ():
            measure(f"{names[0]}: {spoil}", rows, cleaned, names, kit, SPOILS[spoil])


if __name__ == "__main__":
    main()
