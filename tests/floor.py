"""The corpus's floor: how near the program brings each damaged article to its truth, as `corpus/floor.tsv` records it.

    python tests/floor.py    # measures all damaged articles and records what it finds; `why` is kept

Distances are Levenshtein's: the fewest characters to insert, delete or replace, blanks and line breaks included.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from cleaner import build_kit, formats
from cleaner.config import Settings
from cleaner.kit import Kit
from cleaner.model import Cleaned, Edit, Verdict
from cleaner.pipeline import clean
from cleaner.text import edits

CORPUS = Path(__file__).parent.parent / "corpus"
TABLE = CORPUS / "floor.tsv"


@dataclass(frozen=True)
class Row:
    """What one damaged article is worth today.

    `before` and `after`: distance from the truth, as it was read and as it was cleaned.  `answered`: the distance if
    every question got its first suggestion for an answer.  `questions`: how many there are.  `diagnosed`: whether the
    diagnosis names what was done to it.  `why` an article comes no nearer; empty where it does.
    """

    article: str
    before: int
    after: int
    answered: int
    questions: int
    diagnosed: bool
    why: str = ""

    def __str__(self) -> str:
        """The row as the table has it."""
        return "\t".join(str(getattr(self, f.name)) for f in fields(self))

    @classmethod
    def read(cls, line: str) -> Row:
        """A row of the table."""
        article, *numbers, diagnosed, why = line.split("\t")
        return cls(article, *map(int, numbers), diagnosed=diagnosed == "True", why=why)


def damaged() -> list[Path]:
    """The damaged articles, by name."""
    return sorted(path for path in (CORPUS / "damaged").rglob("*") if path.is_file())


def name(path: Path) -> str:
    """A corpus file as tests and the table call it: `ocr/mill-fire`."""
    return f"{path.parent.name}/{path.stem}"


def cleaned(path: Path, kit: Kit) -> Cleaned:
    """A corpus file as the program cleans it."""
    (document,) = formats.read(path.name, path.read_bytes()).documents
    return clean(document, kit)


def measure(path: Path, result: Cleaned) -> Row:
    """A damaged article's row, without a reason."""
    text, truth = result.document.text, (CORPUS / "clean" / path.name).read_text(encoding="utf-8")
    return Row(
        name(path),
        before=Levenshtein.distance(text, truth),
        after=Levenshtein.distance(result.text, truth),
        answered=Levenshtein.distance(answered(result), truth),
        questions=sum(r.verdict is Verdict.ASK for r in result.records),
        diagnosed=result.diagnosis[path.parent.name.replace("-", "/")] >= 0.5,
    )


def answered(result: Cleaned) -> str:
    """The text if every question gets its first suggestion; a question around a fix takes the fix's place."""
    first = [Edit(r.finding.start, r.finding.end, r.after or "") for r in result.open if r.verdict is Verdict.ASK]
    standing = [r.edit for r in result.fixes if not any(q.start <= r.edit.start and r.edit.end <= q.end for q in first)]
    return edits.apply(result.document.text, [*standing, *first])


def worse(now: Row, floor: Row) -> list[str]:
    """What has become worse, in words.  More questions are worse unless their answers bring the text nearer."""
    in_vain = now.questions > floor.questions and now.answered >= floor.answered
    found = {
        f"the text itself has changed: {now.before} from its truth, not {floor.before}": now.before != floor.before,
        f"{now.after} from its truth, not {floor.after}": now.after > floor.after,
        f"{now.answered} from it with every question answered, not {floor.answered}": now.answered > floor.answered,
        f"{now.questions} questions, not {floor.questions}, for nothing": in_vain,
        "its damage is no longer named": floor.diagnosed and not now.diagnosed,
        "no nearer to its truth, and the table does not say why": now.after >= now.before and not floor.why,
    }
    return [words for words, is_so in found.items() if is_so]


# --- the table


def recorded() -> dict[str, Row]:
    """The table, by article."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()[1:]
    return {row.article: row for row in map(Row.read, lines)}


def record() -> None:
    """Write the table anew."""
    kit, known = build_kit.build_kit(Settings()), recorded()
    rows = [measure(path, cleaned(path, kit)) for path in damaged()]
    kept = [replace(row, why=known[row.article].why) if row.article in known else row for row in rows]
    lines = ["\t".join(f.name for f in fields(Row)), *map(str, sorted(kept, key=lambda row: row.article))]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    record()
