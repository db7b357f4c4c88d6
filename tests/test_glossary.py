"""A glossary's names and aliases: what they put right, what they ask about, and what they never touch."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest
from command import cleaner
from hypothesis import given
from hypothesis import strategies as st

from cleaner.kit import Kit
from cleaner.model import Cleaned, Document, Verdict
from cleaner.names import near_names
from cleaner.names.confidence import evidence
from cleaner.names.entries import Alias, BadGlossary, Entry
from cleaner.names.likeness import alike
from cleaner.names.matching import matches
from cleaner.names.user_glossary import Glossary
from cleaner.names.written import written
from cleaner.pipeline import clean
from cleaner.text.analysis import Analysis

NAMES = Glossary.of(["Zelvadroka", "Kvashnin Bridge", "DSUVIA", "AcelRx", "Rainer Blair", "Rainer", "Steve Barnes"])
ALIASES = Glossary(
    (
        Entry("GAAP", (Alias("gap", frozenset({"non", "measures"})),)),
        Entry("DSUVIA", (Alias("the studio"), Alias("Desuvia", frozenset({"sold"})))),
        Entry("Juan", (Alias("one"),)),
        Entry("OXXO", (Alias("also", always=True),)),
        Entry("Brian D'Ambrosia", (Alias("Speaker 1"),)),
        Entry("WAXIE", (Alias("waxy"), Alias("Waxie"))),
    )
)


def cleaned(text: str, glossary: Glossary, kit: Kit) -> Cleaned:
    lexicon = kit.lexicon.with_words(glossary.words)
    return clean(Document("a", text), replace(kit, glossary=glossary, lexicon=lexicon))


# what stands there: what it becomes
NEAR = {
    # alike in sound alone
    "DSUVIA, and AcelRx: the Selfadroca is out.": "DSUVIA, and AcelRx: the Zelvadroka is out.",
    "At noon Zelvedroka left.": "At noon Zelvadroka left.",
    "Later selvadroka’s brother rose.": "Later Zelvadroka’s brother rose.",
    "They closed the old quashnin bridge.": "They closed the old Kvashnin Bridge.",
    "We launched desu via in May, said Accel Rx of DESU via.": "We launched DSUVIA in May, said AcelRx of DSUVIA.",
    "Thank you, Ryner Blair.": "Thank you, Rainer Blair.",
}


@pytest.mark.parametrize(("text", "meant"), NEAR.items())
def test_what_sounds_like_a_name_is_put_right(text: str, meant: str, kit: Kit) -> None:
    found = cleaned(text, NAMES, kit)
    assert found.text == meant
    assert cleaned(meant, NAMES, kit).records == ()  # and nothing of it once more
    assert any("in your glossary" in record.finding.why for record in found.records)


# Of other texts.
OTHERS = [f"{syllable}vadroka" for syllable in "Bel Cor Dun Fal Gor Hen Jor Kel Lom Mur Nel Por".split()]

# A trap into which somebody fell, and the names that make it.
TRAPS = {
    "What I mean is this, and I mean it.": ["Shaun", "Maine"],
    "She put the folder back on the other folders.": ["Foldar", "Volder Inc"],
    "Das ist ein Haus, und sie sagte kein Wort davon.": ["EAN", "NII"],
    "Songstuff played the song, and Songstuff left. The stuff was good.": ["Songstuff"],
    "They make sure that we know whom they overboard.": ["Soren", "NII", "Cueboard"],
    "Use the keypad to tell us about innate bias.": ["GAAP", "IND"],
    "The order from Goldman Sachs came with Dominic at noon.": ["Goldman Sachs", "Dominic", "Adam Sachs"],
    "Megawatts became gigawatts in the webcasts.": ["gigawatts", "webcast"],
    "Zelvadroka spoke of the Zelvadrokas and of Zelvadroka's hat. ZELVADROKA heard it.": ["Zelvadroka"],
    "Ingersoll-Rand and Gardner Denver met.": ["Ingersoll Rand", "Gardner-Denver"],
    "Version 2b of Zelv4droka came.": ["Zelvadroka"],
    "Read https://zelvedroka.example/ first.": ["Zelvadroka"],
    "He left Zelva. Droka stayed.": ["Zelvadroka"],
    "He left Zelva\nDroka stayed.": ["Zelvadroka"],
    "Andersen had met Romeo in Sunderland. Then Lennon sang.": ["Anderson", "Jerome", "Switzerland", "Leon", *OTHERS],
    "The chief financial officer spoke of operationally sound plans.": ["Operations", "Financial Officer"],
}


@pytest.mark.parametrize(("text", "names"), TRAPS.items())
def test_nothing_is_found_in_right_words(text: str, names: list[str], kit: Kit) -> None:
    assert not [r for r in cleaned(text, Glossary.of(names), kit).records if r.finding.rule == "names/glossary"]


# names of which some words are a possessive or a plural, and how they are written there
ENDINGS = {
    "We welcome selvadrokas fine new plans.": "We welcome Zelvadroka's fine new plans.",
    "She said it’s selvadrokas plan.": "She said it’s Zelvadroka’s plan.",
    "They closed both old quashnin bridges today.": "They closed both old Kvashnin Bridge's today.",
    "We buy only Zimtrecks and nothing else.": "We buy only Zymtrek's and nothing else.",
    "We buy only zimtrecks for ZYMTREC.": "We buy only ZYMTRECs for ZYMTREC.",
    # an s that stands for a letter of the name, or is one
    "At noon Desuvias left with DSUVIS.": "At noon DSUVIS left with DSUVIS.",
    "At noon Femmes left with FEMSA.": "At noon FEMSA left with FEMSA.",
    "We met Zelvedross of Zelvadros.": "We met Zelvadros of Zelvadros.",
}
FORMS = ["Zelvadroka", "Kvashnin Bridge", "Zymtrek"], ["ZYMTREC"], ["DSUVIS"], ["FEMSA"], ["Zelvadros"]


@pytest.mark.parametrize(("text", "meant"), ENDINGS.items())
def test_a_name_is_written_with_the_s_of_the_words(text: str, meant: str) -> None:
    names = max(FORMS, key=lambda some: sum(name in meant for name in some))
    (match, *_) = sorted(matches(Analysis(text), Glossary.of(names)), key=lambda m: -m.near.both)
    assert text[: match.start] + written(match, "’" if "’" in text else "'") + text[match.end :] == meant


def test_what_differs_in_its_blanks_alone_is_the_name(kit: Kit) -> None:
    assert cleaned("JPMorgan met Zelvadroka.", Glossary.of(["JP Morgan", "Zelvadroka"]), kit).text.startswith("JP M")


def test_capitals_and_names_that_have_many_like_them_are_less_sure() -> None:
    """IMAX near NIMAX is another acronym; Maurin near Maureen is another name."""
    spelt = {m.text: evidence(m) for m in matches(Analysis("Then DSUVYA and Dsuvya met Moureen."), FEW)}
    sure = {text: {e.name: e.weight for e in found} for text, found in spelt.items()}
    assert sure["DSUVYA"]["its capitals"] < sure["Dsuvya"]["its capitals"]
    assert sure["Moureen"]["its length"] < sure["Dsuvya"]["its length"]


FEW = Glossary.of(["DSUVIA", "Maureen"])


# may be another's name: only asked about
ASKED = {
    "Our Ebit rose, and our EBITDAR fell.": ["EBITX", "EBITDAR"],
    "Thank you, Reiner. Zelvadroka will answer.": ["Rainer", "Zelvadroka"],
    "Steve Byrne said so, and Steve Barnes agreed.": ["Steve Barnes"],
    "Our EBIDTA rose.": ["EBITDA", "EBITA"],
}


@pytest.mark.parametrize(("text", "names"), ASKED.items())
def test_a_name_that_may_be_anothers_is_asked_about(text: str, names: list[str], kit: Kit) -> None:
    found = cleaned(text, Glossary.of(names), kit)
    assert found.text == text
    assert next(record.finding.best for record in found.records if record.verdict is Verdict.ASK) == names[0]


SAID = {
    "Our non-gap figures.": "Our non-GAAP figures.",
    "A gap in the fence.": None,
    "They also sell.": "They OXXO sell.",
    "Of the measures of theirs a gap remains.": None,  # too far
    "Then Desuvia was sold.": "Then DSUVIA was sold.",
    "Speaker 1: Hello.\nSpeaker 2: Hi.\nSpeaker 1: Bye.": (
        "Brian D'Ambrosia: Hello.\nSpeaker 2: Hi.\nBrian D'Ambrosia: Bye."
    ),
    "It was of the speaker. 1 more came.": None,
    "The waxy paper is Waxie's.": "The WAXIE paper is WAXIE's.",
    "WAXIE is right.": None,
    "It was the\nstudio.": None,
}


@pytest.mark.parametrize(("text", "meant"), SAID.items())
def test_an_alias_is_put_right_where_it_is_meant(text: str, meant: str | None, kit: Kit) -> None:
    assert cleaned(text, ALIASES, kit).text == (meant or text)


@pytest.mark.parametrize("text", ["We sold the studio.", "One of us said so."])
def test_an_alias_of_everyday_words_is_asked_about(text: str, kit: Kit) -> None:
    found = cleaned(text, ALIASES, kit)
    assert found.text == text and [r.verdict for r in found.records] == [Verdict.ASK]


READ = {
    "names.txt": ("Zelvadroka\n\n# a remark\nKvashnin Bridge  # another\nZelvadroka\n", "Zelvadroka, Kvashnin Bridge"),
    "list.yaml": ("- Zelvadroka\n- Kvashnin   Bridge\n", "Zelvadroka, Kvashnin Bridge"),
    "map.yml": (
        "Zelvadroka:\nDSUVIA: [desu via, the studio]\nGAAP: {said: gap, near: Non}\nA: b\n",
        "Zelvadroka, DSUVIA(desu via, the studio), GAAP(gap near non), A(b)",
    ),
    "empty.yaml": ("", ""),
}


@pytest.mark.parametrize("name", READ)
def test_a_glossary_is_read(name: str, tmp_path: Path) -> None:
    content, meant = READ[name]
    (tmp_path / name).write_text(content)
    shown = []
    for entry in Glossary.read([tmp_path / name]).entries:
        said = [f"{a.said} near {', '.join(a.near)}" if a.near else a.said for a in entry.aliases]
        shown.append(entry.name + (f"({', '.join(said)})" if said else ""))
    assert ", ".join(shown) == meant


BROKEN = {
    "a: [b": "a.yaml:2: not YAML",
    "a: {near: b}": "a.yaml:1: an alias needs `said`",
    "a:\n  - {said: b, nearby: c}": "a.yaml:2: an alias has the fields `said`, `near` and `always`, not `nearby`",
    "a: no": "a.yaml:1: YAML reads no as true or false",
    "a: [[b]]": "a.yaml:1: a text is wanted here",
    "a: ['?']": "a.yaml:1: a name has letters",
    f"a: {'b' * 101}": "a.yaml:1: a name has at most 100 characters",
    "Ann: [Anne]\nAnne: [An]": "a.yaml:1: “Anne” is an alias of “Ann” and a name itself",
    "Ann: [An]\nAnne: [an]": "a.yaml:2: “an” is an alias of “Ann” and of “Anne”",
    "just words": "a.yaml:1: a map (key: value) is wanted here",
    "a: &x [b]\nc: *x": "no anchors and aliases",
    "!!python/object:os.system": "a.yaml:1: no tags here: leave out `!!python/object:os.system`",
    "Ann: !!python/object/apply:os.system [Anne]": "a.yaml:1: no tags here",
    "Ann:\n  - !any Anne": "a.yaml:2: no tags here: leave out `!any`",
    "Ann: [Anne]\nAnn: [An]": "a.yaml:2: 'Ann' stands twice",
    "Ann:\n - Anne\n   near: b": "a.yaml:3: not YAML",
    "Ann: [An-Na]\nEve: [An Na]": "a.yaml:2: “An Na” is an alias of “Ann” and of “Eve”",
    "O'Hara: [an O]\nEve: [OHara]": "a.yaml:2: “OHara” is an alias of “Eve” and a name itself",
}
PLAIN_BROKEN = {
    "Ann\nEve: [Eva]": "a.txt:2: this reads like YAML",
    "Ann:\n  - Anne": "a.txt:1: this reads like YAML",
    "- Ann": "a.txt:1: this reads like YAML",
    "!!python/object:os.system": "a.txt:1: this reads like YAML",
    '["Ann", "Eve"]': "a.txt:1: this reads like YAML",
    "PK\x03\x04Ann": "a.txt:1: a control character in a name",
    "Ann\n--": "a.txt:2: a name has letters",
    f"Ann{'n' * 100}": "a.txt:1: a name has at most 100 characters, this one 103",
}
PLAIN_NAMES = ["CSI: Miami", "!Kung", "¡Uno!", "Yahoo!", "AT&T", "Sean 'Diddy' Combs", "E*TRADE", "7-Eleven", "-30-"]


@pytest.mark.parametrize("content", BROKEN)
def test_a_stranger_s_glossary_is_refused_with_a_message(content: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(content)
    with pytest.raises(BadGlossary) as error:
        Glossary.read([tmp_path / "a.yaml"])
    assert BROKEN[content] in str(error.value)


@pytest.mark.parametrize("content", PLAIN_BROKEN)
def test_a_plain_list_that_is_none_is_refused_with_a_message(content: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(content)
    with pytest.raises(BadGlossary) as error:
        Glossary.read([tmp_path / "a.txt"])
    assert PLAIN_BROKEN[content] in str(error.value)


def test_names_with_marks_are_names(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\n".join(PLAIN_NAMES))
    (tmp_path / "a.yaml").write_text("".join(f"{json.dumps(name)}:\n" for name in PLAIN_NAMES))
    for file in ("a.txt", "a.yaml"):
        assert [entry.name for entry in Glossary.read([tmp_path / file]).entries] == PLAIN_NAMES


def test_a_bad_glossary_ends_with_a_message(tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text("Ann said so.")
    (tmp_path / "a.yaml").write_text("!!python/object/apply:os.system [ls]")
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "bytes.txt").write_bytes(b"\xff\xfe")
    for name in ("a.yaml", "folder.yaml", "bytes.txt", "none.txt"):
        ended = cleaner("check", tmp_path / "t.txt", "--glossary", tmp_path / name)
        assert ended.code == 2 and str(tmp_path / name) in ended.err


def test_too_many_names_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.names.entries.MOST", 2)
    (tmp_path / "a.txt").write_text("a\nb\nc\n")
    with pytest.raises(BadGlossary, match="more than 2 names"):
        Glossary.read([tmp_path / "a.txt"])


@given(st.text("abdoer", min_size=4, max_size=9), st.integers(0, 8), st.sampled_from("abdoer"))
def test_a_name_with_another_letter_is_near(name: str, at: int, letter: str) -> None:
    name = name.capitalize()
    other = (name[: at % len(name)] + letter + name[at % len(name) + 1 :]).lower()
    found = {near.name for near in near_names.NearNames.of([name]).near(other)}
    sounds = alike(near_names.sound(name.lower()), near_names.sound(other))
    enough = alike(name.lower(), other) + sounds >= near_names.LEAST and alike(name.lower(), other) >= 55
    assert (name in found) == enough


def test_many_names_and_words_take_no_pair_of_each() -> None:
    syllables = "bra kel mon tis gar vel dun sho ril pax".split()
    made = ["".join(syllables[int(c)] for c in f"{n:04}").capitalize() for n in range(600)]
    text = " ".join(f"the {name.lower()[:-1]}o said it again and" for name in made[:300])
    glossary = Glossary.of(made)
    started = time.process_time()
    found = matches(Analysis(text), glossary)
    assert len(found) > 100 and time.process_time() - started < 2
