"""What people answered holds in the next run as in `apply`: one engine, one result, one count."""

import random
import shutil
from pathlib import Path

import pytest
from command import cleaner as called
from conftest import CORPUS

from cleaner.decide import Policy
from cleaner.kit import Kit
from cleaner.ledger import Answer, Decision, Decisions, Filter, Ledger, Scope, Status
from cleaner.model import Document, Finding, Verdict
from cleaner.pipeline import clean
from cleaner.rulebook import load
from cleaner.spelling.lexicon import Lexicon

CITY = "The zabb had stormed the embassy, where protesters threw stones.\n"
TOLD = "On Monday they told us that the zabb had left through a back door of it.\n"
OWN = ("--rules", "p.yaml", "--damage", "ocr", "--off", "spelling")
RULES = """
damage: ocr
defaults: {why: a test, tests: {fix: {A zabb.: A zebra.}, keep: [A horse.]}}
rules:
  zabb: {find: zabb, fix: zebra, tier: ask, prior: 0.9}
  ran: {find: zebra ran, fix: zebra walked, tier: safe, tests: {fix: {A zebra ran.: A zebra walked.}, keep: [A horse.]}}
  zeb: {find: zebra, fix: zebu, tier: ask, prior: 0.4, tests: {fix: {A zebra.: A zebu.}, keep: [A horse.]}}
  far: {find: kobb, fix: cobra, tier: ask, prior: 0.9, tests: {fix: {A kobb.: A cobra.}, keep: [A horse.]}}
"""


@pytest.fixture
def answered(elsewhere: Path) -> Path:
    """Two files with one question each; one is answered for its document, and both have changed since."""
    (elsewhere / "in").mkdir()
    (elsewhere / "p.yaml").write_text(RULES)
    for name in ("a.txt", "b.txt"):
        (elsewhere / "in" / name).write_text(CITY)
    called("clean", "in", "-o", "out", *OWN)
    called("review", "out", "--rule", "zabb", "--answers", "-", stdin=b"s\nh\n")
    for name in ("a.txt", "b.txt"):
        (elsewhere / "in" / name).write_text(TOLD)
    return elsewhere


def test_an_answer_for_a_document_holds_in_the_next_run_and_in_no_other_document(answered: Path) -> None:
    ran = called("clean", "in", "-o", "out", "--force", *OWN)
    assert "2 documents, 1 changed: 1 fix, 1 question and" in ran.err
    assert "the zebra had left" in (answered / "out/a.txt").read_text()
    assert "the zabb had left" in (answered / "out/b.txt").read_text()
    with Ledger.open(answered / "out") as ledger:
        assert ledger.count() == (1, 1)


def test_the_run_and_apply_write_the_same(answered: Path) -> None:
    called("clean", "in", "-o", "out", "--force", "--edits", *OWN)
    before = {p.name: p.read_bytes() for p in (answered / "out").glob("*.*") if p.suffix in (".txt", ".diff")}
    ran = called("apply", "out")
    assert "0 files written, 2 as they should be" in ran.err
    assert before == {name: (answered / "out" / name).read_bytes() for name in before}


