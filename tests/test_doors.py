"""What others come in by: the hooks for repositories of articles, and what the workflows run."""

from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from command import cleaner
from conftest import ROOT

HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
DAMAGED, RIGHT = "It was tbe end of tbe day.\n", "It was the end of the day.\n"


@pytest.fixture
def articles(elsewhere: Path) -> list[str]:
    """Files as pre-commit hands them over: by name, at the end of the hook's command."""
    for name, text in (("a.txt", DAMAGED), ("b.md", RIGHT)):
        (elsewhere / name).write_text(text, encoding="utf-8")
    return ["a.txt", "b.md"]


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_stops_at_damage_and_lets_right_texts_pass(name: str, articles: list[str], elsewhere: Path) -> None:
    program, *command = HOOKS[name]["entry"].split()
    assert program == "cleaner"
    assert cleaner(*command, "b.md").code == 0
    assert (elsewhere / "b.md").read_text("utf-8") == RIGHT
    ran = cleaner(*command, *articles, CLEANER_STATE=str(elsewhere / "state"))
    assert "1 changed" in ran.err
    # `check` stops the commit by its exit code, `clean` by the file that is another now.
    assert (ran.code == 1) == (name == "cleaner-check")
    assert (elsewhere / "a.txt").read_text("utf-8") == (DAMAGED if name == "cleaner-check" else RIGHT)
    assert (elsewhere / "b.md").read_text("utf-8") == RIGHT


def test_the_workflow_runs_every_python_that_the_package_names() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text("utf-8"))
    job = workflow["jobs"]["suite"]["strategy"]["matrix"]
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    assert all(f"Programming Language :: Python :: {version}" in text for version in job["python"])
    assert f'requires-python = ">={job["python"][0]}"' in text


@pytest.mark.parametrize("file", sorted((ROOT / ".github").rglob("*.yml")), ids=lambda f: f.name)
def test_every_command_of_the_program_in_a_workflow_or_form_exists(file: Path) -> None:
    words = file.read_text("utf-8").replace("`", " ").replace('"', " ").split()
    commands = {b for a, b in pairwise(words) if a == "cleaner" and b.isalpha() and b.islower()}
    for command in commands - {"is"}:
        assert cleaner(command, "--help").code == 0, command
