"""`benchmarks/throughput.py`: commands take turns, what failed is named, and the guard tells a slower version."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from cleaner import clean_text, load_kit

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

from speed import sections, tables, tools  # noqa: E402
from speed.processes import Command, Cost, FailedRunError, in_turn, run  # noqa: E402
from speed.samples import SMALL, as_files, as_json_lines, damaged, long_document, made_rules  # noqa: E402

pytestmark = pytest.mark.skipif(not hasattr(os, "wait4"), reason="this system does not count a child's processor time")

PASS = (sys.executable, "-S", "-c", "pass")


def test_commands_take_turns_and_the_first_round_does_not_count(tmp_path: Path) -> None:
    log = tmp_path / "log"
    write = f"import sys; open({str(log)!r}, 'a').write(sys.argv[1])"
    commands = {name: Command((sys.executable, "-S", "-c", write, name)) for name in "AB"}
    turns = in_turn(commands, rounds=2)
    assert log.read_text() == "ABABAB"
    assert {name: len(costs) for name, costs in turns.counted.items()} == {"A": 2, "B": 2}


def test_a_command_that_fails_is_left_out_with_what_it_said() -> None:
    broken = Command((sys.executable, "-S", "-c", "raise SystemExit('no dictionary')"))
    turns = in_turn({"well": Command(PASS), "broken": broken, "absent": Command(("no-such-program",))}, rounds=1)
    assert list(turns.counted) == ["well"]
    assert "no dictionary" in turns.failed["broken"]
    assert "could not be started" in turns.failed["absent"]


def test_an_exit_code_may_mean_that_something_was_found() -> None:
    found = (sys.executable, "-S", "-c", "print('a'); print('b'); raise SystemExit(65)")
    assert run(Command(found, frozenset({65}))).lines == 2
    with pytest.raises(FailedRunError, match="failed with 65"):
        run(Command(found))


def test_the_memory_of_the_benchmark_is_not_counted() -> None:
    held = bytes(200_000_000)
    assert run(Command(PASS)).peak < len(held) / 2**20 / 2


def test_a_tool_that_reads_only_the_beginning_is_carried_on_in_proportion() -> None:
    whole, page = Cost(5.0, 0, 0), Cost(1.0, 0, 0)
    # 40,000 characters cost 4 s more than the page of 3,000
    assert tables.carried_on([whole], [page], 40_000, 77_000) == pytest.approx([9.0])


def test_made_rules_are_a_pack_that_fires(tmp_path: Path) -> None:
    pack = tmp_path / "made.yaml"
    pack.write_text(made_rules(50, ["harbour bridge market council ferry storm winter river"]), encoding="utf-8")
    made = json.loads(pack.read_text(encoding="utf-8"))["rules"]
    assert len({rule["find"] for rule in made.values()}) == 50
    kit = load_kit(rules=[pack])
    records = clean_text(f"They saw a {made['made-7']['find']} here.", kit).records
    assert [record.finding.rule for record in records] == ["made-7"]


def test_texts_come_from_the_corpus(tmp_path: Path) -> None:
    corpus = ROOT / "corpus"
    assert len(long_document(corpus, 5_000)) == 5_000
    scans = damaged(corpus, "scanned", 3_000)
    assert sum(map(len, scans[:-1])) < 3_000 <= sum(map(len, scans))
    assert len(list(as_files(scans, tmp_path / "files").iterdir())) == len(scans)
    rows = (as_json_lines(scans, tmp_path / "lines") / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(row)["text"] for row in rows] == scans


@pytest.mark.parametrize(("most", "fine"), [(0.01, False), (1000, True)])
def test_the_guard_tells_a_slower_version(
    most: float, fine: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sections, "cleaner", lambda cache, name: tools.Tool(name, PASS))
    before = tools.Tool("cleaner before", PASS)
    bench = sections.Bench(ROOT / "corpus", tmp_path, 1, SMALL, (), before, most)
    assert sections.kinds(bench) is fine
    told = capsys.readouterr().out
    assert "÷ cleaner before" in told
    assert ("slower than 0.01 times the older version: one page: scans" in told) is not fine


def test_an_older_version_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(tools.NoOlderVersionError, match="neither a Python nor a commit"):
        tools.older("no-such-version", tmp_path)
