"""`action.yml`: which files the action checks, in clones as GitHub makes them; and what the image file names."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
DAMAGED = "Officials of EE. UU. said no.\n"

pytestmark = pytest.mark.skipif(not (shutil.which("bash") and shutil.which("git")), reason="needs bash and git")


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "protocol.file.allow=always")
    return subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    """A damaged article that is old; a branch that adds one in a folder, changes a text and a program, removes one."""
    origin = tmp_path / "origin"
    origin.mkdir()
    git(origin, "init", "-q", "-b", "main")
    git(origin, "config", "uploadpack.allowAnySHA1InWant", "true")  # as GitHub allows
    for name in ("old.txt", "gone.txt", "changed.md", "program.py"):
        (origin / name).write_text(DAMAGED if name == "old.txt" else "He left.\n")
    git(origin, "add", ".")
    git(origin, "commit", "-qm", "old")
    git(origin, "switch", "-qc", "branch")
    (origin / "a b").mkdir()
    for name in ("a b/new.txt", "changed.md", "program.py"):
        (origin / name).write_text(DAMAGED)
    git(origin, "rm", "-q", "gone.txt")
    git(origin, "add", ".")
    git(origin, "commit", "-qm", "new")
    git(origin, "switch", "-q", "main")
    (origin / "later.txt").write_text(DAMAGED)  # somebody else's, meanwhile
    git(origin, "add", ".")
    git(origin, "commit", "-qm", "later")
    git(origin, "switch", "-qc", "joined")
    git(origin, "merge", "-q", "--no-edit", "branch")
    return origin


def checked(origin: Path, branch: str, **environment: str) -> tuple[int, list[str], str]:
    """The exit code, the options and the files that `cleaner` got, and what was said, in a clone of depth 1."""
    clone, told = origin.parent / "clone", origin.parent / "told"
    shutil.rmtree(clone, ignore_errors=True)
    git(origin.parent, "clone", "-q", "--depth=1", "--branch", branch, origin.as_uri(), "clone")
    (origin.parent / "bin").mkdir(exist_ok=True)
    stub = origin.parent / "bin/cleaner"  # writes what it got
    stub.write_text(
        f"#!{sys.executable}\nimport sys\n"
        "files = open(sys.argv[3], 'rb').read().decode().split('\\0')\n"
        f"open({str(told)!r}, 'w').write('\\n'.join([*sys.argv[1:3], *sys.argv[4:], '--', *sorted(files)[1:]]))\n"
    )
    stub.chmod(0o755)
    told.write_text("")
    inputs = {name: str(given.get("default", "")) for name, given in ACTION["inputs"].items()}
    given = {"PATHS": inputs["paths"], "BASELINE": "", "OPTIONS": "", "ALL": inputs["all-files"], "BEFORE": ""}
    path = f"{stub.parent}{os.pathsep}{os.environ['PATH']}"
    script = ACTION["runs"]["steps"][-1]
    assert set(given) | {"EVENT"} == set(script["env"])
    ran = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script["run"]],
        cwd=clone,
        env={**os.environ, "PATH": path, "EVENT": "push", **given, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.returncode, told.read_text().split("\n"), ran.stdout + ran.stderr


def test_a_pull_request_s_own_files_are_checked(origin: Path) -> None:
    code, told, _ = checked(origin, "joined", EVENT="pull_request")
    assert code == 0
    assert told == ["check", "--file-list", "--output-format", "github", "--", "a b/new.txt", "changed.md"]


def test_a_push_s_own_files_are_checked(origin: Path) -> None:
    before = git(origin, "rev-parse", "branch~1").strip()
    assert checked(origin, "branch", BEFORE=before)[1][5:] == ["a b/new.txt", "changed.md"]
    assert checked(origin, "branch", BEFORE="0" * 40)[1][5:] == ["a b/new.txt", "changed.md", "old.txt"]  # a new branch


def test_paths_options_and_the_baseline_are_handed_on(origin: Path) -> None:
    told = checked(
        origin, "branch", ALL="true", PATHS="*.py\n\n*.md\n", OPTIONS="--damage=ocr\n", BASELINE="a b.jsonl"
    )[1]
    given = ["--damage=ocr", "--baseline=a b.jsonl"]
    assert told == ["check", "--file-list", "--output-format", "github", *given, "--", "changed.md", "program.py"]


def test_nothing_changed_is_no_failure(origin: Path) -> None:
    before = git(origin, "rev-parse", "branch").strip()
    code, told, said = checked(origin, "branch", BEFORE=before)
    assert (code, told) == (0, [""]) and "No article was changed." in said


def test_what_is_found_fails_the_step(origin: Path) -> None:
    stub = "#!/bin/sh\nexit 1\n"
    checked(origin, "branch", ALL="true")
    (origin.parent / "bin/cleaner").write_text(stub)
    script = ACTION["runs"]["steps"][-1]["run"]
    env = {**os.environ, "PATH": f"{origin.parent}/bin{os.pathsep}{os.environ['PATH']}", "PATHS": "*.md", "ALL": "true"}
    clone = origin.parent / "clone"
    ran = subprocess.run(["bash", "-eo", "pipefail", "-c", script], cwd=clone, env=env, check=False)
    assert ran.returncode == 1


def test_no_input_is_read_as_a_command() -> None:
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_the_image_installs_extras_that_there_are() -> None:
    import tomllib

    extras = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"])
    (named,) = (line for line in (ROOT / "Dockerfile").read_text().splitlines() if "/source[" in line)
    assert set(named.split("[")[1].split("]")[0].split(",")) <= extras
