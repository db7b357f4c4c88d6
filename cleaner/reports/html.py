"""`report.html`: one file that shows a run to someone without the tool.  It opens offline and sends nothing.

What a document holds travels as JSON and is put on the page as text, never as markup; a content policy in
the page allows its own script and style by their hashes and nothing else.  A thousand documents stay
usable because only changed paragraphs are in the file and only the documents in view are laid out.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from html import escape
from pathlib import Path
from string import Template

from cleaner.model import Cleaned, Record, Verdict
from cleaner.reports.rows import rows, shortened
from cleaner.reports.visible import lines_visible, visible

_HERE = Path(__file__).parent
_BINS = 10
_SHOWN = (Verdict.FIX, Verdict.ASK, Verdict.FLAG)


def report(cleaned: Iterable[Cleaned], title: str = "What cleaner did") -> str:
    """The whole page.  The documents are gone through once, and only what is shown of them is kept."""
    rules: dict[str, int] = {}
    documents, tally = [], _Tally()
    for document in cleaned:
        tally.add(document)
        for record in document.records:
            rules.setdefault(record.finding.rule, len(rules))
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
    data = {"rules": [visible(r) for r in rules], "documents": documents}
    return Template((_HERE / "report_page.html").read_text("utf-8")).substitute(
        policy=policy,
        title=escape(visible(title)),
        style=style,
        script=script,
        summary=_summary(tally),
        table=_table(tally, rules),
        chart=_chart(tally.bins),
        data=_as_script(data),
    )


class _Tally:
    """Counts over all documents."""

    def __init__(self) -> None:
        self.documents = self.changed = 0
        self.verdicts: Counter[Verdict] = Counter()
        self.rules: dict[str, Counter[Verdict]] = {}
        self.sure: dict[str, float] = {}  # sums of confidence
        self.bins: dict[Verdict, list[int]] = {v: [0] * _BINS for v in _SHOWN}
        self.examples: dict[str, str] = {}

    def add(self, cleaned: Cleaned) -> None:
        self.documents += 1
        self.changed += bool(cleaned.fixes)
        for record in cleaned.records:
            rule, sure = record.finding.rule, record.finding.confidence
            self.verdicts[record.verdict] += 1
            self.rules.setdefault(rule, Counter())[record.verdict] += 1
            self.sure[rule] = self.sure.get(rule, 0.0) + sure
            self.bins[record.verdict][min(int(sure * _BINS), _BINS - 1)] += 1
            self.examples.setdefault(rule, f"{record.before} → {record.after}" if record.after else record.before)


def _example(record: Record) -> str:
    return record.before if record.after is None else f"{record.before} → {record.after or '(nothing)'}"


def _summary(tally: _Tally) -> str:
    v = tally.verdicts
    facts = [
        (tally.documents, "documents"),
        (tally.changed, "changed"),
        (v[Verdict.FIX], "fixes"),
        (v[Verdict.ASK], "open questions"),
        (v[Verdict.FLAG], "flags"),
    ]
    return "<dl>" + "".join(f"<div><dt>{name}</dt><dd>{n:,}</dd></div>" for n, name in facts) + "</dl>"


def _table(tally: _Tally, order: dict[str, int]) -> str:
    columns = ("rule", "fixed", "asked", "flagged", "mean confidence", "for example")
    head = "<tr>" + "".join(f'<th scope="col">{c}</th>' for c in columns) + "</tr>"
    by_count = sorted(tally.rules.items(), key=lambda item: (-item[1].total(), item[0]))
    body = "".join(
        f'<tr><th scope="row"><button type="button" class="rule" data-rule="{order[rule]}">'
        f"{escape(visible(rule))}</button></th>"
        f"<td>{c[Verdict.FIX]}</td><td>{c[Verdict.ASK]}</td><td>{c[Verdict.FLAG]}</td>"
        f"<td>{tally.sure[rule] / c.total():.2f}</td>"
        f"<td>{escape(visible(tally.examples[rule])[:80])}</td></tr>"
        for rule, c in by_count
    )
    return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"


def _chart(bins: dict[Verdict, list[int]]) -> str:
    """Bars: how many findings at which confidence, fixes below, questions and flags on top of them."""
    tallest = max(max((sum(stack) for stack in zip(*bins.values(), strict=True)), default=0), 1)
    bars, told = [], []
    for i in range(_BINS):
        top = 110.0
        for verdict, counts in bins.items():
            height = 100.0 * counts[i] / tallest
            top -= height
            bars.append(f'<rect class="{verdict}" x="{i * 30 + 3}" y="{top:.1f}" width="24" height="{height:.1f}"/>')
        told.append(f"{i / _BINS:.1f}: {sum(counts[i] for counts in bins.values())}")
    ticks = "".join(f'<text x="{i * 30}" y="124">{i / _BINS:.1f}</text>' for i in range(0, _BINS + 1, 2))
    return (
        '<figure><svg viewBox="-8 0 322 130" role="img" aria-labelledby="chart-title">'
        f'<title id="chart-title">Findings by confidence. {"; ".join(told)}</title>'
        f"{''.join(bars)}{ticks}</svg>"
        '<figcaption>Findings by confidence: <span class="key fix">fixed</span> '
        '<span class="key ask">asked</span> <span class="key flag">flagged</span></figcaption></figure>'
    )


def _document(cleaned: Cleaned, rules: dict[str, int]) -> dict[str, object]:
    """What the page's script shows of a document: `n`ame, `d`amage, `f`ixes, `o`pen, `r`ows.

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
        "f": len(cleaned.fixes),
        "o": len(cleaned.open),
        "r": shown,
    }


def _piece(piece: str | Record, rules: dict[str, int]) -> object:
    """Unchanged text, or `[before, after, verdict, rule, confidence, why]`."""
    if isinstance(piece, str):
        return lines_visible(piece)
    f = piece.finding
    after = None if piece.after is None else visible(piece.after)
    why = visible(f"{f.why} [{piece.reason}]")
    return [visible(piece.before), after, piece.verdict.value, rules[f.rule], round(f.confidence, 3), why]


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _as_script(value: object) -> str:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