def test_undo_after_another_run_opens_the_question_again(answered: Path) -> None:
    called("clean", "in", "-o", "out", "--force", *OWN)
    assert called("decisions", "undo", "out", "--session", "last").code == 0
    called("apply", "out", "--force")
    assert "the zabb had left" in (answered / "out/a.txt").read_text()
    with Ledger.open(answered / "out") as ledger:
        assert ledger.count() == (1, 2)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_answered_a_run_writes_what_apply_would(elsewhere: Path, seed: int) -> None:
    """Half of what damaged articles leave open, and some of what was fixed, answered by chance."""
    (elsewhere / "in").mkdir()
    chance = random.Random(seed)
    for path in chance.sample(sorted((CORPUS / "damaged").rglob("*.txt")), 2):
        shutil.copy(path, elsewhere / "in" / f"{path.parent.name}-{path.name}")
    called("clean", "in", "-o", "out", "--ask", "0.1")
    with Ledger.open("out") as ledger:
        ids = ledger.case_ids(Filter(Status.ALL))
        for case in ledger.cases(chance.sample(ids, len(ids) // 2)):
            answer = chance.choice(list(Answer)) if case.record.after is not None else Answer.REJECT
            text = chance.choice(["", "new words", case.record.before * 2]) if answer is Answer.REPLACE else None
            scope = chance.choice([Scope.PLACE, Scope.PATTERN, Scope.DOCUMENT])
            ledger.decide([case.id], answer, text=text, scope=scope)
    ran = called("clean", "in", "-o", "out", "--force", "--ask", "0.1")
    with Ledger.open("out") as ledger:
        questions = len([c for c in ledger.findings(Filter(), limit=-1) if c.record.verdict is Verdict.ASK])
    assert f" {questions} question" in ran.err
    assert "0 files written, 2 as they should be" in called("apply", "out").err


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Kit:
    folder = tmp_path_factory.mktemp("own")
    (folder / "p.yaml").write_text(RULES)
    return Kit(load([folder], shipped=False), Lexicon.shipped(), Policy(), damage={"ocr": 0.999})


def with_answers(kit: Kit, *decisions: Decision) -> Kit:
    from dataclasses import replace

    return replace(kit, remembered=Decisions(decisions), off=frozenset({"spelling", "names", "repeats", "quotes"}))


def always(rule: str, before: str, text: str | None, number: int = 1) -> Decision:
    answer = Answer.REJECT if text is None else Answer.REPLACE
    return Decision(answer, rule, before, text, scope=Scope.ALWAYS, id=number)


def test_no_rule_changes_what_a_person_put_there(own: Kit) -> None:
    text = "The zabb ran. A kobb sat."
    done = clean(Document("d", text), with_answers(own, always("zabb", "zabb", "zebra")))
    assert done.text == "The zebra ran. A kobb sat."
    by_run = clean(Document("d", "The zebra ran."), with_answers(own))
    assert by_run.text == "The zebra walked."  # where the words are the text's own
    left = clean(Document("d", text), with_answers(own, always("zabb", "zabb", None)))
    assert left.text == text and [r.ruling for r in left.kept if r.decided]


def test_an_answer_is_found_by_the_words_of_the_original(own: Kit) -> None:
    """A fix before the place has moved it in the text that a later pass reads."""
    text = "The zabb sat down. A kobb sat on a kobb."
    fixed = always("zabb", "zabb", "old zebra", 1)
    for answers, verdicts in ([always("far", "kobb", None, 2)], [Verdict.KEEP] * 2), ([], [Verdict.ASK] * 2):
        done = clean(Document("d", text), with_answers(own, fixed, *answers))
        assert done.text == text.replace("zabb", "old zebra")
        assert [r.verdict for r in [*done.records, *done.kept] if r.finding.rule == "far"] == verdicts


def test_of_two_answers_to_one_place_the_later_holds(own: Kit) -> None:
    """Two rules' findings overlap, and both were answered."""
    text = "The zebra ran off."
    for one, two, put in ((2, 1, "The zebu ran off."), (1, 2, "The horse ran off.")):
        kit = with_answers(own, always("zeb", "zebra", "zebu", one), always("ran", "zebra ran", "horse ran", two))
        assert clean(Document("d", text), kit).text == put


def test_a_finding_is_looked_up_once(own: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    find = Decisions.find

    def counted(self: Decisions, f: Finding, *rest: str) -> Decision | None:
        seen.append((f.start, f.rule))
        return find(self, f, *rest)

    monkeypatch.setattr(Decisions, "find", counted)
    kit = with_answers(own, always("other", "other", "none"))
    done = clean(Document("d", "The zabb sat. A kobb sat."), kit)
    with Ledger.open(":memory:") as ledger:
        ledger.begin()
        ledger.write_file("d", b"", [done])
    assert len(done.records) == 2 and len(seen) == len(set(seen)) == len(done.records) + len(done.kept)


def test_a_ruling_is_told_with_its_reason(own: Kit) -> None:
    done = clean(Document("d", "The zabb sat."), with_answers(own, always("zabb", "zabb", "zebra")))
    (record,) = done.records
    assert (record.verdict, record.decided) == (Verdict.FIX, True) and "replaced by “zebra”, always" in record.reason
    assert record.ruling is not None and record.ruling.otherwise[0] is Verdict.ASK
