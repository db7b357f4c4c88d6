"""Short records are judged with their file: titles and captions of a scan are mended, right ones between them stay.

What a file's records show does not depend on their order, the number of processes, the parts in which a large file is
read, or on a run that was killed before.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from command import cleaner
from conftest import ROOT

from cleaner.batch import cores, first_look, parted, run, spread
from cleaner.diagnosis.diagnose import Own, independent
from cleaner.diagnosis.examination import examine
from cleaner.diagnosis.short_records import file_evidence, sample, scanned_records
from cleaner.formats import ReadOptions, parts, read
from cleaner.formats.outcome import Input, Outcome
from cleaner.formats.read_options import Part
from cleaner.kit import Kit
from cleaner.model import Cleaned, Document
from cleaner.model.companions import Companions
from cleaner.model.file_evidence import FileEvidence
from cleaner.pipeline import analyse, clean

CASES = yaml.safe_load((ROOT / "tests/data/short_records.yaml").read_text("utf-8"))
SCANS: list[str] = CASES["scans"]
RIGHT: list[str] = CASES["right"]
MENDED: dict[str, str] = CASES["mended"]
MIXED = [text for pair in zip(SCANS, RIGHT, strict=True) for text in pair]
FEW = [text for pair in zip(SCANS[1:8], RIGHT[1:8], strict=True) for text in pair]


@pytest.fixture(scope="module")
def told(kit: Kit) -> FileEvidence:
    found = file_evidence(SCANS, kit)
    assert found
    return found


def jsonl(texts: Sequence[str]) -> bytes:
    return "".join(json.dumps({"id": text[:20], "text": text}) + "\n" for text in texts).encode()


def outcome(texts: Sequence[str], kit: Kit) -> Outcome:
    item = Input(Path("a.jsonl"), "a.jsonl", data=jsonl(texts))
    (found,) = run.outcomes([item], kit)
    return found


@pytest.fixture(scope="module")
def of_scans(kit: Kit) -> Outcome:
    return outcome(SCANS, kit)


@pytest.fixture(scope="module")
def of_few(kit: Kit) -> Outcome:
    """A few scans and a few right records, in turn."""
    return outcome(FEW, kit)


def by_text(outcome: Outcome) -> dict[str, str]:
    return {c.document.text: c.text for c in outcome.cleaned}


def asked(cleaned: Cleaned) -> list[str]:
    return [r.before for r in cleaned.records]


def test_scanned_records_are_mended_with_their_file_and_not_alone(of_scans: Outcome, kit: Kit) -> None:
    together = by_text(of_scans)
    for word, mended in MENDED.items():
        (text,) = (text for text in SCANS if word in text)
        assert word not in together[text] and mended in together[text]
        assert word in clean(Document("x", text), kit).text


@pytest.mark.parametrize("texts", [MIXED[:32], [*SCANS[:8], *RIGHT]], ids=["half", "a fifth"])
def test_right_records_are_left_alone_between_scans_too(texts: list[str], kit: Kit) -> None:
    right = [c for c in outcome(texts, kit).cleaned if c.document.text in RIGHT]
    assert len(right) >= 16 and not any(map(asked, right))


def test_right_records_alone_show_nothing(kit: Kit) -> None:
    assert file_evidence(RIGHT, kit) is None
    assert file_evidence([f"{text} Grobeling frumped wistle." for text in RIGHT], kit) is None  # strange, but no marks
    assert file_evidence([text.replace("The", "Tbe", 1) for text in RIGHT], kit) is None  # marks, but no strange words


def test_so_few_records_tell_nothing_of_one_another(kit: Kit) -> None:
    assert file_evidence(SCANS[:3], kit) is None and file_evidence(SCANS[:3] * 9, kit) is None


def test_what_the_user_says_of_the_damage_is_enough(kit: Kit) -> None:
    assert file_evidence(SCANS, replace(kit, damage={"ocr": 0.01})) is None


def test_a_record_with_words_enough_of_its_own_is_judged_by_itself(kit: Kit, told: FileEvidence) -> None:
    long = Document("x", f"{RIGHT[0]} {RIGHT[2]} {RIGHT[4]} {RIGHT[6]} {RIGHT[8]} He saw rnany.", file=told)
    assert clean(long, kit, kit.companions(long)).diagnosis == clean(long, kit).diagnosis
    short = Document("x", "He saw rnany.", file=told)
    assert clean(short, kit, kit.companions(short)).diagnosis["ocr"] > 0.5
    none = Document("x", "|", file=told)  # it shows no word, so nobody knows whether it belongs to the scans
    assert clean(none, kit, kit.companions(none)).diagnosis == clean(none, kit).diagnosis


def test_a_misread_word_is_no_evidence_for_itself(kit: Kit, told: FileEvidence) -> None:
    document = Document("x", "The seamstress had rnany visitors and a qniet hour.")
    diagnosis = examine(analyse(document.text, document, kit), kit, companions=Companions(file=told)).diagnosis
    whole, without = diagnosis["ocr"], independent(diagnosis, "ocr", Own.of("spelling/word", "qniet"))
    assert without is not None and without < whole
    few = examine(analyse(document.text, document, kit), kit, companions=Companions(file=replace(told, scanned=0.4)))
    assert few.diagnosis["ocr"] < 0.5 < whole  # of a file of few scans its own misread words tell nothing


def test_a_short_record_has_the_noise_of_its_file(kit: Kit, told: FileEvidence) -> None:
    for text, noise, explained in (("He saw rnany.", *told.shares), ("THE MAYOR", 0.0, 0.0)):
        analysis = analyse(text, Document("x", text), kit)
        stats = examine(analysis, kit, companions=Companions(file=told)).surveyed.stats
        assert (stats.noise, stats.explained) == (noise, explained)


def test_the_share_of_scans_is_told_by_how_misread_words_are_spread() -> None:
    pairs = [(10, 1), (9, 0), (11, 2), (12, 0), (8, 1), (10, 1)]
    alone, _ = scanned_records(pairs * 10)
    between, _ = scanned_records(pairs * 10 + [(10, 0)] * 240)
    assert alone > 0.75 and between < 0.5
    assert scanned_records([(10, 0)] * 99)[0] < 0.1


# ------------------------------------------------------------------ whatever the order, the processes, the parts


def test_the_order_of_the_records_does_not_matter(of_few: Outcome, kit: Kit) -> None:
    assert by_text(outcome(random.Random(3).sample(FEW, len(FEW)), kit)) == by_text(of_few)
    many = [f"{text} {n}." for text in SCANS for n in range(99)]
    assert sample(many) == sample(many[::-1]) and 15_000 < sum(map(len, sample(many))) <= 20_000


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_processes_and_parts_do_not_matter(
    jobs: str, elsewhere: Path, of_few: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cores, "WORTH_FORKING", 0)
    monkeypatch.setattr(spread, "PARCEL", 200)
    monkeypatch.setattr(parted, "WHOLE", 600)
    monkeypatch.setattr(parts, "PART", 400)
    (elsewhere / "a.jsonl").write_bytes(jsonl(FEW))
    ran = cleaner("clean", "a.jsonl", "-o", "out", "--jobs", jobs, cwd=elsewhere)
    assert ran.code == 0, ran.err
    assert (elsewhere / "out/a.jsonl").read_bytes() == of_few.data != jsonl(FEW)


def test_of_a_long_part_the_first_lines_are_looked_at(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parted, "WHOLE", 1000)
    monkeypatch.setattr(parts, "PART", 1500)
    monkeypatch.setattr(first_look, "BEGINNING", 700)
    looks: list[list[str]] = []
    monkeypatch.setattr(first_look, "file_evidence", lambda texts, kit: looks.append([*texts]))
    list(run.outcomes([Input(Path("a.jsonl"), "a.jsonl", data=jsonl(MIXED))], kit))
    (seen,) = looks  # once for all parts
    assert 5 < len(seen) < len(MIXED) and {*seen} < {*MIXED}


def test_what_has_no_records_is_not_looked_at(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[str] = []
    monkeypatch.setattr(first_look, "parted", lambda item, options: looks.append(item.name) or [])
    for name in ("a.warc", "a.jsonl"):
        item = Input(Path(name), name, options=ReadOptions(part=Part(1)))
        first_look.FirstLook(ReadOptions(), kit).told(item, ())
    assert looks == ["a.jsonl"]


def test_one_large_file_tells_nothing_of_the_next(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parted, "WHOLE", 500)
    monkeypatch.setattr(parts, "PART", 400)
    both = enumerate((SCANS[:9], RIGHT[:9]))
    files = [Input(Path(f"{n}.jsonl"), f"{n}.jsonl", data=jsonl(texts)) for n, texts in both]
    told = [(o.input.name, c.document.file is not None) for o in run.outcomes(files, kit) for c in o.cleaned]
    assert {*told} == {("0.jsonl", True), ("1.jsonl", False)}


def test_a_run_that_was_killed_goes_on_to_the_same_end_and_a_third_cleans_nothing(
    elsewhere: Path, of_few: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    (elsewhere / "in").mkdir()
    for name, texts in (("a.jsonl", RIGHT[:5]), ("b.jsonl", FEW)):
        (elsewhere / "in" / name).write_bytes(jsonl(texts))
    count, real = 0, run.clean

    def killed(*what: object) -> Cleaned:
        nonlocal count
        count += 1
        if count == 12:
            raise KeyboardInterrupt
        return real(*what)  # type: ignore[arg-type]

    command = ("clean", "in", "-o", "out", "--jobs", "1")
    with monkeypatch.context() as patched:
        patched.setattr(run, "clean", killed)
        assert cleaner(*command, cwd=elsewhere).code == 130
    assert cleaner(*command, cwd=elsewhere).code == 0
    assert (elsewhere / "out/b.jsonl").read_bytes() == of_few.data
    count = 0
    monkeypatch.setattr(run, "clean", killed)
    assert cleaner(*command, cwd=elsewhere).code == 0 and not count


def test_what_was_cleaned_is_left_alone_by_the_next_run(of_scans: Outcome, kit: Kit) -> None:
    once = [*by_text(of_scans).values()]
    assert not outcome(once, kit).edits


# ------------------------------------------------------------------ who is a neighbour, and who asks


def test_fields_of_a_record_and_cues_of_a_file_are_one_document_already() -> None:
    table = read("a.csv", b"title,body\nTbe fire,A fire broke out.\n", ReadOptions(text_field=("title", "body")))
    cues = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{SCANS[n]}\n\n" for n in range(1, 5))
    assert (
        [len(read(name, data).documents) for name, data in (("a.srt", cues.encode()),)] == [len(table.documents)] == [1]
    )


def test_small_files_of_a_folder_and_pages_are_no_neighbours(kit: Kit) -> None:
    files = [Input(Path(f"{n}.txt"), f"{n}.txt", data=text.encode()) for n, text in enumerate(SCANS[:9])]
    texts = [c.text for o in run.outcomes(files, kit) for c in o.cleaned]
    assert texts == [clean(Document("x", text), kit).text for text in SCANS[:9]]
    pages = tuple(Document(f"{n}", text) for n, text in enumerate(SCANS))
    assert not any(d.file for d in first_look.with_file_evidence(pages, kit))


def test_a_look_that_fails_costs_no_record(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(texts: object, kit: object) -> None:
        raise MemoryError

    monkeypatch.setattr(first_look, "file_evidence", fails)
    assert len(outcome(RIGHT, kit).cleaned) == len(RIGHT)


@pytest.mark.parametrize("command", ["diagnose", "explain"])
def test_whoever_asks_is_told_of_the_file(command: str, elsewhere: Path) -> None:
    (elsewhere / "a.jsonl").write_bytes(jsonl(FEW))
    told = cleaner(command, "a.jsonl", cwd=elsewhere).text
    assert "the records beside it" in told and "of 14 short records of this file look scanned" in told
