"""Witnesses: what other versions of a text say counts as far as it is likely, and changes nothing that it must not."""

import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import yaml
from command import cleaner
from made import cleaned, finding, record

from cleaner.batch import parted
from cleaner.decide import Policy
from cleaner.kit import Kit
from cleaner.ledger import Ledger
from cleaner.model import Cleaned, Document, Finding, Ruling, Tier, Verdict, probability
from cleaner.pipeline import allowed, analyse, clean
from cleaner.text.edits import apply
from cleaner.witness.auditing import audit
from cleaner.witness.belief import WitnessPlace, evidence
from cleaner.witness.grounds import Ground, WitnessVotes
from cleaner.witness.hearing import Heard, hear
from cleaner.witness.versions import Statement, WitnessKind

CASES = Path(__file__).parent / "witness"
MORE = yaml.safe_load((CASES / "belief.yaml").read_text("utf-8"))

# ---------------------------------------------------------------- how likely a change is right


def belief(known: dict[str, object]) -> float:
    votes = WitnessVotes(**known.get("votes", {}))  # type: ignore[arg-type]
    place = WitnessPlace(**{**known, "ground": Ground(known["ground"]), "votes": votes})  # type: ignore[arg-type]
    return probability(sum(e.weight for e in evidence(place)))


@pytest.mark.parametrize("case", MORE, ids=lambda c: f"{c['of']}-{c['with']}")
def test_each_thing_that_is_known_counts_the_right_way(case: dict[str, dict[str, object]]) -> None:
    before, after = belief(case["of"]), belief(case["of"] | case["with"])
    assert (after > before, after < before) == (case["surer"] is True, case["surer"] is False)


def test_an_audit_tells_how_likely_each_change_is_right(kit: Kit) -> None:
    text = "Tbe rnayor met Hugh in tbe square and gave his arc to the men of the town."
    version = "The mayor met Hugo in the square and gave his ace to the men of the city."
    done = audit(clean(Document("a", text), kit), version, kit)
    sure = {r.before: r.finding.confidence for r in done.records}
    assert sure["Tbe"] > 0.95 and sure["rnayor"] > 0.95
    assert sure["tbe"] > 0.95 and max(sure["Hugh"], sure["town."]) < 0.5
    whys = [e.name for r in done.records for e in r.finding.evidence]
    assert {"another version", "our own reading", "the misreading", "the sentence", "its other changes"} <= set(whys)


# ---------------------------------------------------------------- what witnesses change

HEARD = yaml.safe_load((CASES / "heard.yaml").read_text("utf-8"))


def statements(case: dict[str, str]) -> list[Statement]:
    """What a case says of its witnesses, by names that hold their kind."""
    kinds = [(name, kind) for name in case for kind in WitnessKind if kind in name.split() and name != "text"]
    return [Statement(name, kind, case[name]) for name, kind in kinds]


def hearing(ours: Cleaned, said: list[Statement], kit: Kit) -> Heard:
    analysis = analyse(ours.document.text, ours.document, kit)
    return hear(ours, said, kit, analysis, partial(allowed, analysis=analysis))


@pytest.mark.parametrize("name", HEARD)
def test_what_witnesses_say_is_made_or_asked(name: str, kit: Kit) -> None:
    case = HEARD[name]
    bar = case.get("bar", 0.95)
    done = hearing(
        clean(Document("a", case["text"]), kit), statements(case), replace(kit, policy=Policy(bar, min(bar, 0.3)))
    ).cleaned
    assert done.text == case["becomes"] == apply(case["text"], [r.edit for r in done.fixes])
    assert [r.before.strip() for r in done.open] == case.get("asked", [r.before.strip() for r in done.open])


SCAN = "He was stationcd at the door of the house in the street of the town.\n"
AGAINST = {  # what witnesses have where we would make “stationed” with .97, and whether it is made
    "the words as they stand, from the page": ("image", SCAN, False),
    "the words as they stand, from the text": ("text", SCAN, False),
    "others": ("image", SCAN.replace("stationcd", "stationary"), False),
    "the same": ("text", SCAN.replace("stationcd", "stationed"), True),
    "the words as they stand, and most near by altered": (
        "image",
        "He lay stationcd by a gate to her barn on one road near our city.\n",
        True,
    ),
    "nothing": ("text", SCAN.replace("stationcd ", ""), True),
    "another print of it": ("copy", SCAN, True),
}


@pytest.mark.parametrize("case", AGAINST)
def test_what_we_would_make_is_asked_where_witnesses_have_it_otherwise(case: str, kit: Kit) -> None:
    kind, text, made = AGAINST[case]
    ours = finding(SCAN, "stationcd", "stationed", "spelling/word", tier=Tier.LIKELY, weight=3.0, damage="ocr")
    done = hearing(
        cleaned("a", SCAN, record(ours, SCAN, Verdict.FIX)), [Statement("w", WitnessKind(kind), text)], kit
    ).cleaned
    assert ("stationed" in done.text) is made


