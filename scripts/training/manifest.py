"""`MANIFEST.json`: for each built file its hash, what it was built from, with which packages, and its figures.

`tests/test_manifest.py` holds the shipped files to it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from cleaner.diagnosis import right_text
from cleaner.packs import safety_table
from cleaner.spelling.costs import Costs
from cleaner.spelling.error_model import ErrorModel
from cleaner.spelling.storage.mmap_arrays import MmapArrays

NAME = "MANIFEST.json"
HOW = "scripts/retrain.py DATA builds these files and writes this page; --record writes it for the files as they are"
#: kept by people, no step builds it
BY_HAND = "reviewed.tsv"


def _meta(path: Path, kind: str, *keys: str) -> dict[str, object]:
    meta = MmapArrays.open(path, kind).meta
    return {key: meta[key] for key in keys}


#: what is counted in a built file
SIZES: dict[str, Callable[[Path], dict[str, object]]] = {
    "lexicon.bin": lambda path: _meta(path, "lexicon", "words", "trusted", "indexed"),
    "context.bin": lambda path: _meta(path, "trigrams", "words", "bigrams", "trigrams", "seen"),
    "confusions.tsv": lambda path: {"confusions": len(ErrorModel.open(path).costs)},
    "costs.json": lambda path: {"channel": Costs.open(path).channel, "temperature": Costs.open(path).temperature},
    "confidence.json": lambda path: {key: len(value) for key, value in _json(path).items()},
    "engine_confidence.json": lambda path: {"bands": len(_json(path)["bands"]) + 1},
    "measured.tsv": lambda path: {"rules": len(safety_table.read(path))},
    "signs.tsv": lambda path: {"rules": len(right_text.read(path))},
}


def read(folder: Path) -> dict[str, Any]:
    """The manifest of a folder; an empty one if it has none."""
    path = folder / NAME
    return dict(_json(path)) if path.exists() else {"how": HOW, "files": {}}


def record(
    folder: Path,
    output: str,
    inputs: Iterable[Path] | None,
    data: Path | None,
    packages: Iterable[str] | None,
    held_out: dict[str, object] | None,
) -> None:
    """Write what is known of a built file.

    `inputs` are told by their names in `data`.  What is None is kept as it was if the file is the same, and else not
    known.
    """
    manifest = read(folder)
    before = manifest["files"].get(output, {})
    digest = sha256(folder / output)
    old = before if before.get("sha256") == digest else {}
    manifest["files"][output] = {
        "sha256": digest,
        "inputs": old.get("inputs") if inputs is None or data is None else {_name(i, data): sha256(i) for i in inputs},
        "packages": old.get("packages") if packages is None else {name: version(name) for name in packages},
        "size": SIZES[output](folder / output),
        "held out": old.get("held out") if held_out is None else held_out,
    }
    if (folder / BY_HAND).exists():
        manifest["by hand"] = {BY_HAND: sha256(folder / BY_HAND)}
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    (folder / NAME).write_text(text + "\n", encoding="utf-8", newline="\n")


def sha256(path: Path) -> str:
    """A file's hash; that of a table of text does not hang on its line ends, which a checkout may change."""
    content = path.read_bytes()
    if path.suffix in {".tsv", ".json", ".jsonl", ".txt"}:
        content = content.replace(b"\r\n", b"\n")
    return hashlib.sha256(content).hexdigest()


def _name(path: Path, data: Path) -> str:
    return path.relative_to(data).as_posix()


def _json(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))  # type: ignore[no-any-return]
