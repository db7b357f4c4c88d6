"""`report.html`: one file that shows a run to someone without the tool.  It opens offline and sends nothing.

What a document holds travels as JSON and is put on the page as text, never as markup; a content policy in
the page allows its own script and style by their hashes and nothing else.  A thousand documents stay
usable because only changed paragraphs are in the file and only the documents in view are laid out.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from html import escape
from pathlib import Path
from string import Template

from cleaner.model import Cleaned, Record
from cleaner.reports.overview import Fate, RuleRow, fate
from cleaner.text.rows import rows, shortened
from cleaner.text.visible import abridged, both_sides, lines_visible, visible

_HERE = Path(__file__).parent
_LONGEST = 4000  # characters of a change; longer ones are abridged


def report(cleaned: Iterable[Cleaned], title: str = "What cleaner did") -> str:
    """The whole page.  The documents are gone through once, and only what is shown of them is kept."""
    rules: dict[str, int] = {}
    documents, tally = [], RuleRow()
    for document in cleaned:
        tally.add(document)
        for rule in tally.rules:
            rules.setdefault(rule, len(rules))
        documents.append(_document(document, rules))
    script, style = (_HERE / "report.js").read_text("utf-8"), (_HERE / "report.css").read_text("utf-8")
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {_hash(script)}",
            f"style-src {_hash(style)}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    data = {
        "rules": [visible(r) for r in rules],
        "fates": {f.value: f.words for f in Fate},
        "documents": documents,
    }
    return Template((_HERE / "report_page.html").read_text("utf-8")).substitute(
        policy=policy,
        title=escape(visible(title)),
        style=style,
        script=script,
        summary=tally.summary(),
        table=tally.table(rules),
        chart=tally.chart(),
        data=_as_script(data),
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
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _as_script(value: object) -> str:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
