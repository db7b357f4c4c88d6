"""The project's own corpus laid out as a data folder, so that every step can be tried without other data.

Its models are toys: 10,000 words of text, 17 scanned articles.
"""

from __future__ import annotations

import json
import lzma
from pathlib import Path

from training.sources import SMALL, Sources, Text


def is_corpus(folder: Path) -> bool:
    return (folder / "damaged/ocr").is_dir() and (folder / "clean").is_dir()


def laid_out(corpus: Path, folder: Path) -> Sources:
    """Write the corpus' articles to `folder` in the layout of `sources`."""
    clean = {file.name: file.read_text(encoding="utf-8") for file in sorted((corpus / "clean").iterdir())}
    scanned = {file.name: file.read_text(encoding="utf-8") for file in sorted((corpus / "damaged/ocr").iterdir())}
    for part in ("lm", "ocr", "clean"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    lines = [line for text in clean.values() for line in text.splitlines() if line.strip()]
    with lzma.open(folder / "lm/articles.txt.xz", "wt", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
    (folder / "lm/suspicious.txt").write_text("tho\ntbe\nnnd\n", encoding="utf-8")
    pairs = [{"id": name, "noisy": text, "clean": clean[name]} for name, text in scanned.items()]
    _write(folder / "ocr/even.jsonl", pairs[::2])
    _write(folder / "ocr/odd.jsonl", pairs[1::2])
    _write(folder / "clean/articles.jsonl", [{"id": name, "text": text} for name, text in clean.items()])
    return Sources(
        folder,
        {"articles": Text("modern")},
        {"even": 1.0, "odd": 1.0},
        "clean/articles.jsonl",
        "lm/articles.txt.xz",
        SMALL,
    )


def _write(file: Path, rows: list[dict[str, str]]) -> None:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
