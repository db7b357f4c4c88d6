"""Count `signs.tsv`: in how many documents of right text each translation rule fires.

The texts are of many kinds, old ones among them, since what is rare in news may be usual in a novel.  Running text has
no document marks: `WORDS` words in a row count as a document, and every second one is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from cleaner.build_kit import build_kit
from cleaner.config import Settings
from cleaner.diagnosis.diagnose import counted
from cleaner.diagnosis.right_text import Counted, read
from cleaner.files import atomic
from cleaner.kit import Kit
from cleaner.rulebook import Rule
from cleaner.rulebook.fingerprint import digest
from cleaner.text.analysis import Analysis
from training.models import Models
from training.sources import Sources

WORDS, EVERY = 800, 2


def documents(sources: Sources) -> Iterator[str]:
    """The clean articles, the truth of the scanned collections, and pieces of the running texts."""
    yield from (text for _, text in sources.clean_articles())
    for collection in sources.collections:
        yield from (true for _, true in sources.pairs(collection))
    for name in (*sources.group("modern"), *sources.group("books")):
        yield from _pieces(sources.lines(name), sources.size.sign_words)


def _pieces(lines: Iterable[str], most: int) -> Iterator[str]:
    piece: list[str] = []
    words = read = number = 0
    for line in lines:
        piece.append(line)
        words += len(line.split())
        if words >= WORDS:
            number += 1
            if number % EVERY:
                yield "".join(piece)
                read += words
            piece, words = [], 0
        if read > most:
            return


def signs(rules: Iterable[Rule]) -> dict[str, Rule]:
    """The rules whose firings are evidence of a translation, by id."""
    return {rule.id: rule for rule in rules if any(damage.startswith("mt/") for damage in rule.evidence)}


def count(texts: Iterable[str], wanted: set[str], kit: Kit) -> tuple[Counter[str], int]:
    """In how many texts each rule fires, and how many words they have."""
    book, fires, words = kit.rulebook.only(wanted), Counter[str](), 0
    for text in texts:
        analysis = Analysis(text, kit.protect)
        words += analysis.counts.total()
        fires.update({match.rule.id for match in counted(book.scan(analysis, kit.lexicon).matches, analysis)})
    return fires, words


def build(sources: Sources, models: Models, out: Path) -> dict[str, object]:
    """Write the table: all of it, or (`sources.changed`) new rows for the rules that changed since it was written."""
    kit = replace(build_kit(Settings()), lexicon=models.lexicon())
    rules = signs(kit.rulebook.rules.values())
    kept = {i: row for i, row in read(out).items() if sources.changed and i in rules and row.digest == digest(rules[i])}
    wanted = rules.keys() - kept.keys()
    fires, words = count(documents(sources), set(wanted), kit) if wanted else (Counter[str](), 0)
    rows = kept | {i: Counted(digest(rules[i]), fires[i], words) for i in wanted}
    head = "# Documents of right text in which a rule fires.  Made by scripts/retrain.py; not edited by hand.\n"
    body = (f"{i}\t{row.digest}\t{row.fires}\t{row.words}\n" for i, row in sorted(rows.items()))
    atomic.write(out, (head + "# id\tdigest\tfires\twords\n" + "".join(body)).encode(), follow=True)
    return {"counted": len(wanted), "never fired": sum(row.fires == 0 for row in rows.values())}
