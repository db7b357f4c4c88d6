"""`cleaner audit`: the alignment is exact, every change has its verdict, and what is amiss is told."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from command import cleaner
from hypothesis import example, given, settings
from hypothesis import strategies as st
from made import cleaned, finding, record

from cleaner.kit import Kit
from cleaner.ledger import Answer, Ledger
from cleaner.model import Document, Tier, Verdict
from cleaner.pipeline import clean
from cleaner.text.edits import apply, disjoint
from cleaner.witness.auditing import NoVersion, audit
from cleaner.witness.changes import changes
from cleaner.witness.framing import no_version, unframed
from cleaner.witness.rates import Rates

CASES = yaml.safe_load((Path(__file__).parent / "witness/verdicts.yaml").read_text("utf-8"))


def says(record) -> str:  # type: ignore[no-untyped-def]
    verdict = record.finding.rule.removeprefix("witness/").replace("-", " ")
    return f"{verdict}: {record.before} > {record.after}".replace("\n", " ").rstrip()


def flat(case: str) -> str:
    return case.replace("\n", " ").rstrip()


# ---------------------------------------------------------------- each verdict


@pytest.mark.parametrize(
    "case", [pytest.param(c, id=f"{v}-{i}") for v, some in CASES.items() for i, c in enumerate(some)]
)
def test_each_change_has_its_verdict(case: dict[str, object], kit: Kit) -> None:
    ours = clean(Document("a", str(case["before"])), kit)
    done = audit(ours, str(case["after"]), kit)
    found = sorted((*done.records, *done.kept), key=lambda r: r.finding.start)
    assert [says(r) for r in found] == [flat(s) for s in case["says"]]  # type: ignore[attr-defined]
    assert all(r.finding.why.split(": ", 1)[1] for r in found)  # and a reason
    taken = {says(r).partition(":")[0] for r in done.fixes}
    assert taken <= {"supported"} and all(r.verdict is Verdict.ASK for r in done.open)
    assert not any(r.finding.rule == "witness/supported" for r in done.open)  # however likely


def test_a_right_version_of_a_right_text_is_all_supported(kit: Kit) -> None:
    text = "The Board of Works met on Friday. Mr. Smith said that 15 men were not at work.\n"
    ours = clean(Document("a", text), kit)
    for version in (text, text.replace(". ", ".\n"), text.rstrip()):
        done = audit(ours, version, kit)
        assert (done.text, done.records, done.kept) == (text, (), ())


def test_form_is_taken_over_only_where_it_is_wanted(kit: Kit) -> None:
    ours = clean(Document("a", "He saw the river thames.\n"), kit)
    version = "He saw the River Thames.\n"
    assert audit(ours, version, kit).text == ours.document.text
    assert audit(ours, version, kit, form=True).text == version


@pytest.mark.parametrize(("words", "after", "weight", "verdict"), [
    ("nol", "not", 2.0, "unsupported"), ("nol", "not", 5.0, "supported"), ("tbe", "the", 2.0, "supported"),
    ("l8", "18", 2.0, "number-changed"), ("l8", "18", 5.0, "supported"),
])  # fmt: skip
def test_figures_and_negations_need_more_of_our_own_reading(
    words: str, after: str, weight: float, verdict: str, kit: Kit
) -> None:
    text = f"He was {words} at home."
    ours = cleaned(
        "a", text, record(finding(text, words, after, "spelling/word", tier=Tier.LIKELY, weight=weight), text)
    )
    (found,) = audit(ours, text.replace(words, after), kit).records
    assert found.finding.rule == f"witness/{verdict}"


LINES = [  # two versions, and the first with the change accepted
    ("All is well.\nHe went.\n", "All is well.\nHe went. So he said.", "All is well.\nHe went. So he said.\n"),
    ("All was\nwell.\n", "All was very well.\n", "All was very\nwell.\n"),
    ("All was well.\n\nHe went.\n", "All was well. So he said. He went.\n", "All was well. So he said.\n\nHe went.\n"),
    ("All was\nvery well.\n", "All was well.\n", "All was\nwell.\n"),
    ("He saw it.\n\nYes, he went.\n", "He saw it.\n\nhe went.\n", "He saw it.\n\nhe went.\n"),
    ("He saw it.\nYes yes.\n\nHe went.\n", "He saw it. He went.\n", "He saw it.\n\nHe went.\n"),
    ("All was very\nwell.\n", "All was\nwell.\n", "All was\nwell.\n"),
    ("All was very well.\n", "All was\nwell.\n", "All was well.\n"),
    ("Well, he went.\n", "he went.\n", "he went.\n"),
]


@pytest.mark.parametrize(("first", "second", "accepted"), LINES)
def test_lines_end_where_they_ended(first: str, second: str, accepted: str, kit: Kit) -> None:
    (found,) = audit(clean(Document("a", first), kit), second, kit).records
    assert apply(first, [found.edit]) == accepted


# ---------------------------------------------------------------- the alignment


WORDS = st.lists(
    st.sampled_from("the tbe man — . re-\nturn return to day today 5 50 x, “a” I'm é \n\n".split(" ")), max_size=9
)
TEXTS = st.builds(lambda words, gaps: "".join(w + g for w, g in zip(words, gaps, strict=False)), WORDS,
                  st.lists(st.sampled_from([" ", "\n", "  ", ""]), min_size=9, max_size=9))  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(TEXTS, TEXTS)
@example("the the the the\nthe the the ", "the tbe ")  # words lost in a row, of which some open a line
@example("day\n\n—turn\n\nturn ", "today\n\n")
def test_all_changes_make_the_second_version_and_none_the_first(first: str, second: str) -> None:
    found = changes(first, second)
    assert apply(first, [c.edit for c in found]) == second
    assert all(second[c.at : c.at + len(c.after)] == c.after for c in found)
    assert all(disjoint((a.start, a.end), (b.start, b.end)) for a, b in pairwise(found))
    assert not changes(first, first)


@settings(max_examples=30, deadline=None)
@given(first=TEXTS, second=TEXTS)
def test_a_text_of_which_all_is_refused_stays(first: str, second: str, kit: Kit) -> None:
    ours = clean(Document("a", first), kit)
    try:
        done = audit(ours, second, kit)
    except NoVersion:
        return
    assert apply(first, [r.edit for r in done.fixes]) == done.text
    assert apply(first, []) == first == done.document.text


def test_long_insertions_and_losses_do_not_disturb_what_stands_behind() -> None:
    line = "The {} of the town met in the {} and spoke of {} for a while."
    words = "mayor clerk baker hall street garden peace wheat roads".split()
    text = "\n".join(line.format(*words[i : i + 3]) for i in range(7))
    more = "Nobody had ever seen such a thing, and it was told for years to whoever would hear it."
    half = text.index("\n", len(text) // 2)
    longer = f"{text[:half]} {more}{text[half:]}"
    (added,) = [c for c in changes(text, longer) if not c.is_layout]
    assert added.after.strip() == more
    (lost,) = [c for c in changes(longer, text) if not c.is_layout]
    assert lost.before.strip() == more and not lost.after.strip()


# ---------------------------------------------------------------- frames and refusals

FRAMES = [
    ("```\nThe man.\n```", "The man."),
    ("```text\nThe man.\n```\n", "The man."),
    ("Sure! Here is the corrected text:\n\nThe man.", "The man."),
    ("Here's the cleaned-up version of the article:\n```\nThe man.\n```", "The man."),
    ("The man.", "The man."),
    ("Here is the man: he came.\nAnd went.", "Here is the man: he came.\nAnd went."),
]


@pytest.mark.parametrize(("version", "text"), FRAMES)
def test_what_a_model_puts_around_a_text_is_taken_off(version: str, text: str) -> None:
    found = unframed("Tbe man.", version)
    assert found.text == text and bool(found.notices) == (version != text)
    assert unframed(version, version).text == version  # it is the original's own


REFUSALS = [
    "I cannot help with that.",
    "I'm sorry, but I can't assist with this request.",
    "As an AI language model, I am unable to read scans.",
    "Please provide the text you would like corrected.",
]


@pytest.mark.parametrize("answer", REFUSALS)
def test_a_refusal_is_no_version(answer: str) -> None:
    original = "Tbe mayor spoke to tbe crowd. “I cannot say more,” he said."
    assert "refusal" in no_version(original, answer)
    assert not no_version(original, original.replace("b", "h"))
    assert not no_version(answer, answer)


def test_an_empty_answer_and_another_text_are_no_versions() -> None:
    article = " ".join(f"mayor{i} council{i} meeting{i}" for i in range(20))
    other = " ".join(f"ship{i} harbour{i} captain{i}" for i in range(20))
    assert no_version(article, " \n") == "empty" and not no_version("", "")
    assert "another text" in no_version(article, other)
    assert not no_version(article, article[: len(article) // 3])  # cut off, but this text


# ---------------------------------------------------------------- the command

FIRST = "Tbe rnayor of Dublin said 15 men\nwere not hurt by tbe fire in Church street.\n"
SECOND = "The mayor of Dublin said 50 men were hurt by the fire in Church Street. He was sad.\n"
JUDGED = "The mayor of Dublin said 15 men\nwere not hurt by the fire in Church street.\n"


@pytest.fixture
def pair(elsewhere: Path) -> Path:
    for folder, text in (("before", FIRST), ("after", SECOND)):
        (elsewhere / folder).mkdir()
        (elsewhere / folder / "a.txt").write_text(text)
        (elsewhere / folder / "same.txt").write_text("All is well.\n")
    return elsewhere


def test_folders_are_matched_by_name_and_the_rest_is_asked(pair: Path) -> None:
    ran = cleaner("audit", "before", "after", "-o", "out")
    assert ran.code == 1 and ran.out == b"" and "2 documents, 1 with changes: 7 changes" in ran.err
    assert (pair / "out/a.txt").read_text() == JUDGED
    assert (pair / "before/a.txt").read_text() == FIRST
    assert "+The mayor of Dublin said 15 men" in (pair / "out/changes.diff").read_text()
    rates = json.loads((pair / "out/audit.json").read_text())
    assert rates["changes"]["number changed"] == 1 and rates["open"] == 3 and rates["numbers_touched"] == 1
    assert rates["invented_per_1000"] == pytest.approx(1000 * 3 / 19, abs=0.01)
    with Ledger.open(pair / "out") as ledger:
        assert {p.rule for p in ledger.patterns()} >= {"witness/number-changed", "witness/dropped", "witness/invented"}


def test_an_answer_holds_in_the_next_audit(pair: Path) -> None:
    cleaner("audit", "before", "after", "-o", "out")
    with Ledger.open(pair / "out") as ledger:
        for case in ledger.cases(ledger.case_ids()):
            dropped = case.record.finding.rule == "witness/dropped"
            ledger.decide([case.id], Answer.ACCEPT if dropped else Answer.REJECT)
    ran = cleaner("audit", "before", "after", "-o", "out")
    assert (pair / "out/a.txt").read_text() == JUDGED.replace("not ", "")
    assert ran.code == 0  # nothing is left to ask


@pytest.mark.parametrize(
    ("after", "code"), [(FIRST, 0), (JUDGED, 0), (JUDGED.replace("street", "Street"), 0), (SECOND, 1)]
)
def test_the_exit_code(pair: Path, after: str, code: int) -> None:
    (pair / "after/a.txt").write_text(after)
    assert cleaner("audit", "before/a.txt", "after/a.txt").code == code


def test_records_are_matched_by_id_in_any_order(elsewhere: Path) -> None:
    rows = {"a": (FIRST, SECOND), "b": ("All is well.", "All is well."), "c": ("It was hot.", "It was hot.")}
    first = [json.dumps({"id": k, "text": v[0], "output": v[1]}) for k, v in rows.items()]
    second = [json.dumps({"id": k, "text": v[1]}) for k, v in [*rows.items()][::-1]]
    (elsewhere / "before.jsonl").write_text("\n".join(first) + "\n")
    (elsewhere / "after.jsonl").write_text("\n".join([*second, '{"id": "d", "text": "More."}']) + "\n")
    two = cleaner("audit", "before.jsonl", "after.jsonl")
    assert two.code == 1 and len(two.text.splitlines()) == 6
    assert "1 text of the second version answer none of the first: 'd'" in two.err
    one = cleaner("audit", "before.jsonl", "--after-field", "output")
    assert (one.code, one.out) == (two.code, two.out)
    (elsewhere / "after.jsonl").write_text("\n".join(second[:-1]) + "\n")
    lacking = cleaner("audit", "before.jsonl", "after.jsonl")
    assert (
        lacking.code == 2 and "a: the second version has no text of the id 'a'; nothing of it is judged" in lacking.err
    )


def test_two_columns_of_a_table(elsewhere: Path) -> None:
    (elsewhere / "a.csv").write_text("id,text,new\n1,Tbe man came.,The man came.\n2,All is well.,All was well.\n")
    ran = cleaner("audit", "a.csv", "--after-field", "new", "-q")
    assert ran.code == 1 and [line.split(": ")[2] for line in ran.text.splitlines()] == ["supported", "unsupported"]
    ran = cleaner("audit", "a.csv", "--after-field", "other")
    assert ran.code == 2 and "'other'" in ran.err


def test_what_a_third_version_says_too_is_supported(pair: Path) -> None:
    (pair / "before/a.txt").write_text(
        "He met tbe qzrt of 15 men, and Pompeo was not hurt. All went home in peace at last.\n"
    )
    (pair / "after/a.txt").write_text("He met the man of 50 men, and Pompey was hurt. All went home.\n")
    third = "He met the man of 50 men, and Pompey was hurt. All went home.\n"
    for folder, text in (("alike", third), ("apart", third.replace("man", "son").replace("y ", "o "))):
        (pair / folder).mkdir()
        (pair / folder / "a.txt").write_text(text)
    shown = {
        name: cleaner("audit", "before/a.txt", "after/a.txt", "--second", f"{name}/a.txt", "-q").text
        for name in ("alike", "apart")
    }
    assert shown["alike"].count("another version says the same") == 2  # the word and the name: no figure, no negation
    assert "another version says the same" not in shown["apart"]
    assert all("number changed" in text and "dropped: 1 word, a negation" in text for text in shown.values())
    assert cleaner("audit", "before", "after", "--second", "nowhere").code == 2


def test_every_view_shows_every_change(pair: Path) -> None:
    def shown(view: str, *more: str) -> str:
        return cleaner("audit", "before/a.txt", "after/a.txt", "--output-format", view, "-q", *more).text

    assert "before/a.txt:2:5: “ not” → “”: dropped: 1 word, a negation among them, gone: “not”" in shown("text")
    made = json.loads(shown("json"))
    assert [c["verdict"] for c in made["changes"]] == [
        "supported", "supported", "number changed", "dropped", "supported", "form only", "invented"]  # fmt: skip
    assert made["rates"]["documents"] == 1 and all(c["reason"] for c in made["changes"])
    assert shown("diff").count("\n+") == 3 and "Street" in shown("diff", "--form")
    assert shown("html").startswith("<!doctype html>") and "number changed" in shown("html")
    (pair / "after/a.txt").write_text(FIRST)
    assert json.loads(shown("json"))["changes"] == [] and shown("text") == ""


AMISS = [
    ("", "the second version is empty"),
    ("I'm sorry, but I cannot help with that.", "the second version is a refusal, not a text: “I'm sorry"),
    ("\0\0\0\0", "after/a.txt: it holds NUL bytes"),
    (None, "after/a.txt: no such file, so there is no second version"),
]


@pytest.mark.parametrize(("after", "word"), AMISS)
def test_what_cannot_be_judged_is_told_and_stops_nobody(pair: Path, after: str | None, word: str) -> None:
    if after is None:
        (pair / "after/a.txt").unlink()
    else:
        (pair / "after/a.txt").write_text(after)
    ran = cleaner("audit", "before", "after", "-o", "out")
    assert ran.code == 2 and word in ran.err and "1 document, 0 with changes" in ran.err
    assert (pair / "out/same.txt").exists() and not (pair / "out/a.txt").exists()


MISUSE = [
    (["before", "nowhere"], "nowhere: no such file or folder"),
    (["before"], "name the second version"),
    (["before", "after/a.txt"], "give two folders (matched by name) or two files"),
]


@pytest.mark.parametrize(("arguments", "word"), MISUSE)
def test_misuse_is_answered_with_the_cure(pair: Path, arguments: list[str], word: str) -> None:
    ran = cleaner("audit", *arguments)
    assert ran.code == 2 and word in ran.err and ran.out == b""


def test_somebodys_own_file_is_left_alone(pair: Path) -> None:
    (pair / "out").mkdir()
    (pair / "out/a.txt").write_text("mine\n")
    ran = cleaner("audit", "before", "after", "-o", "out")
    assert ran.code == 2 and "left alone" in ran.err and (pair / "out/a.txt").read_text() == "mine\n"
    assert cleaner("audit", "before", "after", "-o", "out", "--force").code == 1
    assert (pair / "out/a.txt").read_text() == JUDGED


def test_what_a_killed_audit_left_half_written_goes(pair: Path) -> None:
    (pair / "out").mkdir()
    (pair / "out/.changes.diff.99999999.half").write_text("half")
    assert cleaner("audit", "before", "after", "-o", "out", "-q").code == 1
    assert not [*(pair / "out").glob("*.half")]


def test_several_processes_find_the_same(pair: Path) -> None:
    alone, together = (cleaner("audit", "before", "after", "--jobs", n) for n in (1, 2))
    assert (alone.code, alone.out) == (together.code, together.out)


def test_rates_of_nothing_are_nothing() -> None:
    rates = Rates()
    assert rates.values()["invented_per_1000"] == 0 and list(rates.lines()) == [
        "0 documents, 0 with changes: 0 changes"
    ]
