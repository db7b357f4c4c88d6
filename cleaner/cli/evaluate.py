"""`cleaner eval`: how good is a tool's output, for anyone with truth."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli.messages import errors_told


class OutputFormat(StrEnum):
    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


REF_OUT = """REF: JSONL with id, noisy and clean, or a folder that holds the folders noisy and clean.
OUT: what a tool made of it, as JSONL with id and output, or as a folder with the same file names;
several are ranked. Without OUT the input itself is scored."""

Paths = Annotated[list[Path] | None, typer.Argument(metavar="REF OUT", help=REF_OUT, show_default=False)]
Noisy = Annotated[Path | None, typer.Option("--noisy", help="Folder of damaged texts, instead of REF.")]
Clean = Annotated[Path | None, typer.Option("--clean", help="Folder of their truths, instead of REF.")]
Records = Annotated[
    Path | None,
    typer.Option(
        "--edits",
        help="An edits.jsonl, to score its fixes, rules and confidence.",
    ),
]
IdField = Annotated[str, typer.Option("--id-field", help="JSONL: the field with the name.")]
NoisyField = Annotated[str, typer.Option("--noisy-field", help="JSONL: the field with the damaged text.")]
CleanField = Annotated[str, typer.Option("--clean-field", help="JSONL: the field with the truth.")]
OutputField = Annotated[str, typer.Option("--output-field", help="JSONL: the field with a tool's output.")]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="FIELD", help="Also score each value of this field of REF (meta.paper)."),
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
    """Measure any tool's output against the truth: CER, WER, precision, recall, damage; see docs/eval.md."""
    from cleaner.evaluate import claims, comparison, corpora, score_tables
    from cleaner.files import atomic

    names = {"id": id_field, "noisy": noisy_field, "clean": clean_field, "output": output_field}
    with errors_told():
        pairs, outs = corpora.read_truth(paths or [], noisy, clean, names)
        systems = corpora.read_systems(outs, pairs, names, lenient=missing_as_input)
        records = claims.read_claims(edits, pairs) if edits else None
        if records is not None:
            systems["(the edits' fixes)"] = claims.carry_out(records, pairs)
        found = comparison.compare(pairs, systems, records, by=by, strict=strict)
        if details:
            lines = (json.dumps(edit, ensure_ascii=False) + "\n" for edit in comparison.details(pairs, systems))
            atomic.write(details, "".join(lines).encode(errors="backslashreplace"), follow=True)
    if output_format is OutputFormat.JSON:
        typer.echo(json.dumps(found.values()))
    else:
        lay_out = score_tables.as_markdown if output_format is OutputFormat.MARKDOWN else score_tables.as_text
        typer.echo("\n\n".join(map(lay_out, found.tables())))
