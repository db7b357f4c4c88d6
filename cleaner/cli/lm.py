"""`cleaner lm build`: a language model of your own texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli.messages import fail, say

app = typer.Typer(name="lm", help="Language models: how words fit their neighbours.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    pass


@app.command("build")
def build(
    texts: Annotated[list[Path], typer.Argument(metavar="TEXT…", help="Plain text, UTF-8; folders are read whole.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="The model to write.")],
    bigrams: Annotated[int, typer.Option(help="Pairs of words to keep, eight bytes each.")] = 900_000,
    trigrams: Annotated[int, typer.Option(help="Triples of words to keep, three bytes each.")] = 1_500_000,
) -> None:
    """Build a model from correct text of your own kind.  A million words take some five seconds."""
    from cleaner.spelling.language_model import TrigramModel
    from cleaner.spelling.storage.mmap_arrays import may_replace
    from cleaner.spelling.train_language_model import build as build_model

    may_replace(out)
    try:
        build_model(_lines(texts), out, bigrams=bigrams, trigrams=trigrams, notes="cleaner lm build")
    except ValueError as error:
        raise fail(str(error)) from None
    meta = TrigramModel.open(out).meta
    say(f"{out}: {meta['words']:,} words, {meta['bigrams']:,} pairs, {meta['trigrams']:,} triples")


def _lines(paths: list[Path]) -> Iterator[str]:
    for path in paths:
        for file in sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]:
            try:
                with file.open(encoding="utf-8") as lines:
                    yield from lines
            except UnicodeDecodeError:
                raise ValueError(f"{file}: not UTF-8 text") from None
