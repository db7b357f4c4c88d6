"""What is open is counted as it changes: the counts that are kept are those that counting anew would give."""

import random
import sqlite3
from contextlib import closing

import pytest
from made import cleaned, finding, ledger_of, record, write
from test_review_grouping import sums

from cleaner.ledger import Answer, Filter, Ledger
from cleaner.ledger.tables import MIGRATIONS
from cleaner.model import Verdict
from cleaner.review.navigation import Review

TEXTS = ["It spent $3 millions there.", "It spent $84 millions, and $3 millions more.", "The mafia spent $5 millions."]
WORDS = {"$3 millions": "$3 million", "$84 millions": "$84 million", "$5 millions": "$5 million", "mafia": "mob"}
KEPT = {
    "questions": "SELECT number, open FROM alike WHERE open",
    "documents": "SELECT document_id, open FROM open_documents",
}
OPEN = "f.answer IS NULL AND f.verdict <> 'fix'"
COUNTED = {
    "questions": f"""SELECT p.alike, count(*) FROM findings f JOIN patterns p ON p.id = f.pattern_id
                     WHERE {OPEN} GROUP BY p.alike""",
    "documents": f"SELECT f.document_id, count(*) FROM findings f WHERE {OPEN} GROUP BY f.document_id",
}


def document(name: str, chance: random.Random):
    text = chance.choice(TEXTS)
    found = [finding(text, words, after) for words, after in WORDS.items() if words in text]
    return cleaned(name, text, *(record(f, text, chance.choice([Verdict.ASK, Verdict.FIX])) for f in found))


def told(ledger: Ledger, statements: dict[str, str]) -> dict[str, dict[int, int]]:
    return {name: dict(tuple(row) for row in ledger.db.execute(sql)) for name, sql in statements.items()}


@pytest.mark.parametrize("seed", range(6))
def test_the_counts_follow_whatever_is_written_answered_and_taken_back(seed: int) -> None:
    chance = random.Random(seed)
    ledger = ledger_of(*(document(str(i), chance) for i in range(6)))
    decisions: list[int] = []
    for _ in range(30):
        act, ids = chance.randrange(5), ledger.case_ids(Filter())
        if act < 2 and ids:
            answer = chance.choice([Answer.ACCEPT, Answer.REJECT])
            decisions.append(ledger.decide(chance.sample(ids, min(3, len(ids))), answer))
        elif act == 2 and decisions:
            ledger.undo(decisions.pop(chance.randrange(len(decisions))))
        elif act == 3:
            write(ledger, document(str(chance.randrange(8)), chance))
        else:
            ledger.write_file(str(chance.randrange(6)), b"", [])
        assert told(ledger, KEPT) == told(ledger, COUNTED)
    assert ledger.count_groups() == (len(told(ledger, COUNTED)["questions"]), len(ledger.case_ids(Filter())))


def test_an_older_ledger_is_counted_when_it_is_opened(tmp_path) -> None:
    new = sums()
    with closing(sqlite3.connect(tmp_path / "run.db", isolation_level=None)) as old:
        before = next(n for n, script in enumerate(MIGRATIONS) if "CREATE TABLE alike" in script)
        for number, script in enumerate(MIGRATIONS[:before], 1):
            old.executescript(f"BEGIN; {script} PRAGMA user_version = {number}; COMMIT;")
        for table in ("runs", "documents", "patterns", "findings"):
            names = [row[1] for row in old.execute(f"PRAGMA table_info({table})")]
            rows = new.db.execute(f"SELECT {', '.join(names)} FROM {table}").fetchall()
            old.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(names))})", [tuple(r) for r in rows])
    with Ledger.open(tmp_path) as ledger:
        assert told(ledger, KEPT) == told(ledger, COUNTED) == told(new, KEPT)
        assert Review(ledger).question() == Review(new).question()
        ledger.decide(ledger.case_ids()[:1], Answer.REJECT)
        assert ledger.count_groups() == (1, 2)


def test_questions_come_by_count_then_surest_first() -> None:
    def asked_of(name: str, words: str, weight: float):
        text = f"It spent {words} there."
        return cleaned(name, text, record(finding(text, words, words[:-1], weight=weight), text))

    ledger = ledger_of(asked_of("a", "3 oxens", 1.0), asked_of("b", "3 mens", 3.0), *sums_documents())
    first_words = [ledger.patterns(Filter(alike=group.number))[0].before for group in ledger.groups()]
    assert first_words == ["$3 millions", "3 mens", "3 oxens"]


def sums_documents():
    for name, amount in (("c", "$3"), ("d", "$3")):
        text = f"It spent {amount} millions there."
        yield cleaned(name, text, record(finding(text, f"{amount} millions", f"{amount} million", weight=0.5), text))
