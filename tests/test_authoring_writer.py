"""A pack that a person keeps takes a rule more, and all that they wrote in it stays: from each of the three ways in."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from command import cleaner
from hypothesis import given, settings
from hypothesis import strategies as st
from made import MOB, asked, ledger_of, reviewed

from cleaner.learn.evidence_base import Material
from cleaner.learn.observations import from_ledger
from cleaner.learn.proposal import apply
from cleaner.learn.proposals import propose
from cleaner.ledger import Answer
from cleaner.packs import pack_writer
from cleaner.packs.own_pack import OwnPack
from cleaner.packs.remember import undone
from cleaner.review.navigation import Review
from cleaner.rulebook import load
from cleaner.spelling.lexicon import Lexicon

PLACES = "mt/de/german-places"

# ------------------------------------------------------------------ whatever the pack looks like

ENTRIES = [
    """\
  zib-zab:   # odd
    find: "zib"
    fix:   zab
    unless: [a,   # first
             b]   # second
    tests: { fix: {zib: 'zab'}, keep: [ x ] }
""",
    """\
  german-places:
    extends: 'mt/de/german-places'
    unless:
    - one      # odd

    # and this
    - "two"
    tests:
      # why we keep it
      keep:
        - >-
          A folded
          text.
""",
    "  german-places: {extends: mt/de/german-places,   # short\n    tier: ask}\n",
    "  german-places:\n    extends: mt/de/german-places\n    unless: 'one'   # alone\n    tier: &t ask # as it was\n",
    "  german-places:\n    # remarks only, so far\n    extends: mt/de/german-places\n",
    "  note-d:\n    why: a text\n      over two lines # remark\n    note: |\n      # no comment\n\n      but text\n\n",
    "  anchored: &all\n    find: x\n    unless: &u [no]\n\n  # about nothing at all\n",
    "  one-lined: {find: [a, 'b''c', \"d\\u201c\"], fix: '', 'why': \"w: x # y\", refs: [], note: ~}\n",
]
HEADS = ["", "# Ours.\n\n", "damage: mt/de   # from German\n", "---\n# Ours.\ndefaults: {tier: ask}\n"]
TAILS = [
    "",
    "\n# the end\n",
    "without: [a]  # off\n",
    "\n# off:\nwithout:\n- a   # wrong\n# later: b\n",
    "without: a\n",
]


@st.composite
def packs(draw: st.DrawFn) -> str:
    """Packs of every look: heads, tails, entries in any order, indents, line ends, byte-order marks, no last break."""
    entries = draw(st.lists(st.sampled_from(ENTRIES), max_size=4, unique_by=lambda e: e.split(":")[0]))
    if draw(st.booleans()):
        entries = ["".join(f"  {line}" for line in entry.splitlines(keepends=True)) for entry in entries]
    rules = ["rules:\n", *entries] if entries else [draw(st.sampled_from(["", "rules:\n", "rules: {}  # none yet\n"]))]
    text = draw(st.sampled_from(HEADS)) + "".join(rules) + draw(st.sampled_from(TAILS))
    if draw(st.booleans()):
        text = text.removesuffix("\n")
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return draw(st.sampled_from(["", "\ufeff"])) + text


ODD = ["no", "1.10", "a, b", "x: y", "# z", "'q'", 'say "d"', "l\nm", "{", "- d", "Genf", "ü“", "\x85", "l" * 200]
WORDS = st.sampled_from(ODD)
TESTS = st.fixed_dictionaries({"fix": st.dictionaries(WORDS, WORDS, min_size=1)})
NEAR = st.fixed_dictionaries({"any": st.lists(WORDS, min_size=1)})
FIELDS = st.fixed_dictionaries({"find": WORDS, "near": NEAR, "tests": TESTS})
Meaning = dict[str, Any]
Change = tuple[pack_writer.Edit, Callable[[Meaning], None]]


def _rule(fields: Meaning) -> Change:
    return pack_writer.rule("added", fields), lambda pack: _section(pack, "rules").update(added=fields)


def _exception(words: str, sentence: str) -> Change:
    def meant(pack: Meaning) -> None:
        entry = _section(_section(pack, "rules"), "german-places")
        entry.setdefault("extends", PLACES)
        _listed(entry, "unless", words)
        _listed(_section(entry, "tests"), "keep", sentence)

    return pack_writer.exception(PLACES, words, sentence), meant


def _tier(tier: str) -> Change:
    def meant(pack: Meaning) -> None:
        entry = _section(_section(pack, "rules"), "german-places")
        entry.setdefault("extends", PLACES)
        entry["tier"] = tier

    return pack_writer.tier(PLACES, tier), meant


def _without(id: str) -> Change:
    return pack_writer.without(id), lambda pack: _listed(pack, "without", id)


def _section(within: Meaning, name: str) -> Meaning:
    within[name] = within.get(name) or {}
    section: Meaning = within[name]
    return section


def _listed(within: Meaning, name: str, text: str) -> None:
    there = within.get(name) or []
    if text not in ([there] if isinstance(there, str) else there):
        within[name] = [there, text] if isinstance(there, str) else [*there, text]


CHANGES = st.one_of(
    FIELDS.map(_rule), st.tuples(WORDS, WORDS).map(lambda t: _exception(*t)),
    st.sampled_from(["likely", "ask"]).map(_tier), st.sampled_from(["mt/es/*", "a"]).map(_without),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(pack=packs(), changes=st.lists(CHANGES, min_size=1, max_size=3))
def test_a_change_says_what_it_should_and_every_comment_stays(pack: str, changes: list[Change]) -> None:
    wanted, text = _meaning(pack), pack
    for edit, meant in changes:
        text = edit(text)
        meant(wanted)
    assert _meaning(text) == wanted, text
    assert _in_order(_comments(pack), _comments(text)), text
    assert text.startswith("\ufeff") == pack.startswith("\ufeff")
    if "\r\n" in pack:
        assert text.count("\n") == text.count("\r\n")


@settings(max_examples=100, deadline=None)
@given(pack=packs(), fields=FIELDS)
def test_a_new_rule_is_lines_more_and_nothing_else(pack: str, fields: Meaning) -> None:
    changed = _rule(fields)[0](pack)
    assert _in_order(pack.replace("rules: {}", "rules:").splitlines(), changed.splitlines()), changed


@settings(max_examples=100, deadline=None)
@given(pack=packs(), change=CHANGES)
def test_taking_back_leaves_the_file_byte_for_byte(tmp_path_factory: Any, pack: str, change: Change) -> None:
    folder = tmp_path_factory.mktemp("own")
    (folder / "p.yaml").write_bytes(pack.encode())
    with ledger_of(asked("a")) as ledger:
        written = pack_writer.edited(folder / "p.yaml", change[0])
        decision = ledger.decide(ledger.case_ids(), Answer.REJECT, files=[written])
        pack_writer.write([written])
        assert (folder / "p.yaml").read_bytes() == written.after.encode()
        undone(ledger, decision, folder)
    assert (folder / "p.yaml").read_bytes() == pack.encode()


TWO = """\
rules:
  german-places:
    extends: mt/de/german-places
    # tried as a fix
    tier: ask   # for now

  # About the second.
  two: {find: b, tests: {keep: [c]}}  # short