def test_only_another_reading_of_the_same_text_makes_ours_surer(kit: Kit) -> None:
    ours = finding(SCAN, "stationcd", "stationed", "spelling/word", tier=Tier.LIKELY, weight=1.0, damage="ocr")
    for kind, made in (("image", True), ("copy", False)):
        said = [Statement("w", WitnessKind(kind), SCAN.replace("stationcd", "stationed"))]
        assert ("stationed" in hearing(cleaned("a", SCAN, record(ours, SCAN)), said, kit).cleaned.text) is made


@pytest.mark.parametrize(("page", "words"), [("the plate", "the plate"), ("the palace", "thop plate")])
def test_a_wider_change_takes_ours_along_if_it_has_it_in_it(page: str, words: str, kit: Kit) -> None:
    text = "He took thop late from the table of the house."
    ours = finding(text, "late", "plate", "spelling/word", tier=Tier.LIKELY, weight=6.0, damage="ocr")
    said = [Statement("w", WitnessKind.IMAGE, text.replace("thop late", page))]
    done = hearing(cleaned("a", text, record(ours, text, Verdict.FIX)), said, replace(kit, policy=Policy(0.5)))
    assert [r.finding.tier for r in (*done.cleaned.records, *done.cleaned.kept)] == [Tier.LIKELY] * 2
    assert words in done.cleaned.text


def test_agreement_counts_more_than_the_weights_say(kit: Kit) -> None:
    text = "The cbairz and the plates were taken to the house."
    ours = finding(text, "cbairz", "chairs", "spelling/word", tier=Tier.LIKELY, weight=1.0, damage="ocr")
    said = [Statement("w", WitnessKind.TEXT, text.replace("cbairz", "chairs"))]
    assert "chairs" in hearing(cleaned("a", text, record(ours, text)), said, kit).cleaned.text
    assert "chairs" not in hearing(cleaned("a", text), said, kit).cleaned.text


def test_a_figure_of_ours_is_raised_only_to_certainty(kit: Kit) -> None:
    text = "He was seen by l8 men of the town."
    for weight, made in ((-1.0, False), (3.0, True)):
        ours = finding(text, "l8", "18", "spelling/word", tier=Tier.LIKELY, weight=weight, damage="ocr")
        said = [Statement("w", WitnessKind.IMAGE, text.replace("l8", "18"))]
        assert ("18" in hearing(cleaned("a", text, record(ours, text)), said, kit).cleaned.text) is made


def test_what_no_witness_touches_and_what_a_person_said_stays(kit: Kit) -> None:
    text = "Tbe mafia stood in the squaro and at the gatc of the house."
    mob = record(finding(text, "mafia", "mob"), text)
    gate = replace(
        record(finding(text, "gatc", "gate", "spelling/word", tier=Tier.LIKELY, weight=5.0), text, Verdict.KEEP),
        ruling=Ruling(Verdict.KEEP, "you said no", answer="reject"),
    )
    ours = replace(cleaned("a", text, mob), kept=(gate,))
    remembered = replace(kit, remembered=Rejects("gatc"))
    done = hearing(
        ours,
        [Statement("w", WitnessKind.IMAGE, "The mafia stood in the square and at the gate of the house.")],
        remembered,
    ).cleaned
    assert mob in done.records and "gatc" in done.text and "The mafia stood in the square" in done.text


class Rejects:
    """A person who rejected whatever stands at some words."""

    def __init__(self, words: str) -> None:
        self.words = words

    def ruling(self, found: Finding, text: str, document: str) -> Ruling | None:
        met = text[found.start : found.end] == self.words
        return Ruling(Verdict.KEEP, "you said no", answer="reject") if met else None


def test_protected_text_is_left_alone(kit: Kit) -> None:
    said = [Statement("w", WitnessKind.IMAGE, SCAN.replace("stationcd", "stationed"))]
    ours = clean(Document("a", SCAN), kit)
    analysis = analyse(SCAN, ours.document, kit)
    assert hear(ours, said, replace(kit, policy=Policy(0.1, 0.1)), analysis, lambda f: False).cleaned.text == ours.text


def test_a_version_that_is_none_is_not_heard(kit: Kit) -> None:
    ours = clean(Document("a", SCAN), kit)
    heard = hearing(ours, [Statement("w", WitnessKind.TEXT, "I'm sorry, but I cannot help with that.")], kit)
    assert heard.cleaned == ours and "refusal" in heard.unheard[0]
    assert hearing(ours, [], kit).cleaned == ours


