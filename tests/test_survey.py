"""What documents of a batch share: surveyed file by file, counted by place, told to each document."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest
from command import cleaner

from cleaner.batch import run, survey, survey_record, surveying
from cleaner.batch.facts import Facts, rounded
from cleaner.batch.inputs import find
from cleaner.diagnosis.diagnose import Own, by_itself, diagnose, shared, weight
from cleaner.formats import ReadOptions
from cleaner.formats.outcome import Input
from cleaner.model import Document, Evidence
from cleaner.model.companions import Companions
from cleaner.spelling.storage import mmap_arrays as arrays

MENU = "Our garden club meets on Mondays"
KEY = MENU.lower()
_NOUNS = "ferry mayor tide baker loaf bridge county library council whale pilot budget school garden river".split()
_VERBS = "saw made closed named lost painted moved sold praised held opened found left turned read built".split()


def story(number: int) -> str:
    """Three lines that no other story has."""
    draw = random.Random(number)
    said = (
        f"the {draw.choice(_NOUNS)} of the {draw.choice(_NOUNS)} {draw.choice(_VERBS)} a {draw.choice(_NOUNS)}"
        for _ in range(18)
    )
    return "\n\n".join(", and ".join(islice(said, 6)) + "." for _ in range(3))


def page(number: int, *lines: str) -> str:
    return "\n\n".join([story(number), *lines]) + "\n"


def put(folder: str, texts: Iterable[str], first: int = 0) -> None:
    Path(folder).mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(texts, first):
        Path(folder, f"{number:02}.txt").write_text(text)


def facts(*arguments: str) -> Facts:
    ran = cleaner("survey", *arguments, "-o", "facts")
    assert ran.code == 0, ran.err
    return Facts(Path("facts"), same_source="--same-source" in arguments)


def told(known: Facts, place: str, text: str) -> Companions:
    return known.companions(Document("x", text, source=place))


@pytest.fixture
def site(elsewhere: Path) -> Path:
    """Six stories of a site with a menu line, and two of another folder."""
    put("in/site", (page(i, MENU) for i in range(6)))
    put("in/other", (page(i, "A line of five whole words") for i in range(2)))
    return elsewhere


# ------------------------------------------------------------------ where a document comes from

RESPONSE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Some text.</p>"
WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example.org/1\r\nContent-Length: %d\r\n\r\n%b"
    b"\r\n\r\n" % (len(RESPONSE), RESPONSE)
)
URL = {"id": "1", "text": "Some text.", "url": "https://www.example.org:80/a?b#c"}
PLACES = {
    # a file's name, what is in it, the options, and the place of its document
    "the folder": ("in/a/b.txt", b"Some text.", (), "in/a/"),
    "no folder": ("a.txt", b"Some text.", (), "./"),
    "an address in JSON Lines": ("in/a.jsonl", json.dumps(URL).encode(), (), "example.org"),
    "a site in a field that is named": ("a.jsonl", b'{"text": "T.", "site": "The  Argus"}', ("site",), "The Argus"),
    "another field": ("in/a.jsonl", json.dumps(URL).encode(), ("site",), "in/"),
    "a field of something in the record": ("in/a.jsonl", b'{"text": "T.", "by": {"url": "http://b.org"}}', (), "in/"),
    "an address without a host": ("in/a.jsonl", b'{"text": "T.", "url": "file:///a"}', (), "in/"),
    "a column": ("in/a.csv", b"text,url\nA text of words.,http://a@b.example.org/x\n", (), "b.example.org"),
    "a JSON file": ("in/a.json", json.dumps([URL]).encode(), (), "example.org"),
    "a page's canonical address": (
        "in/a.html", b'<link rel="canonical" href="https://example.org/a"><p>Some text.</p>', (), "example.org"
    ),
    "a page without one": ("in/a.html", b'<a href="https://example.org/a">Some text.</a>', (), "in/"),
    "a page that others quote": (
        "in/a.html", b"<meta property='og:url' content='https://EXAMPLE.org/a'><p>Some text.</p>", (), "example.org"
    ),
    "a web archive": ("in/a.warc", WARC, (), "news.example.org"),
}  # fmt: skip


@pytest.mark.parametrize("case", PLACES)
def test_where_a_document_comes_from(case: str) -> None:
    name, data, field, place = PLACES[case]
    options = ReadOptions(source_field=field[0]) if field else ReadOptions()
    (file,) = run.prepared([Input(Path(name), name, data=data)], options)
    assert [d.source for d in file.documents] == [place]


# ------------------------------------------------------------------ what is counted, and told


def test_a_line_counts_on_the_stories_of_its_place(site: Path) -> None:
    known = facts("in")
    assert told(known, "in/site/", page(0, MENU)) == Companions("in/site/", 6, {KEY: 6})
    assert told(known, "in/site/", "* OUR  garden club\tmeets on Mondays").lines == {KEY: 6}
    for place, text in (("in/other/", MENU), ("in/site/", story(0)), ("nowhere", MENU), ("./", MENU)):
        assert not told(known, place, text).lines


def test_copies_of_one_story_count_once(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    longer = page(0, "And that is all that there is to say of it.", MENU)
    put("in", (page(0, MENU), longer, page(0, MENU).upper(), page(1, MENU)))
    known = facts("in")
    assert told(known, "in/", longer) == Companions("in/", 2, {KEY: 2})
    with monkeypatch.context() as patched:
        patched.setattr(surveying, "sketch", None)  # sketches are remembered, too
        assert told(facts("in"), "in/", longer) == Companions("in/", 2, {KEY: 2})
    shutil.rmtree("in")
    put("in", (page(0, MENU), longer))
    assert facts("in") and not told(facts("in"), ".", longer).lines


def test_copies_in_a_file_that_is_read_in_parts_count_once(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.batch.parted.WHOLE", 1_000)
    monkeypatch.setattr("cleaner.formats.parts.PART", 300)
    rows = ({"text": page(i, MENU)} for i in (0, 0, 1))
    Path("in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert told(facts("in.jsonl"), "./", MENU) == Companions("./", 2, {KEY: 2})


def test_a_file_that_changes_between_two_looks_is_not_taken_for_what_it_was(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("in", (page(0, MENU), page(0, MENU), page(1, MENU)))
    real = surveying.Batch._sketches

    def changed(batch: surveying.Batch, files: Iterable[object]) -> object:
        put("in", [page(2, MENU)])
        return real(batch, files)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(surveying.Batch, "_sketches", changed)
        facts("in")
    put("in", [page(0, MENU)])
    assert told(facts("in"), "in/", MENU) == Companions("in/", 2, {KEY: 2})


def test_a_dump_in_one_text_fills_no_memory() -> None:
    text = "".join(f"The line of number {i} here.\n" for i in range(12_000))
    assert len(surveying.survey(Document("x", text, source="in/")).lines) == 10_000


def test_a_document_that_no_survey_can_read_stops_no_other(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = surveying.survey

    def failing(document: Document) -> object:
        return real(document) if document.id != "site/03.txt" else 1 / 0

    monkeypatch.setattr(surveying, "survey", failing)
    known = facts("in")
    monkeypatch.setattr("cleaner.batch.facts.survey", real)
    assert told(known, "in/site/", MENU) == Companions("in/site/", 5, {KEY: 5})
    monkeypatch.setattr(surveying, "survey", real)
    assert told(facts("in"), "in/site/", MENU).pages == 6  # it was not remembered that it cannot be read


def test_a_killed_survey_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey_record, "_OFTEN", 2)
    with survey_record.record(tmp_path, "1-of-2", "how") as killed:
        for name in "abc":
            killed.keep(survey_record.FileSurvey(name, "content", b"", ()))
        with survey_record.record(tmp_path, "whole", "how") as later:
            assert [name for name in "abc" if later.found(name, "content")] == ["a", "b"]


def test_a_record_that_another_process_holds_is_passed_over(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey_record, "_PATIENCE", 0.01)
    once = facts("in").digest
    with closing(sqlite3.connect("facts.surveys/whole.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert facts("in").digest == once
    assert Path("facts.surveys/whole.db").stat().st_size  # it is not broken, only held


def test_numbers_are_told_in_steps(elsewhere: Path) -> None:
    Path("in").mkdir()
    rows = ({"text": page(i, MENU)} for i in range(13))
    Path("in/a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert told(facts("in"), "/data/in/", MENU) == Companions("in/", 12, {KEY: 12})
    assert all(rounded(n) <= n < rounded(n) * 1.34 for n in range(1, 3_000))


def test_no_more_surveys_are_kept_than_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey, "_once", {})
    monkeypatch.setattr(survey, "MOST_TEXTS", 2)
    survey.survey(Document("long", "A long text. " * 1_000, source="a"))
    assert not survey._once
    for number in range(4):
        survey.survey(Document("short", f"The text {number}.", source="a"))
    assert len(survey._once) == 2


def test_the_same_documents_give_the_same_file_and_are_surveyed_once(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts("in")
    once = Path("facts").read_bytes()
    shutil.rmtree("facts.surveys")
    for part in ("3/3", "1/3", "2/3"):
        assert cleaner("survey", "in", "-o", "parts", "--shard", part).code == 0
    assert not Path("parts").exists()
    (site / "in/site/05.txt").write_text(page(5, MENU, "This file has changed since."))
    seen: list[str] = []
    real = surveying.survey

    def watched(document: Document) -> object:
        seen.append(document.id)
        return real(document)

    monkeypatch.setattr(surveying, "survey", watched)
    assert cleaner("survey", "in", "-o", "parts").code == 0 and seen == ["site/05.txt"]
    (site / "in/site/05.txt").write_text(page(5, MENU))
    monkeypatch.setattr("cleaner.batch.inputs.find", lambda *given: find(*given)[::-1])
    facts("in")
    assert Path("facts").read_bytes() == once
    assert cleaner("survey", "in", "-o", "parts").code == 0 and Path("parts").read_bytes() == once


def test_a_record_that_is_broken_is_begun_anew(site: Path) -> None:
    facts("in")
    once = Path("facts").read_bytes()
    Path("facts").unlink()
    Path("facts.surveys/whole.db").write_bytes(b"SQLite format 3\0 and no more")
    Path("facts.surveys/2-of-3.db").write_bytes(b"nothing")
    facts("in")
    assert Path("facts").read_bytes() == once


def test_what_all_pages_of_a_site_have_is_asked_about(elsewhere: Path) -> None:
    rows = ({"url": f"https://www.example.org/{i}", "text": page(i, MENU)} for i in range(6))
    Path("a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    Path("one.jsonl").write_text(json.dumps({"url": "https://example.org/x", "text": page(7, MENU)}))
    facts("a.jsonl")
    told_so = "furniture/line: “⏎⏎Our garden club meets on Mondays” → nothing: on 6 of 6 pages of example.org"
    assert cleaner("check", "a.jsonl").text.count(told_so) == 6
    assert told_so in cleaner("check", "one.jsonl", "--facts", "facts").text
    assert "furniture" not in cleaner("check", "one.jsonl").text
    assert "on 6 of 6 pages of example.org" in cleaner("explain", "one.jsonl", "--facts", "facts").text


# ------------------------------------------------------------------ facts of a stranger


def _broken(change: Callable[[bytes], bytes]) -> Callable[[], object]:
    return lambda: Path("facts").write_bytes(change(Path("facts").read_bytes()))


STRANGERS: dict[str, tuple[Callable[[], object], str]] = {
    "not there": (lambda: Path("facts").unlink(), "No such file"),
    "empty": (lambda: Path("facts").write_bytes(b""), "no batch facts"),
    "a text": (lambda: Path("facts").write_text("Facts!"), "no batch facts"),
    "a folder": (lambda: (Path("facts").unlink(), Path("facts").mkdir()), "Is a directory"),
    "cut off": (_broken(lambda data: data[:-8]), "no batch facts, or damaged ones"),
    "a number changed": (_broken(lambda data: data[:-1] + bytes([data[-1] ^ 1])), "no batch facts, or damaged ones"),
    "another version": (
        lambda: (Path("facts").unlink(), arrays.write(Path("facts"), "batch facts", {}, {"version": 99})),
        "of another version",
    ),
    "a model": (
        lambda: (Path("facts").unlink(), arrays.write(Path("facts"), "lexicon", {}, {})), "no batch facts"
    ),
}  # fmt: skip


def test_facts_that_are_not_at_their_address_get_a_message(site: Path) -> None:
    ran = cleaner("clean", "in", "-o", "out", "--facts", "file:///no/facts")
    assert ran.code == 2 and "file:///no/facts: no file there" in ran.err


@pytest.mark.parametrize("stranger", STRANGERS)
def test_facts_of_a_stranger_get_a_message(site: Path, stranger: str) -> None:
    facts("in")
    change, message = STRANGERS[stranger]
    change()
    ran = cleaner("clean", "in", "-o", "out", "--facts", "facts")
    assert ran.code == 2 and message in ran.err and "cleaner survey" in ran.err and not Path("out/site").exists()


@pytest.mark.parametrize("command", [("survey", "in"), ("lm", "build", "in/site/00.txt")], ids=lambda c: c[0])
def test_an_article_named_by_mistake_is_not_replaced(site: Path, command: tuple[str, ...]) -> None:
    article = site / "in/site/01.txt"
    before = article.read_bytes()
    ran = cleaner(*command, "-o", str(article))
    assert ran.code == 2 and "holds something else" in ran.err and article.read_bytes() == before


# ------------------------------------------------------------------ what is cleaned again


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that are cleaned."""
    names: list[str] = []
    real = run.clean

    def watched(document: Document, *more: object) -> object:
        names.append(document.id)
        return real(document, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(run, "clean", watched)
    return names


def cleaned(seen: list[str], *options: str) -> list[str]:
    """The documents that `cleaner clean` cleans."""
    seen.clear()
    ran = cleaner("clean", "in", "-o", "out", *options)
    assert ran.code == 0, ran.err
    return sorted(seen)


def test_only_what_is_told_something_else_is_cleaned_again(site: Path, seen: list[str]) -> None:
    put("in/site", [page(20, MENU)], 6)
    every = [*(f"other/{i:02}.txt" for i in range(2)), *(f"site/{i:02}.txt" for i in range(7))]
    assert cleaned(seen) == every and cleaned(seen) == []
    put("in/third", (page(30 + i, MENU) for i in range(3)))  # another site
    assert cleaned(seen) == [f"third/{i:02}.txt" for i in range(3)]
    put("in/site", [page(40)], 7)  # a page without the line: the others are told of one page more
    assert cleaned(seen) == [*(f"site/{i:02}.txt" for i in range(8))]
    put("in/site", (page(50 + i, MENU) for i in range(5)), 8)  # 12 on 13 pages, told as 12 on 12
    assert len(cleaned(seen)) == 12
    put("in/site", [page(60, MENU)], 13)  # 13 on 14 pages, told as 12 on 12
    assert cleaned(seen) == ["site/13.txt"]
    put("in/other", [page(0, "A line of five whole words", "It is a copy.")], 2)  # of a story that is there
    assert cleaned(seen) == ["other/02.txt"]


def test_facts_are_an_input_of_each_shard(site: Path, seen: list[str]) -> None:
    assert cleaner("clean", "in", "-o", "whole", "--edits").code == 0
    facts("in")
    options = ("--edits", "--facts", "facts")
    for part in ("1/3", "3/3"):
        cleaned(seen, *options, "--shard", part)
    missing = cleaned(seen, *options)
    assert 0 < len(missing) < 8 and cleaned(seen, *options) == [] and cleaned(seen, "--edits") == []
    for name in ("changes.diff", "edits.jsonl", "site/00.txt"):
        assert Path("out", name).read_bytes() == Path("whole", name).read_bytes()


def test_a_shard_without_facts_tells_nothing_and_is_put_right(site: Path, seen: list[str]) -> None:
    put("in/third", [page(70), page(71)])
    cleaned(seen, "--shard", "1/1")
    assert cleaned(seen) == [*(f"other/{i:02}.txt" for i in range(2)), *(f"site/{i:02}.txt" for i in range(6))]
    assert cleaned(seen) == []


def test_a_batch_of_one_is_not_surveyed(elsewhere: Path, seen: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.cli.surveyed._surveyed", None)
    put("in", [page(0, MENU)])
    assert cleaned(seen) == ["00.txt"] and not Path("out/.survey").exists()


def test_the_record_of_a_large_batch_stays_in_out(site: Path, seen: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.cli.surveyed.LARGE", 1_000)
    cleaned(seen)
    assert Path("out/.survey/facts").is_file()
    with monkeypatch.context() as patched:
        patched.setattr(surveying, "survey", None)
        assert cleaned(seen) == []
    assert "hidden" not in cleaner("check", "out").err
    monkeypatch.setattr(survey_record, "_writable", None)
    assert cleaner("check", "in").code < 2  # it has no OUT, and so no record


# ------------------------------------------------------------------ what the others bear


SPANISH = "the US. UU. sent a note. Officials of EE. UU. They said the mafia had stormed the embassy, and all saw it.\n"
UNTOUCHED = 'The fire went out. Any casualties were reported inside, where they threw stones , and “so” "it" “went”.\n'


@pytest.fixture
def sources(elsewhere: Path) -> Path:
    """Six documents with marks of a translation and one without; that one by itself, and with seven others."""
    put("in/es", [*(f"On day {i} {SPANISH}" for i in range(6)), UNTOUCHED])
    put("in/one", [UNTOUCHED])
    put("in/en", [*(f"On day {i} nothing was said of it at all.\n" for i in range(7)), UNTOUCHED])
    return elsewhere


def questions(*arguments: str) -> dict[str, list[str]]:
    """What is asked about the documents without a mark."""
    ran = cleaner("check", *arguments, "--output-format", "json")
    rows = json.loads(ran.text)
    return {
        name: sorted(row["rule"] for row in rows if row["file"].endswith(name) and row["verdict"] == "ask")
        for name in ("es/06.txt", "one/00.txt", "en/07.txt")
    }


def test_what_the_others_bear_is_evidence_only_where_the_user_says_so(sources: Path) -> None:
    without, with_flag = questions("in"), questions("in", "--same-source")
    assert {**without, "es/06.txt": sorted([*without["es/06.txt"], "mt/es/any-for-no"])} == with_flag
    assert "quotes/mixed" in without["es/06.txt"] and "mt/es/any-for-no" not in without["es/06.txt"]
    known = facts("in", "--same-source")
    assert told(known, "in/es/", UNTOUCHED).damages == {"mt/es": (6, 6)}  # not counting itself
    assert told(known, "in/es/", f"On day 0 {SPANISH}").damages == {"mt/es": (5, 6)}
    assert told(known, "in/es/", "Another text.").damages == {"mt/es": (6, 7)}
    assert not told(known, "in/en/", UNTOUCHED).damages
    assert (
        questions("in", "--facts", "facts") == without
        and questions("in", "--facts", "facts", "--same-source") == with_flag
    )


def test_what_the_others_bear_is_shown(sources: Path) -> None:
    facts("in", "--same-source")
    options = ("in/es/06.txt", "--same-source", "--facts", "facts")
    own = "mt/es/any-for-no 1 × 'Any casualties were' (+3.7)"
    told_so = f"mt/es 0.97: companions in 6 of 6 others of this source (+4.5); {own}"
    assert told_so in cleaner("diagnose", *options).text
    explained = cleaner("explain", *options).text
    assert told_so in explained and "diagnosis mt/es 0.48 without it" in explained
    assert cleaner("diagnose", "in/es/06.txt").text == cleaner("diagnose", "in/es/06.txt", "--facts", "facts").text


def test_typography_does_not_follow_from_what_the_others_bear() -> None:
    alone = diagnose([], {"ocr": [Evidence("unknown words", 3.0)]})
    others = {"mt/es": shared({"mt/es": (900, 900)}).values()}
    there = diagnose([], {"ocr": [Evidence("unknown words", 3.0)], **others})
    own = Own.of("typography/space", " ,")
    assert 0.45 < there["mt/es"] < 0.5
    assert by_itself(there) == alone and by_itself(alone) is alone
    assert weight(there, "typography", own) == weight(alone, "typography", own) == ()
    sign = Evidence("a sign", 1.2)
    surer = diagnose([], {"mt/es": [*others["mt/es"], sign]})
    assert surer["mt/es"] > 0.7 and weight(surer, "typography", own) == ()
    assert weight(surer, "mt/es", own) != weight(by_itself(surer), "mt/es", own)
    said = diagnose([], others, {"mt/es": 0.999})
    assert by_itself(said) == by_itself(diagnose([], others)) and weight(said, "typography", own) == ()
    marked = diagnose([], {"mt/es": [Evidence("a sign", 9.0)]}, {"mt/es": 0.999})
    assert by_itself(marked)["mt/es"] > 0.9 and weight(marked, "typography", own)


@pytest.mark.parametrize(("bear", "others"), [(1, 1), (1, 50), (0, 9), (2, 900)])
def test_few_others_tell_nothing(bear: int, others: int) -> None:
    assert not shared({"mt/es": (bear, others)})


def test_a_source_needs_facts_that_tell_of_it(sources: Path) -> None:
    facts("in")
    for options in (("--facts", "facts"), ("--shard", "1/2")):
        ran = cleaner("clean", "in", "-o", "out", "--same-source", *options)
        assert ran.code == 2 and "cleaner survey --same-source" in ran.err
    assert cleaner("survey", "in").code == cleaner("survey", "-", "-o", "x").code == 2


def test_the_damages_of_a_source_are_the_same_for_any_number_of_processes(
    sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cleaner.batch.cores.WORTH_FORKING", 1)
    options = ("in", "--same-source", "--jobs")
    once = facts(*options, "1").digest
    shutil.rmtree("facts.surveys")
    assert facts(*options, "2").digest == once
    for jobs in "12":
        assert cleaner("clean", "in", "-o", f"out{jobs}", "--edits", "--same-source", "--jobs", jobs).code == 0
    assert Path("out1/edits.jsonl").read_bytes() == Path("out2/edits.jsonl").read_bytes()
    assert "es/06.txt" in Path("out1/edits.jsonl").read_text()
