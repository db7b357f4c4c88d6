"""Testing, comparing and measuring rules; every test brings its own small pack or texts."""

import subprocess
from pathlib import Path

import pytest
import timing
from adversary import texts
from command import cleaner

from cleaner.config import Settings
from cleaner.kit import Kit
from cleaner.model import Document, Tier
from cleaner.packs import anchoring, coverage, measure, safety_table
from cleaner.packs.rule_tests import Failure, failures
from cleaner.rulebook import load
from cleaner.spelling.lexicon import Lexicon

RULE = """  {name}:
    {what}
    fix: {fix}
    tier: {tier}
    why: w
    tests: {{fix: {{{before}: {after}}}, keep: [x]}}
"""


def rule(name: str, what: str, fix: str, before: str, after: str, tier: str = "safe") -> str:
    return RULE.format(name=name, what=what, fix=fix, before=before, after=after, tier=tier)


def pack(folder: Path, *rules: str) -> Kit:
    (folder / "p.yaml").write_text("rules:\n" + "".join(rules))
    return Kit(load([folder], shipped=False), Lexicon.shipped())


def told(found: list[Failure]) -> list[str]:
    return [f"{f.rule.id} {f.message}" for f in found]


# ------------------------------------------------------------------ rules test


def test_a_rule_whose_work_is_not_done_in_one_run_is_not_stable(tmp_path: Path) -> None:
    kit = pack(
        tmp_path,
        *(rule(f"step-{n}", f"find: zib{a}", f"zib{b}", f"zib{a}", f"zib{b}")
          for n, (a, b) in enumerate(["ab", "bc", "cd", "de", "ef", "fg", "gh", "hi"])),
    )  # fmt: skip
    assert any("step-0 is not stable" in line for line in told(list(failures(kit.rulebook.rules.values(), kit))))


def test_a_rule_that_nothing_fires_is_dead_unless_a_text_fires_it(tmp_path: Path) -> None:
    kit = pack(tmp_path, rule("one", "find: zib", "zab", "zob", "zab"), rule("two", "find: zub", "zab", "zub", "zab"))
    rules = kit.rulebook.rules.values()
    assert told(list(coverage.dead(rules, kit, measure.RuleTally()))) == [
        "one is dead: no text fires it, its own tests included"
    ]
    covered = coverage.cover([Document("d", "A zib and a zib.")], kit)
    assert (covered.documents, covered.words, covered.fires["one"]) == (1, 5, 2)
    assert not list(coverage.dead(rules, kit, covered))


def test_a_rule_that_another_always_beats_is_shadowed(tmp_path: Path) -> None:
    kit = pack(
        tmp_path,
        rule("short", "find: zib", "zab", "the zib", "the zab"),
        rule("long", "find: the zib", "the zab", "the zib", "the zab"),
    )
    (line,) = told(list(coverage.shadowed(kit.rulebook.rules.values(), kit)))
    assert line.startswith("short is shadowed: long always stands in its place")


@pytest.mark.parametrize(
    "pattern",
    [r"'(?:a|a)*zib'", r"'zi(?:a|a)*c'", r"'z.*z.*z.*z.*i'"],
)
def test_a_pattern_that_can_be_made_slow_is_found(tmp_path: Path, pattern: str) -> None:
    kit = pack(tmp_path, rule("slow", f"pattern: {pattern}", "x", "zib", "x"))
    (found,) = timing.slow(kit.rulebook, kit.rulebook.rules.values(), kit.lexicon)
    assert found.seconds > timing.BOUND and "possessive" in found.message


@pytest.mark.parametrize("pattern", [r"'zi[ab]++c'", r"'\bz\w{1,20} ib'", r"'zib(?: \w+){1,3}'"])
def test_a_bounded_pattern_is_not_blamed(tmp_path: Path, pattern: str) -> None:
    kit = pack(tmp_path, rule("quick", f"pattern: {pattern}", "x", "zib", "x"))
    assert not list(timing.slow(kit.rulebook, kit.rulebook.rules.values(), kit.lexicon))


def test_texts_against_a_pattern_hold_its_repetitions() -> None:
    made = texts(r"(?i)\bthe\s+([\p{L}'-]+)\s*,\s*\d{2,}", 2000)
    assert any("a" * 100 in text for text in made) and any(" " * 100 in text for text in made)
    assert any("1" * 100 in text for text in made)


def test_no_shipped_pattern_can_hang(kit: Kit) -> None:
    slow = [f"{s.rule.id} {s.message}" for s in timing.slow(kit.rulebook, kit.rulebook.rules.values(), kit.lexicon)]
    assert not slow, "\n".join(slow)


def test_no_shipped_rule_is_dead_or_shadowed(kit: Kit) -> None:
    rules = list(kit.rulebook.rules.values())
    found = [*coverage.dead(rules, kit, measure.RuleTally()), *coverage.shadowed(rules, kit)]
    assert not found, "\n".join(told(found))