# The end.
"""
PLACED = [  # change → what becomes of which lines of TWO
    (
        pack_writer.rule("three", {"find": "c", "tests": {"keep": ["d"]}}),
        "# short\n",
        "# short\n\n  three:\n    find: c\n    tests:\n      keep: [d]\n",
    ),
    (
        pack_writer.exception(PLACES, "Genf", "In Genf."),
        "# for now\n",
        "# for now\n    unless: [Genf]\n    tests:\n      keep: [In Genf.]\n",
    ),
    (pack_writer.tier(PLACES, "likely"), "tier: ask   #", "tier: likely   #"),
    (pack_writer.without("a/b"), "# The end.\n", "# The end.\nwithout: [a/b]\n"),
    (pack_writer.exception("x/two", "e", "f"), "[c]}}  #", "[c, f]}, extends: x/two, unless: [e]}  #"),
]


@pytest.mark.parametrize(("edit", "old", "new"), PLACED)
def test_where_a_change_goes(edit: pack_writer.Edit, old: str, new: str) -> None:
    assert edit(TWO) == TWO.replace(old, new)


@pytest.mark.parametrize("pack", ["a: &x [b]\nrules: *x\n", "rules: [x\n", "rules: {a: {}, a: {}}\n"])
def test_a_file_that_does_not_load_is_left_as_it_was(tmp_path: Path, pack: str) -> None:
    (tmp_path / "p.yaml").write_text(pack)
    with pytest.raises(pack_writer.DoesNotHold, match=r"p\.yaml"):
        pack_writer.edited_pack(tmp_path / "p.yaml", pack_writer.without("a"))
    assert (tmp_path / "p.yaml").read_text() == pack


def _meaning(text: str) -> Meaning:
    meaning: Meaning = yaml.safe_load(text) or {}
    return meaning


def _comments(text: str) -> list[str]:
    """What stands outside of all tokens: comments, without the white space around them."""
    tokens = [t for t in yaml.scan(text, Loader=yaml.SafeLoader) if t.start_mark.index < t.end_mark.index]
    ends = [0, *(t.end_mark.index for t in tokens)]
    starts = [*(t.start_mark.index for t in tokens), len(text)]
    between = (text[end:start] for end, start in zip(ends, starts, strict=True))
    return [line.strip() for gap in between for line in io.StringIO(gap) if line.strip(" \r\n\ufeff")]


def _in_order(wanted: list[str], found: list[str]) -> bool:
    """Whether all that is wanted is found, in this order."""
    rest: Iterator[str] = iter(found)
    return all(one in rest for one in wanted)


# ------------------------------------------------------------------ the three ways in

COMMENTED = """\
# Ours; ask Ann before you change it.

