"""`cleaner report`: views of a run's ledger, with what people decided since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.guarded import put
from cleaner.cli.messages import errors_told, fail, say
from cleaner.cli.options import RunFolder
from cleaner.text.plural import count

if TYPE_CHECKING:
    from cleaner.formats.outcome import Outcome
    from cleaner.ledger import Ledger


class View(StrEnum):
    HTML = "html"
    DIFF = "diff"
    JSONL = "jsonl"
    SUMMARY = "summary"
    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"
    PRECISION = "precision"


Format = Annotated[View, typer.Option("--format", help="Which view; jsonl is edits.jsonl, precision each rule's.")]
To = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--to",
        help="The file to write.  [default: OUT/report.html, else standard output]",
        show_default=False,
    ),
]


def report(out: RunFolder, format: Format = View.HTML, to: To = None) -> None:
    """Show a run: one page for everybody, the diff, every finding, or what other programs read."""
    from cleaner.files import atomic
    from cleaner.ledger.store import opened

    if to is None and format is View.HTML:
        to = out / "report.html"
    failed: list[Outcome] = []
    with errors_told(), opened(out, look=True) as ledger:
        pieces = _pieces(ledger, format, out, failed)
        if to is None:
            for piece in pieces:
                put(piece)
        else:
            atomic.write(to, b"".join(pieces), follow=True)
            say(f"written to {to}")
    if failed:
        raise fail(f"{count(len(failed), 'file')} could not be shown", *(c for o in failed for c in o.complaints))


def _pieces(ledger: Ledger, format: View, out: Path, failed: list[Outcome]) -> Iterator[bytes]:
    from cleaner.ledger import export
    from cleaner.model import unified_diff
    from cleaner.reports import findings, jsonl

    if format is View.HTML:
        from cleaner.reports import html

        documents = (ledger.cleaned(d) for d in ledger.document_ids())
        yield html.report(documents, f"What cleaner did: {out.resolve().name}").encode("utf-8", "replace")
        return
    if format is View.PRECISION:
        yield _precision(ledger).encode()
        return
    outcomes = _whole(export.outcomes(ledger), failed)
    if format is View.DIFF:
        yield from (unified_diff.unified(o.input.name, o.source.data, o.edits) for o in outcomes if o.source)
    elif format is View.JSONL:
        yield from (line.encode() for line in jsonl.lines(c for o in outcomes for c in o.cleaned))
    elif format is View.SUMMARY:
        yield _summary(outcomes).encode()
    else:
        yield from (text.encode("utf-8", "replace") for text in findings.FINDINGS[format.value](outcomes))


def _whole(outcomes: Iterable[Outcome], failed: list[Outcome]) -> Iterator[Outcome]:
    """The outcomes that are some, the others noted in `failed`."""
    for outcome in outcomes:
        if outcome.failure:
            failed.append(outcome)
        else:
            yield outcome


def _precision(ledger: Ledger) -> str:
    from cleaner.learn.precision import as_text, precisions

    return as_text(precisions(ledger)) or "nobody has answered anything in this run yet\n"


def _summary(outcomes: Iterable[Outcome]) -> str:
    from cleaner.reports.summary import Summary
    from cleaner.text.visible import visible

    summary = Summary()
    for outcome in outcomes:
        summary.add(outcome)
    return "".join(f"{visible(line)}\n" for line in summary.lines())
