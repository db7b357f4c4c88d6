"""`cleaner eval`: measure the output of any tool against the right texts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

REF_OUT = """REF: JSONL with id, noisy and clean, or a folder that holds the folders noisy and clean.
OUT: what a tool made of it, as JSONL with id and output, or as a folder with the same file names;
several are ranked. Without OUT the input itself is scored."""
Missing = Annotated[
    bool, typer.Option("--missing-as-input", help="Texts that OUT lacks count as handed back unchanged.")
]
Strict = Annotated[
    bool, typer.Option("--strict", help="With --edits: case, punctuation and hyphens can make a record wrong.")
]


def eval_(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="REF OUT", help=REF_OUT, show_default=False)] = None,
    noisy: Annotated[Path | None, typer.Option(help="Folder of damaged texts, instead of REF.")] = None,
    clean: Annotated[Path | None, typer.Option(help="Folder of their truths, instead of REF.")] = None,
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
    """Measure any tool's output against the truth.  CER, WER, precision, recall, damage: see docs/eval.md."""
    from cleaner.evaluate import claims, comparison, corpora, score_tables
    from cleaner.files import atomic

    names = {"id": id_field, "noisy": noisy_field, "clean": clean_field, "output": output_field}
    pairs, outs = corpora.read_truth(paths or [], noisy, clean, names)
    systems = corpora.read_systems(outs, pairs, names, lenient=missing_as_input)
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
