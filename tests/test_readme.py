"""The README is true: its commands are those that CI runs, its diff is the diff, its rule is a rule."""

import re
from pathlib import Path

from command import cleaner
from conftest import CORPUS, ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.S)


def test_the_second_command_is_what_ci_runs() -> None:
    command = _blocks("sh")[1].strip()
    assert command in (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()


def test_the_diff_shown_is_the_diff_made(elsewhere: Path) -> None:
    first = _blocks("sh")[0].strip()
    assert first.endswith(".venv/bin/cleaner clean corpus/damaged --diff")
    made = cleaner("clean", CORPUS / "damaged", "--diff", cwd=elsewhere).text.splitlines()
    (shown,) = _blocks("diff")
    missing = [line for line in shown.splitlines() if line not in made]
    assert not missing, "\n".join(missing)


def test_the_rule_shown_is_a_rule(elsewhere: Path) -> None:
    (rule,) = _blocks("yaml")
    (elsewhere / "myrules").mkdir()
    (elsewhere / "myrules/es.yaml").write_text(rule, encoding="utf-8")
    ran = cleaner("rules", "test", "myrules", cwd=elsewhere)
    assert ran.code == 0, ran.text + ran.err


def test_every_command_shown_is_a_command() -> None:
    known = set(re.findall(r"^  ([a-z]+) ", cleaner("--help").text, re.M))
    used = set(re.findall(r"^cleaner ([a-z]+)", README, re.M))
    assert used and used <= known, used - known


def test_every_document_named_exists() -> None:
    missing = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if not (ROOT / link).exists()]
    assert not missing
