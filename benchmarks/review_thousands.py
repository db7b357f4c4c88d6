"""What a review of a thousand scans costs in keys, and what its samples let through; the truth plays the reviewer.

    python benchmarks/review_thousands.py make SCANS pairs.jsonl …   # 1,000 scans of passages, and their truth
    cleaner clean SCANS/scans -o OUT
    python benchmarks/review_thousands.py play SCANS OUT             # OUT is copied, not changed

The pairs are JSON Lines with `noisy` and `clean`.  Passages are cut where both agree and joined to scans of one
collection and one quality, so that a bad page is bad from top to bottom, as real ones are.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from cleaner.evaluate import Claim, Judge, Judgement
from cleaner.ledger import Answer, Filter, Ledger, Reviewer
from cleaner.ledger.lots import BY
from cleaner.review.catalogue import Catalogue
from cleaner.review.lot_place import LotPlace
from cleaner.review.lot_review import LotReview
from cleaner.review.questions import LotProofQuestion, SheetQuestion
from cleaner.review.sampling import SAMPLE, drawn_of, progress_of
from cleaner.review.session import Session
from cleaner.stats import at_least, wrong_at_most

SCANS = 1_000
PASSAGE = 750  # characters
JOINED = 3  # passages of a scan
QUALITIES = 20
SHARE = 0.95  # of the mends that answering everything would make
SAMPLES = 3  # of twenty cases each, before a lot is judged
DRAWS = 50  # of each lot, to see how many promises hold
CONTENT = (0.5, 0.6, 0.7, 0.8, 1.1)  # bounds; with the last no sample is enough


def make(to: Path, files: list[Path]) -> None:
    """Writes the scans and their truths, files of equal names."""
    chance = random.Random(1)
    scans: list[list[tuple[str, str]]] = []
    for file in files:
        pairs = [json.loads(line) for line in file.open(encoding="utf-8")]
        passages = [p for pair in pairs for p in _passages(pair["noisy"], pair["clean"]) if all(p)]
        passages.sort(key=_noise)
        size = -(-len(passages) // QUALITIES)
        for quality in _parts(passages, size):
            mixed = chance.sample(quality, len(quality))
            scans += [some for some in _parts(mixed, JOINED) if len(some) == JOINED]
    chance.shuffle(scans)
    for number, scan in enumerate(scans[:SCANS]):
        for role, side in ("scans", 0), ("truth", 1):
            path = to / role / f"{number:04}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("\n\n".join(passage[side] for passage in scan) + "\n", encoding="utf-8")
    print(f"{min(SCANS, len(scans))} scans of {len(scans)} that these passages make")


def _passages(noisy: str, clean: str) -> Iterator[tuple[str, str]]:
    """A damaged text and its truth, cut alike where words begin in both."""
    at = (0, 0)
    for place in Judge(noisy, clean).anchors:
        if place[0] - at[0] >= PASSAGE:
            yield noisy[at[0] : place[0]].strip(), clean[at[1] : place[1]].strip()
            at = place
    yield noisy[at[0] :].strip(), clean[at[1] :].strip()


def _parts(items: list[tuple[str, str]], size: int) -> Iterator[list[tuple[str, str]]]:
    return (items[at : at + size] for at in range(0, len(items), size))


def _noise(passage: tuple[str, str]) -> float:
    return Levenshtein.normalized_distance(*passage)


# ------------------------------------------------------------------ a reviewer who knows the truth


@dataclass(frozen=True, slots=True)
class Known:
    """What the truth says of each open case: a mend, or wrong; neither of them where it changes nothing that counts."""

    mends: frozenset[int]
    wrong: frozenset[int]


def known(ledger: Ledger, truths: Path) -> Known:
    """Judges every open case against the truth of its scan."""
    mends, wrong = set[int](), set[int]()
    for document in ledger.document_ids():
        cases = ledger.findings(Filter(document=document), limit=-1)
        if not cases:
            continue
        judge = Judge(ledger.text(document), (truths / Path(cases[0].path).name).read_text(encoding="utf-8"))
        for case in cases:
            found, after = case.record.finding, case.record.after
            claim = Claim(case.name, found.start, found.end, case.record.before, after, found.rule, "ask")
            judgement = judge.judge(claim).judgement
            (mends if judgement is Judgement.RIGHT else wrong if judgement is Judgement.WRONG else set()).add(case.id)
    return Known(frozenset(mends), frozenset(wrong))


def pattern_by_pattern(ledger: Ledger, truth: Known) -> Iterator[tuple[int, int]]:
    """Keys and mends, question by question: one key where all cases of a pattern are alike, else one for each case."""
    for question in Catalogue(ledger).questions(Filter()):
        ids = ledger.case_ids(Filter(alike=question.number))
        wrong = len(truth.wrong.intersection(ids))
        yield (1 if wrong in (0, len(ids)) else 1 + len(ids)), len(truth.mends.intersection(ids))


@dataclass
class Played:
    """A review by lots, the surest band of confidence first.  What a sample does not prove is looked through.

    `content`: the bound with which the reviewer is content.
    """

    ledger: Ledger
    truth: Known
    content: float
    keys: int = 0
    mends: int = 0
    unseen: int = 0
    let_through: int = 0
    promised: int = 0
    lots: int = 0
    broken: int = 0  # promises

    def play(self, goal: float) -> None:
        """Plays until `goal` mends are made, or nothing is left."""
        review = LotReview(self.ledger, Session(self.ledger, Reviewer("played")))
        top = LotPlace(Filter(), by="sure")
        bands = [top.into(band, "rule") for band in self.ledger.lots(Filter(), "sure")]
        self.keys += 2  # g b
        for lot in bands:
            self.keys += 2  # into it and out of it
            left = self._tested(review, lot, goal)
            if left and self.mends < goal:
                self.keys += 1  # l
                self._looked(review, review.look(left).lot, goal)
            if self.mends >= goal:
                return

    def _tested(self, review: LotReview, lot: LotPlace, goal: float) -> LotPlace:
        """The lot after a sample, and after one key for the rest if the sample proved enough."""
        at = lot
        for _ in range(SAMPLES):  # so many are looked at before any of them is judged by: no peeking
            self.keys += 1  # t
            at = self._looked(review, review.sample(at).lot, goal)
        sample = progress_of(self.ledger, at.drawn)
        proof = review.question(at)
        if not isinstance(proof, LotProofQuestion) or at_least(sample.right, sample.seen) < self.content:
            self.keys += 1
            return at.whole()
        rest = [i for i in self.ledger.case_ids(at.wanted) if i not in at.held and i not in at.drawn]
        review.answer_rest(at, Answer.ACCEPT)
        wrong = len(self.truth.wrong.intersection(rest))
        self.keys, self.unseen, self.lots = self.keys + 1, self.unseen + len(rest), self.lots + 1
        self.mends += len(self.truth.mends.intersection(rest))
        self.let_through, self.promised = self.let_through + wrong, self.promised + proof.wrong
        self.broken += wrong > proof.wrong
        return at.whole()

    def _looked(self, review: LotReview, at: LotPlace, goal: float) -> LotPlace:
        """Sheet by sheet: the fewer of two kinds are marked, and one key answers."""
        while self.mends < goal and isinstance(sheet := review.question(at), SheetQuestion):
            ids = [e.case.id for e in sheet.examples]
            wrong = [n for n, id in enumerate(ids, 1) if id in self.truth.wrong]
            right = [n for n, id in enumerate(ids, 1) if id not in self.truth.wrong]
            mostly = Answer.ACCEPT if len(wrong) <= len(right) else Answer.REJECT
            for number in wrong if mostly is Answer.ACCEPT else right:
                at = review.mark(at, number).lot
                self.keys += 1
            at = review.answer_sheet(at, mostly).lot
            self.keys += 1
            self.mends += len(self.truth.mends.intersection(ids))
        return at


def promises(ledger: Ledger, truth: Known) -> str:
    """How often a sample of twenty promises too much, over all lots of more than sixty cases and many draws of each."""
    made = broken = 0
    for by in BY:
        for lot in ledger.lots(Filter(), by, -1):
            ids = ledger.case_ids(lot.within(Filter())) if lot.count > 3 * SAMPLE else ()
            for seed in range(DRAWS if ids else 0):
                drawn = drawn_of(ids, SAMPLE, seed)
                right = SAMPLE - len(truth.wrong.intersection(drawn))
                wrong = len(truth.wrong.intersection(ids)) - (SAMPLE - right)
                made, broken = made + 1, broken + (wrong > wrong_at_most(right, SAMPLE, len(ids)))
    return f"{broken} of {made} promises broken ({broken / made:.1%}; 5% may be)"


def play(truths: Path, out: Path) -> None:
    """Prints what both ways cost until 95% of the mends are made."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(out / "run.db", folder)
        with Ledger.open(folder) as ledger:
            truth = known(ledger, truths)
            goal = SHARE * len(truth.mends)
            questions, cases = ledger.count_groups()
            print(f"{questions} patterns, {cases} open cases: {len(truth.mends)} mends, {len(truth.wrong)} wrong")
            keys = mends = 0
            for cost, made in pattern_by_pattern(ledger, truth):
                keys, mends = keys + cost, mends + made
                if mends >= goal:
                    break
            print(f"pattern by pattern: {keys} keys for {SHARE:.0%} of the mends")
            before = keys
            print(promises(ledger, truth))
        for content in CONTENT:
            shutil.copy(out / "run.db", folder)
            with Ledger.open(folder) as ledger:
                played = Played(ledger, truth, content)
                played.play(goal)
            p = played
            print(
                f"lots, content with at least {content:.0%} right: {p.keys} keys ({p.keys / before:.0%}) for "
                f"{p.mends / len(truth.mends):.1%} of the mends; {p.unseen} accepted unseen in {p.lots} lots, "
                f"{p.let_through} of them wrong, at most {p.promised} promised; {p.broken} promises broken"
            )


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]), [Path(p) for p in sys.argv[3:]])
    else:
        play(Path(sys.argv[2]) / "truth", Path(sys.argv[3]))
