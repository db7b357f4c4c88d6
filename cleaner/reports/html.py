"""`report.html`: one file that shows a run to someone without the tool.  It opens offline and sends nothing.

What a document holds is in the page as JSON, and the page's script shows it as text, never as markup.  The page's
content policy allows its own script and style by their hashes and nothing else.  A thousand documents stay usable
because the file holds only the changed paragraphs, and only the documents in view are laid out.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

import jinja2
from markupsafe import Markup

from cleaner.model import Cleaned, Record
from cleaner.reports.overview import Fate, Overview, fate
from cleaner.text.rows import rows, shortened
from cleaner.text.visible import abridged, both_sides, lines_visible, visible

_HERE = Path(__file__).parent
_LONGEST = 4000  # characters of a change; longer ones are abridged
_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(_HERE),
    autoescape=True,  # nothing that a document holds is ever markup
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters["visible"] = visible


def report(cleaned: Iterable[Cleaned], title: str = "What cleaner did") -> str:
    """The whole page.  The documents are gone through once, and only what is shown of them is kept."""
    numbers: dict[str, int] = {}
    documents, overview = [], Overview()
    for document in cleaned:
        overview.add(document)
        for rule in overview.rules:
            numbers.setdefault(rule, len(numbers))
        documents.append(_document(document, numbers))
    data = {
        "rules": [visible(r) for r in numbers],
        "fates": {f.value: f.words for f in Fate},
        "documents": documents,
    }
    script, style = (_HERE / "report.js").read_text("utf-8"), (_HERE / "report.css").read_text("utf-8")
    return _TEMPLATES.get_template("report_page.html").render(
        title=title,
        overview=overview,
        numbers=numbers,
        data=_as_script(data),
        script=Markup(script),
        script_hash=_hash(script),
        style=Markup(style),
        style_hash=_hash(style),
    )


def _document(cleaned: Cleaned, rules: dict[str, int]) -> dict[str, object]:
    """What the page's script shows of a document: `n`ame, `d`amage, `f`ixed by the run, by `p`eople, `o`pen, `r`ows.

    A row is a list of pieces; a number stands for so many unchanged rows.
    """
    marks = [(r.finding.start, r.finding.end, r) for r in cleaned.records]
    shown: list[object] = []
    for row in rows(cleaned.document.text, marks):
        if row.is_marked:
            shown.append([_piece(p, rules) for p in shortened(row.pieces)])
        elif shown and isinstance(shown[-1], int):
            shown[-1] += 1
        else:
            shown.append(1)
    damage = ", ".join(f"{d} {p:.2f}" for d, p in cleaned.diagnosis.probabilities.items() if p >= 0.5)
    return {
        "n": visible(cleaned.document.id),
        "d": visible(damage),
        "f": sum(not r.decided for r in cleaned.fixes),
        "p": sum(r.decided for r in cleaned.fixes),
        "o": len(cleaned.open),
        "r": shown,
    }


def _piece(piece: str | Record, rules: dict[str, int]) -> object:
    """Unchanged text, or `[before, after, fate, rule, confidence, why]`."""
    if isinstance(piece, str):
        return lines_visible(piece)
    f = piece.finding
    why = visible(f"{f.why} [{piece.reason}]")
    after = None if piece.after is None else abridged(piece.after, _LONGEST)
    return [
        *both_sides(abridged(piece.before, _LONGEST), after),
        fate(piece).value,
        rules[f.rule],
        round(f.confidence, 3),
        why,
    ]


def _hash(content: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


def _as_script(value: object) -> Markup:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
