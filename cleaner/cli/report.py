"""`cleaner report`: views of a run's ledger, with what people decided since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cleaner.cli.messages import fail, say
from cleaner.cli.options import RunFolder
from cleaner.cli.printing import put
from cleaner.text.plural import count
from cleaner.text.visible import visible

if TYPE_CHECKING:
    from cleaner.formats.outcome import Outcome
    from cleaner.ledger import Ledger
    from cleaner.model import Cleaned, Record
    from cleaner.reports.html import Picture


View = Literal["html", "diff", "jsonl", "summary", "text", "json", "github", "sarif", "suggestions", "precision"]
To = Annotated[
    Path | None, typer.Option("-o", "--to", help="The file to write.  [default: OUT/report.html, else standard output]")
]


def report(
    out: RunFolder,
    format: Annotated[
        View, typer.Option(help="jsonl is edits.jsonl, suggestions a review for GitHub, precision each rule's.")
    ] = "html",
    to: To = None,
    pictures: Annotated[
        bool, typer.Option("--pictures", help="html: the page image beside each word of a scan, where it is at hand.")
    ] = False,
) -> None:
    """Show a run: as one page, as a diff, or for other programs."""
    from cleaner.files import atomic
    from cleaner.ledger import Ledger

    if to is None and format == "html":
        to = out / "report.html"
    failed: list[Outcome] = []
    with Ledger.open(out, create=False, look=True) as ledger:
        pieces = _pieces(ledger, format, out, failed, _picture(ledger) if pictures else None)
        if to is None:
            for piece in pieces:
                put(piece)
        else:
            atomic.write(to, b"".join(pieces), follow=True)
            say(f"written to {to}")
    if failed:
        raise fail(f"{count(len(failed), 'file')} could not be shown", *(c for o in failed for c in o.complaints))


def _picture(ledger: Ledger) -> Picture:
    """What gives a finding's picture."""
    from cleaner.files.page_images import NoPictureError, can_be_cut
    from cleaner.review.pictures import Pictures

    if not can_be_cut():
        raise fail("--pictures needs Pillow: pip install 'article-cleaner[pictures]'")
    known = Pictures(ledger)
    paths = {document.name: document.path for document in ledger.documents(-1)}

    def picture(cleaned: Cleaned, record: Record) -> bytes | None:
        try:
            return known.of(paths[cleaned.document.id], record.finding)()
        except NoPictureError:
            return None

    return picture


def _pieces(ledger: Ledger, format: View, out: Path, failed: list[Outcome], picture: Picture | None) -> Iterator[bytes]:
    from cleaner.ledger import export
    from cleaner.reports import findings, jsonl
    from cleaner.reports.summary import Summary

    if format == "html":
        from cleaner.reports import html

        documents = (ledger.cleaned(d) for d in ledger.document_ids())
        title = f"What cleaner did: {out.resolve().name}"
        yield html.report(documents, title, picture).encode("utf-8", "replace")
        return
    if format == "precision":
        from cleaner.learn.precision import as_text, precisions

        yield (as_text(precisions(ledger)) or "nobody has answered anything in this run yet\n").encode()
        return
    outcomes = _whole(export.outcomes(ledger), failed)
    if format == "diff":
        yield from (outcome.diff for outcome in outcomes)
    elif format == "jsonl":
        yield from (line.encode() for line in jsonl.lines(c for o in outcomes for c in o.cleaned))
    elif format == "suggestions":
        from cleaner.reports.suggestions import as_suggestions

        yield from (text.encode("utf-8", "replace") for text in as_suggestions(outcomes))
    elif format == "summary":
        summary = Summary()
        for outcome in outcomes:
            summary.add(outcome)
        yield from (f"{visible(line)}\n".encode() for line in summary.lines())
    else:
        yield from (text.encode("utf-8", "replace") for text in findings.FINDINGS[format](outcomes))


def _whole(outcomes: Iterable[Outcome], failed: list[Outcome]) -> Iterator[Outcome]:
    """The outcomes without those that failed, which are noted in `failed`."""
    for outcome in outcomes:
        if outcome.failure:
            failed.append(outcome)
        else:
            yield outcome
