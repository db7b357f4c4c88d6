"""`report.html`: one file that shows a run to someone without the tool.  It opens offline and sends nothing.

What a document holds is in the page as JSON, and the page's script shows it as text, never as markup.  The page's
content policy allows its own script and style by their hashes and nothing else.  A thousand documents stay usable
because the file holds only the changed paragraphs, and only the documents in view are laid out.  Of more than `MOST`
documents it shows some of those in which something was found, evenly spread, and says so; all are counted.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable
from functools import partial
from itertools import groupby
from pathlib import Path

import jinja2
from markupsafe import Markup

from cleaner.model import Cleaned, Record
from cleaner.reports.overview import FATES, Overview, fate
from cleaner.reports.thinned import Thinned
from cleaner.text.rows import rows, shortened
from cleaner.text.visible import both_sides, lines_visible, visible

Picture = Callable[[Cleaned, Record], bytes | None]
_HERE = Path(__file__).parent
_LONGEST = 4000  # characters of a change; longer ones are abridged
MOST = 1000  # documents that a page shows: some 6 MB of scans, which a browser opens in a second


def _sha256(content: str) -> str:
    """A script's or a style's hash, as a content policy names it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(_HERE),
    autoescape=True,  # nothing that a document holds is ever markup
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters.update(visible=visible, sha256=_sha256)
_TEMPLATES.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}


def report(cleaned: Iterable[Cleaned], title: str = "What cleaner did", picture: Picture | None = None) -> str:
    """The whole page.  It reads the documents one by one and keeps only what it shows of them.

    `picture` gives the picture of a finding in a scan, as JPEG, where there is one.
    """
    numbers: dict[str, int] = {}
    documents, overview = Thinned(MOST), Overview()
    for document in cleaned:
        overview.add(document)
        for rule in overview.rules:
            numbers.setdefault(rule, len(numbers))
        documents.add(bool(document.records), partial(_document, document, numbers, picture))
    data = {"rules": [visible(r) for r in numbers], "fates": FATES, "documents": documents.kept}
    return _TEMPLATES.get_template("report_page.html").render(
        title=title,
        overview=overview,
        numbers=numbers,
        left_out=documents.left_out(),
        data=data,
        script=Markup((_HERE / "report.js").read_text("utf-8")),
        style=Markup((_HERE / "report.css").read_text("utf-8")),
    )


def _document(cleaned: Cleaned, rules: dict[str, int], picture: Picture | None) -> dict[str, object]:
    """What the page's script shows of a document: `n`ame, `d`amage, `f`ixed by the run, by `p`eople, `o`pen, `r`ows.

    A row is a list of pieces; a number stands for so many unchanged rows.
    """
    marks = [(r.finding.start, r.finding.end, r) for r in cleaned.records]
    shown: list[object] = []
    for is_marked, some in groupby(rows(cleaned.document.text, marks), key=lambda row: row.is_marked):
        if is_marked:
            for row in some:
                shown.append([_piece(p, rules, cleaned, picture) for p in shortened(row.pieces)])
        else:
            shown.append(len(list(some)))
    damage = ", ".join(f"{d} {p:.2f}" for d, p in cleaned.diagnosis.probabilities.items() if p >= 0.5)
    return {
        "n": visible(cleaned.document.id),
        "d": visible(damage),
        "f": sum(not r.decided for r in cleaned.fixes),
        "p": sum(r.decided for r in cleaned.fixes),
        "o": len(cleaned.open),
        "r": shown,
    }


def _piece(piece: str | Record, rules: dict[str, int], cleaned: Cleaned, picture: Picture | None) -> object:
    """Unchanged text, or `[before, after, fate, rule, confidence, why]` and, if there is one, a picture's address."""
    if isinstance(piece, str):
        return lines_visible(piece)
    f = piece.finding
    sides, said = both_sides(piece.before, piece.after, _LONGEST), f"{piece.clock}: " if piece.clock else ""
    seen = picture(cleaned, piece) if picture else None
    address = [f"data:image/jpeg;base64,{base64.b64encode(seen).decode()}"] if seen else []
    why = visible(f"{said}{f.why} [{piece.reason}]")
    return [*sides, fate(piece), rules[f.rule], round(f.confidence, 3), why, *address]