def test_evidence_names_the_witness_and_adds_up(kit: Kit) -> None:
    said = Statement("reread/", WitnessKind.IMAGE, SCAN.replace("stationcd", "stationed"))
    (fix,) = hearing(clean(Document("a", SCAN), kit), [said], kit).cleaned.fixes
    assert "the witness reread/" in [e.name for e in fix.finding.evidence]
    assert fix.finding.confidence >= 0.95


# ---------------------------------------------------------------- the command

FIRST = "Tbe rnayor said 15 men were there. He was stationed at the gatc of the house.\n"
PAGE = "The mayor said 50 men were there. He was stationed at the gate of the house.\n"
RIGHT = "The mayor said 15 men were there. He was stationed at the gate of the house.\n"


def test_folders_are_matched_by_name_and_a_lack_is_told(elsewhere: Path) -> None:
    for folder, text in (("in", FIRST), ("page", PAGE)):
        (elsewhere / folder).mkdir()
        (elsewhere / folder / "a.txt").write_text(text)
    run = ("clean", "in", "-o", "out", "--witness", "image:page")
    ran = cleaner(*run)
    assert ran.code == 0 and (elsewhere / "out/a.txt").read_text() == RIGHT
    assert "the witness page (image) changes words at 4 places of 1 text" in ran.err
    with Ledger.open(elsewhere / "out") as ledger:
        assert "witness/number-changed" in {p.rule for p in ledger.patterns()}
    assert "not cleaned again" in cleaner(*run).err
    (elsewhere / "page/a.txt").write_text(PAGE.replace("gate", "gatc"))  # the witness says something else now
    assert "gatc" in cleaner(*run).err or (elsewhere / "out/a.txt").read_text() != RIGHT
    (elsewhere / "in/b.txt").write_text(FIRST)
    for _ in range(2):  # and again, until there is one
        ran = cleaner(*run)
        assert ran.code == 2 and "cleaned without it" in ran.err and (elsewhere / "out/b.txt").is_file()


def test_records_are_matched_by_id_over_processes_and_parts(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parted, "WHOLE", 100)
    rows = [{"id": str(i), "text": FIRST, "reread": PAGE} for i in range(6)]
    (elsewhere / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    run = ("clean", "in.jsonl", "-q", "--witness", "image:in.jsonl", "--witness-field")
    assert cleaner(*run, "reread", "-o", "one", "-j", "1").code == 0
    assert cleaner(*run, "reread", "-o", "two", "-j", "2").code == 0
    made = [json.loads(line)["text"] for line in (elsewhere / "one/in.jsonl").read_text().splitlines()]
    assert made == [RIGHT] * 6
    assert (elsewhere / "two/in.jsonl").read_bytes() == (elsewhere / "one/in.jsonl").read_bytes()
    ran = cleaner(*run, "nothing", "-o", "three", "-j", "1")
    assert ran.code == 2 and "6 texts cleaned without a witness" in ran.err


def test_shards_hear_their_witnesses(elsewhere: Path) -> None:
    """What shards cleaned is put together as one process would have written it; what lacked a witness is told again."""
    for folder, text in (("in", FIRST), ("page", PAGE)):
        (elsewhere / folder).mkdir()
        for name in ("a.txt", "b.txt"):
            (elsewhere / folder / name).write_text(text)
    (elsewhere / "page/b.txt").unlink()
    run = ("clean", "in", "-q", "--witness", "image:page", "-o", "out")
    assert [cleaner(*run, "--shard", f"{n}/2").code for n in (1, 2)] == [0, 2]
    ran = cleaner(*run)
    assert ran.code == 2 and "1 text cleaned without a witness" in ran.err
    assert (elsewhere / "out/a.txt").read_text() == RIGHT


def test_files_in_place_have_their_witnesses(elsewhere: Path) -> None:
    for folder, text in (("in", FIRST), ("page", PAGE)):
        (elsewhere / folder).mkdir()
        (elsewhere / folder / "a.txt").write_text(text)
    assert cleaner("clean", "in", "--in-place", "-q", "--witness", "image:page").code == 0
    assert (elsewhere / "in/a.txt").read_text() == RIGHT


MISUSE = [
    (("in.txt", "--witness", "page.txt"), "page.txt: no such file"),
    (("in.txt", "--witness", "sound:in.txt"), "text:, image:, copy:"),
    (("in.txt", "--witness-field", "reread"), "needs --witness"),
    (("in.txt", "in2.txt", "--witness", "in.txt"), "give a folder"),
]


@pytest.mark.parametrize(("arguments", "told"), MISUSE)
def test_what_is_no_witness_is_refused(arguments: tuple[str, ...], told: str, elsewhere: Path) -> None:
    for name in ("in.txt", "in2.txt"):
        (elsewhere / name).write_text(FIRST)
    ran = cleaner("clean", *arguments, "--diff")
    assert (ran.code, ran.out) == (2, b"") and told in ran.err
