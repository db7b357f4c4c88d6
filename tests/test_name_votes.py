"""Names vote in the texts of a place: what is asked, what stays, the same in whatever order and by however many."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from command import cleaner

from cleaner.batch import cores
from cleaner.batch.facts import Facts, write_facts
from cleaner.batch.gathering import Gathering, sketch_bytes
from cleaner.batch.name_votes import votes
from cleaner.batch.survey import packed, survey
from cleaner.batch.survey_record import FileSurvey
from cleaner.detectors.names import names
from cleaner.diagnosis.examination import examine
from cleaner.kit import Kit
from cleaner.model import Document
from cleaner.model.companions import Companions
from cleaner.names.mentioned import MOST, mentioned
from cleaner.pipeline import analyse
from cleaner.text.near_duplicates import sketch

# how many stories have a name: the spellings that are outvoted
VOTES = {
    "one of nine": ({"Riquelme": 9, "Riguelme": 1}, {"Riguelme": "Riquelme"}),
    "two of eight": ({"Riquelme": 8, "Riguelme": 2}, {"Riguelme": "Riquelme"}),
    "three letters are none": ({"Riquelme": 9, "Rigoelma": 1}, {}),
    "two of seven": ({"Riquelme": 7, "Riguelme": 2}, {}),
    "two of seven, beside others": ({"Zelvadroka": 40, "Riquelme": 7, "Riguelme": 2}, {}),
    "one of three": ({"Riquelme": 3, "Riguelme": 1}, {}),
    "a people": ({"Zelvadroka": 9, "Zelvadrokan": 1}, {}),
    "marks": ({"Zelvadroka": 9, "Zelvadróka": 1}, {}),
    "short": ({"Orvo": 9, "Orva": 1}, {}),
    "rare names that the language knows": (
        {"Smith": 90, "Smyth": 1, "McDonald": 9, "Macdonald": 1, "Nicolas": 40, "Nicholas": 2},
        {},
    ),
}


@pytest.mark.parametrize("what", VOTES)
def test_what_is_outvoted(what: str) -> None:
    stories, meant = VOTES[what]
    assert {vote.spelling: vote.meant for vote in votes(stories)} == meant


def test_names_stand_within_a_sentence() -> None:
    text = "Xelvadroka rose. We met Zelvadroka, O'Hara, XELVADROKA, Belgian-Xelvadroka, Xelva2 and Windows.\nXelvadro"
    assert mentioned(text) == ("Zelvadroka",)
    assert mentioned("We met Nicolas, and read Macbeth.") == ("Macbeth", "Nicolas")  # the language knows them as names
    assert len(mentioned("we met Zelvad" + " and Zelvad".join("abcdefghijklmnopqrstuvwxyz") * 20)) <= MOST


def told(*texts: str, tmp_path: Path, reverse: bool = False, place: str = "a") -> dict[str, tuple[str, int]]:
    """What the last of some texts is told of its names; a text that stands twice is one story with its copy."""
    documents = [Document(str(n), text, source=place) for n, text in enumerate(texts)]
    gathering = Gathering()
    for document in reversed(documents) if reverse else documents:
        gathering.add(FileSurvey(document.id, "", packed([survey(document)]), ()))
    for wanted in gathering.sharing():
        gathering.sketched(wanted, [sketch_bytes(sketch(texts[int(wanted.name)]))])
    write_facts(tmp_path / "facts", gathering.facts(), ())
    facts = Facts(tmp_path / "facts")
    asked = facts.companions(documents[-1])
    assert not asked.names or facts.answer(asked.asked) != Facts().answer(asked.asked)
    return dict(asked.names)


MANY = [f"In the year {n} we met Riquelme." for n in range(12)]
BOTH, ALONE = "They met Riquelme, or Riguelme.", "They met Riguelme."
FILLED = [f"In the year {n} we met." for n in range(40)]


@pytest.mark.parametrize("reverse", [False, True])
def test_a_text_is_told_what_others_have(tmp_path: Path, reverse: bool) -> None:
    """It has the name itself, or a quarter of the place has it; elsewhere nobody votes."""
    assert told(*MANY, BOTH, tmp_path=tmp_path, reverse=reverse) == {"Riguelme": ("Riquelme", 12)}
    assert told(*MANY, ALONE, tmp_path=tmp_path, reverse=reverse) == {"Riguelme": ("Riquelme", 12)}
    assert told(*MANY, *FILLED, BOTH, tmp_path=tmp_path, reverse=reverse) == {"Riguelme": ("Riquelme", 12)}
    assert told(*MANY, *FILLED, ALONE, tmp_path=tmp_path, reverse=reverse) == {}
    assert told(*MANY, MANY[0], tmp_path=tmp_path, reverse=reverse) == {}
    assert told(*MANY[:3], *MANY[:1] * 9, ALONE, tmp_path=tmp_path, reverse=reverse) == {}  # one story and its copies


def test_a_place_does_not_vote_in_another(tmp_path: Path) -> None:
    gathering = Gathering()
    for number, (place, text) in enumerate([*(("a", text) for text in MANY), ("a", ALONE), ("b", BOTH)]):
        found = survey(Document(str(number), text, source=place))
        gathering.add(FileSurvey(str(number), "", packed([found]), ()))
    gathering.sharing()
    write_facts(tmp_path / "facts", gathering.facts(), ())
    facts = Facts(tmp_path / "facts")
    assert facts.companions(Document("x", ALONE, source="a")).names == {"Riguelme": ("Riquelme", 12)}
    assert not facts.companions(Document("x", BOTH, source="b")).names


def test_what_the_text_itself_tells_is_not_told_again(kit: Kit) -> None:
    """Its own names ask first; a name that stands as a word too is one."""
    companions = Companions("a", names={"Riguelme": ("Riquelme", 12), "Marrow": ("Marlow", 12)})
    text = "We met Riquelme, Riquelme, Riquelme and Riguelme.  We ate marrow with Marrow and Zelvadroka."
    found = names(examine(analyse(text, Document("a", text), kit), kit, companions=companions), kit)
    assert [text[finding.start : finding.end] for finding in found] == ["Riguelme"]


def test_a_run_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    for number, text in enumerate([*MANY, "They met Riguelme's son and Riguelmes."]):
        Path(f"in/{number:02}.txt").write_text(text + "\n")
    (asked,) = cleaner("check", "in", "-j1", "-q").text.splitlines()
    assert "ask names/rare-spelling: “Riguelme” → “Riquelme”: “Riquelme” stands in 12+ texts of in" in asked
    assert cleaner("check", "in/12.txt", "-q").text == ""


def questions(out: str) -> list[tuple[str, ...]]:
    """What a run asks of names, with the files and the reasons."""
    with closing(sqlite3.connect(f"{out}/run.db")) as db:
        rows = db.execute("SELECT path, start, before, after, confidence FROM questions WHERE rule LIKE 'names/%'")
        return sorted(rows)


def test_processes_shards_and_a_change_of_other_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same is asked whoever cleans a file; and where others of its place have changed, what they say now counts."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cores, "WORTH_FORKING", 0)
    Path("in").mkdir()
    for number, text in enumerate([*MANY[:5], ALONE]):
        Path(f"in/{number}.txt").write_text(text + "\n")
    assert cleaner("survey", "in", "-o", "facts").code == 0
    shards = [f"shards --facts facts{which}" for which in (" --shard 2/2", " --shard 1/2", "")]
    for command in ("one -j1", "two -j2", *shards):
        assert cleaner("clean", "in", "-q", "-o", *command.split()).code == 0, command
    assert not Path("one/.survey").exists()  # so few facts are made anew each time
    (asked,) = questions("one")
    assert asked[0] == "5.txt" and asked[2:4] == ("Riguelme", "Riquelme")
    assert questions("two") == questions("shards") == [asked]
    for number in (0, 1):  # so that three are left, too few to vote
        Path(f"in/{number}.txt").write_text("We met.\n")
    assert cleaner("clean", "in", "-q", "-o", "one").code == 0
    assert questions("one") == []
