"""`cleaner eval`: measure the output of any tool against the right texts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cleaner.cli.messages import fail

if TYPE_CHECKING:
    from cleaner.evaluate.corpora import Pairs
    from cleaner.evaluate.outputs import Systems

REF_OUT = """REF: JSONL with id, noisy and clean, or a folder that holds the folders noisy and clean.
OUT: what a tool made of it, as JSONL with id and output, or as a folder with the same file names;
several are ranked. Without OUT the input itself is scored. With --output: REF, or IN and TRUTH."""
Output = Annotated[
    list[str],
    typer.Option(
        metavar="NAME=PATH",
        help="A tool's output by a name of yours, several allowed; PATH:FIELD names its field, :FIELD is one of REF.",
    ),
]
Missing = Annotated[
    bool, typer.Option("--missing-as-input", help="Texts that OUT lacks count as handed back unchanged.")
]
Strict = Annotated[
    bool, typer.Option("--strict", help="With --edits: case, punctuation and hyphens can make a record wrong.")
]


def eval_(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="REF OUT", help=REF_OUT, show_default=False)] = None,
    noisy: Annotated[Path | None, typer.Option(help="Damaged texts, instead of REF: a folder, or a file.")] = None,
    clean: Annotated[Path | None, typer.Option(help="Their truths, instead of REF: a folder, or a file.")] = None,
    output: Output = [],
    edits: Annotated[
        Path | None, typer.Option(help="An edits.jsonl, to score its fixes, rules and confidence.")
    ] = None,
    id_field: Annotated[str, typer.Option(help="JSONL: the field with the name.")] = "id",
    noisy_field: Annotated[str, typer.Option(help="JSONL: the field with the damaged text.")] = "noisy",
    clean_field: Annotated[str, typer.Option(help="JSONL: the field with the truth.")] = "clean",
    output_field: Annotated[str, typer.Option(help="JSONL: the field with a tool's output.")] = "output",
    by: Annotated[str | None, typer.Option(help="Also score each value of this field of REF (meta.paper).")] = None,
    missing_as_input: Missing = False,
    strict: Strict = False,
    details: Annotated[
        Path | None, typer.Option(help="Write each right, wrong and missed edit here, as JSONL.")
    ] = None,
    output_format: Annotated[
        Literal["text", "json", "markdown"], typer.Option(help="How to show the figures.")
    ] = "text",
) -> None:
    """Measure any tool's output against the truth: errors gone, words broken, invented and dropped: docs/eval.md."""
    from cleaner.evaluate import claims, comparison, score_tables
    from cleaner.files import atomic

    fields = {"id": id_field, "noisy": noisy_field, "clean": clean_field, "output": output_field}
    pairs, systems = _read(paths or [], (noisy, clean), output, fields, lenient=missing_as_input)
    records = claims.read_claims(edits, pairs) if edits else None
    if records is not None:
        systems["(the edits' fixes)"] = claims.carry_out(records, pairs)
    found = comparison.compare(pairs, systems, records, by=by, strict=strict)
    if details:
        lines = (json.dumps(edit, ensure_ascii=False) + "\n" for edit in comparison.details(pairs, systems))
        atomic.write(details, "".join(lines).encode(errors="backslashreplace"), follow=True)
    if output_format == "json":
        typer.echo(json.dumps(found.values()))
    else:
        lay_out = score_tables.as_markdown if output_format == "markdown" else score_tables.as_text
        typer.echo("\n\n".join(map(lay_out, found.tables())))


def _read(
    paths: list[Path],
    sides: tuple[Path | None, Path | None],
    named: list[str],
    fields: Mapping[str, str],
    *,
    lenient: bool,
) -> tuple[Pairs, Systems]:
    """The texts with their truths, and the tools' outputs by name."""
    from cleaner.evaluate import corpora, outputs

    if named and len(paths) == 2 and sides == (None, None):
        sides, paths = (paths[0], paths[1]), []
    if named and len(paths) > 1:
        raise fail("with --output, name REF alone, or IN and TRUTH; further outputs are --output NAME=PATH too")
    pairs, outs = corpora.read_truth(paths, *sides, fields)
    return pairs, outputs.read_systems(outs, named, pairs, fields, lenient=lenient)
