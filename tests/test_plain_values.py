"""What `PlainCommand` takes as it is, is what Typer makes of it; and what is no plain value Typer refuses as ever."""

from pathlib import Path
from typing import Annotated, Literal

import pytest
import typer
import typer.main
from typer.core import TyperCommand

from cleaner.cli.plain_values import PlainCommand

FLAG = Annotated[bool, typer.Option("--flag")]
CASES: list[list[str]] = [
    ["a.txt"],
    ["a.txt", "b.txt", "--word", "x"],
    ["né.txt", "--word", "é"],
    ["a.txt", "--choice", "two", "--flag"],
    ["a.txt", "--choice", "three"],
    ["a.txt", "--choice", "TWO"],
    ["a.txt", "--number", "2", "--share", "0.5"],
    ["a.txt", "--number", "two"],
    ["a.txt", "--share", "half"],
    ["a.txt", "--path", ""],
    ["a.txt", "--path", "/dev/null"],
    ["a.txt", "--path", "no\0where"],
    ["a.txt", "--path", "lone\udcff"],
    ["a.txt", "--many", "a", "--many", "b", "--places", "c", "--places", "d/e"],
    ["a.txt", "--unknown"],
    [],
]


def command(
    files: list[Path],
    word: str | None = None,
    choice: Literal["one", "two"] = "one",
    number: int | None = None,
    share: float | None = None,
    path: Path | None = None,
    many: list[str] = [],  # noqa: B006 - Typer copies it
    places: list[Path] = [],  # noqa: B006
    flag: FLAG = False,
) -> tuple[object, ...]:
    return files, word, choice, number, share, path, many, places, flag


def said(kind: type[TyperCommand], words: list[str]) -> object:
    """What the function is given, or what the user is told."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(cls=kind)(command)
    try:
        return typer.main.get_command(app).main(words, "x", standalone_mode=False)
    except Exception as error:
        return type(error), getattr(error, "message", str(error))


@pytest.mark.parametrize("words", CASES, ids=lambda words: ascii(" ".join(words)))
def test_plain_values_are_what_typer_makes_of_them(words: list[str]) -> None:
    assert said(PlainCommand, words) == said(TyperCommand, words)
