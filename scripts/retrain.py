"""Build every model and table of `cleaner/data`, in order, each from what the ones before it made.

    python scripts/retrain.py --list                                  # the steps
    python scripts/retrain.py DATA                                    # all of them, about 25 minutes
    python scripts/retrain.py corpus --out /tmp/models --small        # a trial on the project's own texts, a minute
    python scripts/retrain.py DATA --only rules,signs --changed       # two steps; of the rules, those that changed
    python scripts/retrain.py DATA --without overproof2 --only error-model,classifier --out /tmp/unseen
    python scripts/retrain.py DATA --record                           # builds nothing: writes MANIFEST.json anew

DATA is a folder as `scripts/training/sources.py` describes it.  What is not in --out is taken from the shipped files.
Needs `pip install -e '.[train]'`; the step engine-confidence also needs Tesseract and the fonts of `scripts/damaging`.
`--small` leaves out steps whose tools are missing.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from training import corpus_sample, manifest
from training.models import Models
from training.sources import FULL, SMALL, Sources, full

from cleaner.files.locations import DATA


@dataclass(frozen=True, slots=True)
class Step:
    """A module of `training` with a function `build`, the file that it writes, and what it needs.

    `reads` names the files of the data folder; `packages` are named as one installs them, `tools` as one runs them.
    """

    module: str
    output: str
    reads: Callable[[Sources], list[str]]
    packages: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()

    def missing(self) -> list[str]:
        """The packages and tools that are not there."""
        modules = {"pillow": "PIL"}
        packages = [name for name in self.packages if not find_spec(modules.get(name, name))]
        return packages + [tool for tool in self.tools if not shutil.which(tool)]


STEPS = {
    "lexicon": Step(
        "build_lexicon", "lexicon.bin", lambda s: [*s.text_files(), "lm/suspicious.txt"], ("symspellpy", "wordfreq")
    ),
    "language-model": Step("build_language_model", "context.bin", Sources.text_files, ("numpy",)),
    "error-model": Step("build_error_model", "confusions.tsv", Sources.collection_files, ("rapidfuzz",)),
    "costs": Step("fit_costs", "costs.json", Sources.collection_files, ("numpy", "rapidfuzz")),
    "classifier": Step(
        "fit_classifier",
        "confidence.json",
        lambda s: [*s.collection_files(), *s.text_files(), *s.right_files()],
        ("lightgbm", "numpy", "rapidfuzz"),
    ),
    "engine-confidence": Step(
        "measure_engine",
        "engine_confidence.json",
        lambda s: [s.articles],
        ("pillow", "pyphen", "numpy"),
        ("tesseract",),
    ),
    "rules": Step("measure_rules", "measured.tsv", lambda s: [s.articles, s.measured]),
    "signs": Step("measure_signs", "signs.tsv", lambda s: [s.articles, *s.collection_files(), *s.right_text_files()]),
}


def main(arguments: list[str] | None = None) -> int:
    args = _parser().parse_args(arguments)
    if args.list:
        for name, step in STEPS.items():
            print(f"{name:18} {step.output:24} scripts/training/{step.module}.py")
        return 0
    chosen = {name: step for name, step in STEPS.items() if not args.only or name in args.only.split(",")}
    unknown = set(args.only.split(",") if args.only else ()) - set(STEPS)
    if unknown or (args.data is None and not args.record):
        return _misuse(f"no such step: {', '.join(sorted(unknown))}; see --list" if unknown else "DATA is missing")
    missing = {name: step.missing() for name, step in chosen.items() if step.missing()}
    if missing and not args.small and not args.record:
        told = "; ".join(f"{name} needs {', '.join(what)}" for name, what in missing.items())
        return _misuse(f"{told}: install them (pip install -e '.[train]') or choose other steps with --only")
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        sources = _sources(args, Path(folder)) if args.data else None
        if sources and (absent := _absent(chosen, sources)):
            return _misuse(
                f"{args.data} lacks {', '.join(absent)}; scripts/training/sources.py tells what stands where"
            )
        for name, step in chosen.items():
            if args.record:
                _record(step, sources, args.out)
            elif name in missing:
                print(f"{name}: left out, needs {', '.join(missing[name])}", flush=True)
            elif sources:
                _build(name, step, sources, args.out)
    return 0


def _absent(chosen: Mapping[str, Step], sources: Sources) -> list[str]:
    """The files of the data folder that the steps read and that are not there."""
    wanted = (file for step in chosen.values() for file in step.reads(sources))
    return [file for file in dict.fromkeys(wanted) if not (sources.folder / file).exists()]


def _build(name: str, step: Step, sources: Sources, out: Path) -> None:
    start = time.monotonic()
    build = import_module(f"training.{step.module}").build
    held_out = build(sources, Models(out), out / step.output)
    inputs = [sources.folder / file for file in step.reads(sources)]
    manifest.record(out, step.output, inputs, sources.folder, step.packages, held_out)
    figures = {**manifest.read(out)["files"][step.output]["size"], **held_out}
    print(f"{name}: {out / step.output}, {time.monotonic() - start:.0f} s, {figures}", flush=True)


def _record(step: Step, sources: Sources | None, out: Path) -> None:
    inputs = [sources.folder / file for file in step.reads(sources)] if sources else None
    manifest.record(out, step.output, inputs, sources and sources.folder, None, None)


def _sources(args: argparse.Namespace, folder: Path) -> Sources:
    if corpus_sample.is_corpus(args.data):
        sources = corpus_sample.laid_out(args.data, folder)
    else:
        sources = full(args.data, SMALL if args.small else FULL)
    return replace(sources.without(args.without), changed=args.changed)


def _misuse(message: str) -> int:
    sys.stderr.write(f"retrain: {message}\n")
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="?", help="a data folder, or the corpus")
    parser.add_argument("--out", type=Path, default=DATA, help="where the files are written (cleaner/data)")
    parser.add_argument("--only", default="", metavar="STEP,…", help="these steps only")
    parser.add_argument("--small", action="store_true", help="little of the data, small models")
    parser.add_argument("--without", default="", metavar="NAME", help="a scanned collection to keep unseen")
    parser.add_argument("--changed", action="store_true", help="measure only rules that changed")
    parser.add_argument("--record", action="store_true", help="only write MANIFEST.json for the files as they are")
    parser.add_argument("--list", action="store_true", help="the steps, in order")
    return parser


if __name__ == "__main__":
    sys.exit(main())