@pytest.mark.parametrize(
    ("what", "is_told"),
    [
        (r"pattern: '\d+, \d+'", True),
        (r"pattern: 'zib\d+, \d+'", False),
        ("find: the zib", False),  # tried only where both words stand
        ("find: the", True),
    ],
)
def test_a_rule_that_is_tried_nearly_everywhere_is_told(tmp_path: Path, what: str, is_told: bool) -> None:
    kit = pack(tmp_path, rule("r", what, "zab", "x", "y"))
    assert bool(list(anchoring.frequent(kit.rulebook.rules.values(), kit.rulebook, kit.lexicon))) == is_told


def test_the_command_tells_of_such_a_rule_of_ones_own(elsewhere: Path) -> None:
    (elsewhere / "p.yaml").write_text("rules:\n" + rule("r", r"pattern: '\d+, \d+'", "zab", '"1, 2"', "zab", "ask"))
    ran = cleaner("rules", "test", "p.yaml", cwd=elsewhere)
    assert ran.code == 0
    (line,) = [line for line in ran.err.splitlines() if "in a million words" in line]
    assert line.startswith("p.yaml:3: r is tried about ") and "write a rarer word" in line


def test_the_command_tells_all_of_it(elsewhere: Path) -> None:
    (elsewhere / "own").mkdir()
    pack(elsewhere / "own", rule("one", "find: zib", "zab", "zib", "zob"))
    (elsewhere / "a.txt").write_text("Nothing of the kind.\n")
    ran = cleaner("rules", "test", "own", "--coverage", "a.txt", cwd=elsewhere)
    assert ran.code == 1
    assert "p.yaml:3: one: 'zib' gives 'zab', not 'zob'" in ran.text
    assert "never fires there: one" in ran.err


# ------------------------------------------------------------------ rules diff


@pytest.fixture
def repository(elsewhere: Path) -> Path:
    """A user's repository: rules as they were committed, other rules in the working tree, and two texts."""
    (elsewhere / "own").mkdir()
    pack(
        elsewhere / "own", rule("one", "find: zib", "zab", "zib", "zab"), rule("two", "find: zub", "zob", "zub", "zob")
    )
    for words in (["init", "-q"], ["add", "."], ["-c", "user.name=x", "-c", "user.email=x@y", "commit", "-qm", "x"]):
        subprocess.run(["git", *words], cwd=elsewhere, check=True)
    (elsewhere / "texts").mkdir()
    (elsewhere / "texts/a.txt").write_text("A zib and a zub sat down.\n")
    (elsewhere / "texts/b.txt").write_text("Nothing of the kind.\n")
    return elsewhere


def test_rules_that_did_not_change_make_no_difference(repository: Path) -> None:
    ran = cleaner("rules", "diff", "texts", "--rules", "own", cwd=repository)
    assert (ran.code, ran.text) == (0, "2 documents: the old rules and the new ones do the same in all of them.\n")


def test_what_a_change_gains_loses_and_turns_into_a_question(repository: Path) -> None:
    pack(
        repository / "own",
        rule("one", "find: zib", "zab", "zib", "zab", tier="ask"),
        rule("three", "find: sat down", "sat", "sat down", "sat"),
    )
    ran = cleaner("rules", "diff", "HEAD", "texts", "--rules", "own", cwd=repository)
    assert ran.code == 1
    assert "1 of 2 documents differ: 1 fix gained, 1 fix lost, 1 fix changed." in ran.text
    assert "~ fix “zib” → “zab” ⇒ ask “zib” → “zab”  a.txt: …A [zib] and a zub" in ran.text
    assert "- fix “zub” → “zob”" in ran.text and "+ fix “sat down” → “sat”" in ran.text
    markdown = cleaner("rules", "diff", "texts", "--rules", "own", "--markdown", cwd=repository).text
    assert "<details><summary>three: 1 gained</summary>\n\n```diff\n+ fix “sat down” → “sat”" in markdown


def test_a_revision_that_is_none_is_told(repository: Path) -> None:
    assert (
        "neither a text nor a revision" in cleaner("rules", "diff", "x", "texts", "--rules", "own", cwd=repository).err
    )
    assert "name the texts" in cleaner("rules", "diff", "HEAD", "--rules", "own", cwd=repository).err


# ------------------------------------------------------------------ rules measure


def test_a_firing_counts_whatever_became_of_it(tmp_path: Path) -> None:
    kit = pack(
        tmp_path,
        rule("fixes", "find: zib", "zab", "zib", "zab"),
        rule("asks", "find: zub", "zob", "zub", "zob", tier="ask"),
        rule("silent", "find: zeb", "zob", "zeb", "zob"),
    )
    counts = measure.tally([Document("d", "A zib, a zub, a zib.")], kit)
    rows = {id: (r.fires, r.fixed, r.asked) for id, r in counts.rows(kit.rulebook.rules.values()).items()}
    assert (counts.words, rows) == (6, {"fixes": (2, 2, 0), "asks": (1, 0, 1), "silent": (0, 0, 0)})


