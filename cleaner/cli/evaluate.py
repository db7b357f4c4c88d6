"""`cleaner eval`: how good is a tool's output, for anyone with truth."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.options import fail

if TYPE_CHECKING:
    from cleaner.evaluate.comparison import Comparison, Systems
    from cleaner.evaluate.inputs import Names, Pairs


class OutputFormat(StrEnum):
    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


REF_OUT = """REF: JSONL with id, noisy and clean, or a folder that holds the folders noisy and clean. OUT: what a tool
made of it, as JSONL with id and output, or as a folder with the same file names; several are ranked. Without OUT the
input itself is scored."""

Paths = Annotated[list[Path] | None, typer.Argument(metavar="REF [OUT]...", help=REF_OUT, show_default=False)]
Noisy = Annotated[Path | None, typer.Option("--noisy", help="Folder of damaged texts, instead of REF.")]
Clean = Annotated[Path | None, typer.Option("--clean", help="Folder of their truths, instead of REF.")]
Records = Annotated[
    Path | None,
    typer.Option(
        "--edits",
        help="An edits.jsonl: score its fixes, its rules and whether its confidence can be trusted.",
    ),
]
IdField = Annotated[str, typer.Option("--id-field", help="JSONL: the field with the name.")]
NoisyField = Annotated[str, typer.Option("--noisy-field", help="JSONL: the field with the damaged text.")]
CleanField = Annotated[str, typer.Option("--clean-field", help="JSONL: the field with the truth.")]
OutputField = Annotated[str, typer.Option("--output-field", help="JSONL: the field with a tool's output.")]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="FIELD", help="Also score each value of this field of REF: meta.newspaper."),
]
Missing = Annotated[
    bool, typer.Option("--missing-as-input", help="Texts that OUT lacks count as handed back unchanged.")
]
Strict = Annotated[
    bool,
    typer.Option("--strict", help="With --edits: case, punctuation and hyphens can make a record wrong."),
]
Details = Annotated[
    Path | None, typer.Option("--details", help="Write every right, wrong and missed edit here, as JSONL.")
]
Format = Annotated[OutputFormat, typer.Option("--output-format", help="How to show the figures.")]


def eval_(
    paths: Paths = None,
    noisy: Noisy = None,
    clean: Clean = None,
    edits: Records = None,
    id_field: IdField = "id",
    noisy_field: NoisyField = "noisy",
    clean_field: CleanField = "clean",
    output_field: OutputField = "output",
    by: By = None,
    missing_as_input: Missing = False,
    strict: Strict = False,
    details: Details = None,
    output_format: Format = OutputFormat.TEXT,
) -> None:
    """Measure any tool's output against the truth: CER, WER, cMER, precision, recall, damage; see docs/eval.md."""
    from cleaner.evaluate import comparison, tables
    from cleaner.evaluate.inputs import InputError, Names

    names = Names(id_field, noisy_field, clean_field, output_field)
    try:
        pairs, outs = _truth(paths or [], noisy, clean, names)
        found, systems = _measure(pairs, outs, names, edits, by, missing_as_input, strict)
        if details:
            lines = (
                json.dumps(edit, ensure_ascii=False) + "\n" for edit in comparison.details(pairs, systems)
            )
            details.write_text("".join(lines), encoding="utf-8", errors="backslashreplace")
    except InputError as error:
        raise fail(str(error)) from None
    except OSError as error:
        raise fail(f"{error.filename}: {error.strerror}") from None
    if output_format is OutputFormat.JSON:
        typer.echo(json.dumps(found.values()))
    else:
        lay_out = tables.as_markdown if output_format is OutputFormat.MARKDOWN else tables.as_text
        typer.echo("\n\n".join(map(lay_out, found.tables())))


def _truth(
    paths: list[Path], noisy: Path | None, clean: Path | None, names: Names
) -> tuple[Pairs, list[Path]]:
    """The pairs, and the paths that are left: tools' outputs."""
    from cleaner.evaluate.inputs import InputError, pair_folders, read_pairs

    if noisy and clean:
        return pair_folders(noisy, clean), paths
    if noisy or clean:
        raise InputError("--noisy and --clean go together")
    if not paths:
        raise InputError("which texts? Name REF, or --noisy and --clean")
    return read_pairs(paths[0], names), paths[1:]


def _measure(
    pairs: Pairs,
    outs: list[Path],
    names: Names,
    edits: Path | None,
    by: str | None,
    lenient: bool,
    strict: bool,
) -> tuple[Comparison, Systems]:
    from cleaner.evaluate.comparison import Comparison, compare, sum_up
    from cleaner.evaluate.inputs import carry_out, read_claims, read_outputs

    systems: dict[str, dict[str, str]] = {}
    for out in outs:
        systems[_name(out, systems)] = read_outputs(out, pairs, names, lenient=lenient)
    if not edits:
        return Comparison(compare(pairs, systems, by)), systems
    texts = {id_: pair.noisy for id_, pair in pairs.items()}
    claims = read_claims(edits, texts)
    systems[_name(edits, systems)] = carry_out(claims, texts)
    return Comparison(compare(pairs, systems, by), *sum_up(pairs, claims, strict=strict)), systems


def _name(path: Path, taken: Systems) -> str:
    return str(path) if path.stem in taken else path.stem