rules:
    # the first one
    zib-zab:   # odd
        find: "zib"
        fix:   'zab'
        why: w
        tests: { fix: {zib: zab}, keep: [x] }   # enough

# nothing is switched off
without: []
# the end
"""


def kept(pack: Path, before: str) -> None:
    """All of a pack stays, line by line, and there is more of it."""
    after = pack.read_text()
    assert after != before and _in_order(before.splitlines(), after.splitlines()), after


def test_rules_add_keeps_what_stands_in_the_pack(elsewhere: Path) -> None:
    (elsewhere / "p.yaml").write_text(COMMENTED)
    told = ("--wrong", "glorp", "--right", "crowd", "--example", "A glorp stood before the embassy.")
    ran = cleaner("rules", "add", *told, "--to", "p.yaml", "--yes", cwd=elsewhere)
    assert ran.code == 0, ran.err
    kept(elsewhere / "p.yaml", COMMENTED)


SPELT = "They met in Katteb at noon."


@pytest.mark.parametrize("answer", ["always", "never"])
def test_a_review_keeps_what_stands_in_the_pack_and_takes_back_only_its_own(tmp_path: Path, answer: str) -> None:
    case, name = {
        "always": (asked("a", SPELT, "Katteb", "Kataeb", rule="spelling/ocr"), "spelling/always.yaml"),
        "never": (asked("a", "He lives in Genf.", "Genf", "Geneva", rule=PLACES), "mt/de/never.yaml"),
    }[answer]
    pack = tmp_path / name
    pack.parent.mkdir(parents=True)
    pack.write_text(COMMENTED)
    review = Review(ledger_of(case), remember=OwnPack(tmp_path, "ann"))
    said = review.always() if answer == "always" else review.never()
    assert " written to " in said, said
    kept(pack, COMMENTED)
    review.undo()
    assert pack.read_text() == COMMENTED


def test_learn_keeps_what_stands_in_the_pack(tmp_path: Path) -> None:
    own, rules = OwnPack(tmp_path), load().rules
    one_off = COMMENTED.replace("without: []", "without: [ocr/never-a-word]   # too many")
    packs = {"mt/de/never.yaml": COMMENTED, "mt/es/learnt.yaml": COMMENTED, "without.yaml": one_off}
    for name, before in packs.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(before)
    answers = [
        reviewed([Answer.REJECT] * 4, one_by_one=False, rule=PLACES, words="Genf", after="Geneva"),
        reviewed([Answer.REJECT] * 14, one_by_one=False),
        reviewed([Answer.REPLACE] * 4, one_by_one=False, rule=MOB),
    ]
    for ledger, kind in zip(answers, ("exception", "off", "rule"), strict=True):
        material = Material(list(from_ledger(ledger)), Lexicon.shipped(), rules=rules)
        (proposal,) = [p for p in propose(material) if p.kind == kind]
        said = apply(proposal, own)
        assert said.startswith("written to"), said
    for name in ("mt/de/never.yaml", "mt/es/learnt.yaml"):
        kept(tmp_path / name, COMMENTED)
    off = (tmp_path / "without.yaml").read_text()
    assert off == one_off.replace("never-a-word]", f"never-a-word, {MOB}]")