def test_the_table_survives_a_round_trip(tmp_path: Path) -> None:
    row = safety_table.Measured("mt/es/x", "abc", 3, 1, 2, 1_500_000)
    safety_table.write(tmp_path / "t.tsv", [row], ["from somewhere"])
    assert safety_table.read(tmp_path / "t.tsv") == {"mt/es/x": row}
    assert (row.per_million, round(row.at_most, 2)) == (2.0, 5.17)


@pytest.mark.parametrize(
    ("tier", "fires", "looked_at", "refused"),
    [("likely", 3, 0, False), ("likely", 4, 0, True), ("likely", 9, 9, False), ("ask", 99, 0, False)],
)
def test_a_tier_that_the_measurement_does_not_carry(
    tmp_path: Path, tier: str, fires: int, looked_at: int, refused: bool
) -> None:
    book = pack(tmp_path, rule("r", "find: zib", "zab", "zib", "zab", tier=tier)).rulebook
    table = {"r": safety_table.Measured("r", safety_table.digest(book.rules["r"]), fires, 0, 0, 1_000_000)}
    assert bool(safety_table.unsupported(book.rules.values(), table, {"r": looked_at})) is refused


def test_a_rule_that_changed_must_be_measured_again(tmp_path: Path) -> None:
    before = pack(tmp_path, rule("r", "find: zib", "zab", "zib", "zab")).rulebook.rules["r"]
    table = {"r": safety_table.Measured("r", safety_table.digest(before), 0, 0, 0, 1_000_000)}
    told_otherwise = pack(tmp_path, rule("r", "find: zib", "zab", "a zib", "a zab", tier="ask")).rulebook.rules["r"]
    assert not safety_table.unsupported([told_otherwise], table, {})
    changed = pack(tmp_path, rule("r", "find: zyb", "zab", "zyb", "zab")).rulebook.rules["r"]
    ((_, reason),) = safety_table.unsupported([changed], table, {})
    assert "changed since" in reason


@pytest.mark.parametrize("tier", ["safe", "likely", "ask"])
def test_a_new_rule_asks_until_it_is_measured(tmp_path: Path, tier: str) -> None:
    book = pack(tmp_path, rule("r", "find: zib", "zab", "zib", "zab", tier=tier)).rulebook
    reasons = [reason for _, reason in safety_table.unsupported(book.rules.values(), {}, {})]
    assert ("make it `ask`" in "".join(reasons)) is (tier != "ask")


def test_the_command_measures_and_keeps(elsewhere: Path) -> None:
    (elsewhere / "own").mkdir()
    pack(elsewhere / "own", rule("one", "find: zib", "zab", "zib", "zab"))
    (elsewhere / "a.txt").write_text("A zib stood here.\n")
    ran = cleaner("rules", "measure", "a.txt", "--rules", "own", "--write", "t.tsv", "--examples", "1", cwd=elsewhere)
    assert "fix  one  a.txt: …A [zib→zab] stood here" in ran.text
    assert "fires 250000.0 times in a million words" in ran.err
    assert safety_table.read(elsewhere / "t.tsv")["one"].fires == 1
    again = cleaner("rules", "measure", "a.txt", "--rules", "own", "--write", "t.tsv", "--changed", cwd=elsewhere)
    assert "no rules" in again.text


def test_a_reviewed_ledger_gives_precision(tmp_path: Path) -> None:
    from made import asked, ledger_of

    from cleaner.ledger import Answer, Filter

    with ledger_of(asked("a"), asked("b"), path=tmp_path / "run.db") as ledger:
        first, second = ledger.case_ids(Filter())
        ledger.decide([first], Answer.ACCEPT)
        ledger.decide([second], Answer.REJECT)
    assert measure.answers(tmp_path / "run.db") == {"mt/es/mafia-mob": (1, 2)}


def test_settings_default_to_no_harm_allowed() -> None:
    assert Settings().allow_harm == () and Tier.ASK == "ask"


def test_rules_that_no_longer_load_are_told_with_their_place(repository: Path) -> None:
    bad = repository / "own/p.yaml"
    bad.write_text("rules: {one: {find: zib}}\n")
    subprocess.run(
        ["git", "-c", "user.name=x", "-c", "user.email=x@y", "commit", "-qam", "bad"], cwd=repository, check=True
    )
    pack(repository / "own", rule("one", "find: zib", "zab", "zib", "zab"))
    ran = cleaner("rules", "diff", "texts", "--rules", "own", cwd=repository)
    assert ran.code == 2 and "the rules of HEAD do not load" in ran.err and "own/p.yaml:1: " in ran.err


def test_measuring_what_changed_keeps_the_origin_of_the_rest(elsewhere: Path) -> None:
    (elsewhere / "a.txt").write_text("All is well.\n")
    safety_table.write(elsewhere / "t.tsv", [], ["from somewhere"])
    cleaner("rules", "measure", "a.txt", "--write", "t.tsv", "--changed", cwd=elsewhere)
    first, second = safety_table.head(elsewhere / "t.tsv")
    assert first == "from somewhere" and "rules on 1 document," in second
