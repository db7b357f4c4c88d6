"""The pages about rules are current, and the tutorial does what it says."""

import json
import re
import shlex
import sys
from pathlib import Path

import jsonschema
import pytest
from command import cleaner, tables
from conftest import ROOT

from cleaner.files.locations import shipped_rules
from cleaner.kit import Kit
from cleaner.packs import json_schema as packs_schema
from cleaner.packs.reference import as_markdown
from cleaner.rulebook.load import pack_files
from cleaner.rulebook.schema import FIELDS, RETIRED

PACKS = pack_files(shipped_rules())


def test_the_schema_is_current_and_a_schema() -> None:
    schema = json.loads((ROOT / "docs/rules.schema.json").read_text())
    assert schema == packs_schema.of_packs(), "run: cleaner rules schema > docs/rules.schema.json"
    jsonschema.Draft202012Validator.check_schema(schema)
    assert set(schema["$defs"]["rule"]["properties"]) == {*FIELDS, *RETIRED}


@pytest.mark.parametrize("pack", PACKS, ids=lambda p: p.relative_to(shipped_rules()).as_posix())
def test_every_shipped_pack_validates(pack: Path) -> None:
    jsonschema.Draft202012Validator(packs_schema.of_packs()).validate(tables(pack))


@pytest.mark.parametrize(
    "rule",
    [
        {"find": "a", "pattern": "b", "fix": "c", "tests": {}},
        {"fix": "c", "tests": {}},
        {"find": "a", "teir": "ask", "tests": {}},
        {"find": "a", "tier": "sure", "tests": {}},
        {"find": "a", "prior": 95, "tests": {}},
        {"find": "a", "near": {"within": "page", "any": ["x"]}, "tests": {}},
        {"tokens": [{"word": "a", "class": "number"}], "tests": {}},
    ],
)
def test_an_editor_underlines_what_loading_refuses(rule: dict[str, object]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"rules": {"r": rule}}, packs_schema.of_packs(), jsonschema.Draft202012Validator)


def test_the_reference_is_current(kit: Kit) -> None:
    page = (ROOT / "docs/rule-reference.md").read_text()
    assert page == as_markdown(kit.rulebook.rules.values(), kit.rulebook.classes), (
        "run: cleaner rules reference > docs/rule-reference.md"
    )


# ------------------------------------------------------------------ the tutorial

_BLOCK = re.compile(r"^```(\w+)(?: file=(\S+))?\n(.*?)^```$", re.M | re.S)


@pytest.mark.skipif(sys.platform == "win32", reason="the tutorial's commands are quoted for a Unix shell")
def test_the_tutorial_does_what_it_says(elsewhere: Path) -> None:
    for language, file, content in _BLOCK.findall((ROOT / "docs/write-a-rule.md").read_text()):
        if file:
            (elsewhere / file).parent.mkdir(parents=True, exist_ok=True)
            (elsewhere / file).write_text(content)
        elif language == "console":
            for command, expected in _commands(content):
                _agrees(_run(command, elsewhere), expected, command)


def _commands(content: str) -> list[tuple[str, list[str]]]:
    """Each command with the lines that should come of it."""
    parts = re.split(r"^\$ ", content, flags=re.M)[1:]
    return [(lines[0], lines[1:]) for lines in (part.splitlines() for part in parts)]


def _run(command: str, folder: Path) -> list[str]:
    import subprocess

    program, *arguments = shlex.split(command)
    if program == "cleaner":
        ran = cleaner(*arguments, cwd=folder)
        return (ran.err + ran.text).splitlines() if "add" in arguments else (ran.text + ran.err).splitlines()
    done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def _agrees(printed: list[str], expected: list[str], command: str) -> None:
    """Every expected line is printed; `…` stands for anything, within a line or as a line."""
    for line in expected:
        pattern = ".*".join(map(re.escape, line.split("…")))
        assert line == "…" or any(re.fullmatch(pattern, p) for p in printed), f"{command}\n{line}\n" + "\n".join(
            printed
        )
