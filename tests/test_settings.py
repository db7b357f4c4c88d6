"""Settings: one table of keys, and the page, the file of `cleaner init` and the command line that agree with it."""

import json
import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from command import cleaner
from conftest import ROOT

import cleaner as package
from cleaner import config
from cleaner.cli.init import commented
from cleaner.config import KEYS, Settings, SettingsError

PAGE = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
FLAGS = [(name, key.flag) for name, key in KEYS.items() if key.flag]


def written(name: str) -> str:
    return name.replace("_", "-")


def test_every_setting_is_a_key_and_every_key_a_setting() -> None:
    assert list(KEYS) == [f.name for f in fields(Settings)]


@pytest.mark.parametrize("name", KEYS)
def test_the_page_tells_each_key_as_the_code_has_it(name: str) -> None:
    key = KEYS[name]
    wanted = f"""## `{written(name)}`

{key.means}

- Value: {key.kind.words}
- Default: `{json.dumps(getattr(Settings(), name))}`
- Command line: {f"`{key.flag}`" if key.flag else "none"}
- Example: `{written(name)} = {key.example}`
"""
    assert wanted in PAGE, f"docs/settings.md should say:\n{wanted}"


def test_the_page_tells_of_no_other_key() -> None:
    assert re.findall(r"^## `(.+)`$", PAGE, re.M) == [written(name) for name in KEYS]


@pytest.mark.parametrize("name", KEYS)
def test_the_example_of_each_key_is_read_and_changes_something(name: str, elsewhere: Path) -> None:
    (elsewhere / "cleaner.toml").write_text(f"{written(name)} = {KEYS[name].example}\n")
    found = config.find(elsewhere)
    assert [key for key in KEYS if getattr(found, key) != getattr(Settings(), key)] == [name]


def test_the_file_that_is_shown_is_read(elsewhere: Path) -> None:
    (shown,) = re.findall(r"```toml\n(.*?)```", PAGE, re.S)
    (elsewhere / "cleaner.toml").write_text(shown)
    assert config.find(elsewhere).bar == 0.98


@pytest.mark.parametrize(("name", "flag"), FLAGS)
def test_the_flag_of_each_key_is_an_option_with_its_default(name: str, flag: str) -> None:
    told = " ".join(cleaner("clean", "--help").text.split())
    assert f" {flag} " in told
    default = getattr(Settings(), name)
    if isinstance(default, float | str):
        assert re.search(rf" {flag} [^\[]*\[default: {default}\]", told)


def test_the_command_line_adds_to_lists_and_goes_before_the_rest(elsewhere: Path) -> None:
    (elsewhere / "cleaner.toml").write_text(
        'off = ["spelling"]\nbar = 0.9\nid-field = "key"\ntext-field = "body"\ndamage = {ocr = 0.5, asr = 0.1}\n'
    )
    told = {"off": ["mt/es/*"], "bar": 0.99, "ask": None, "text_field": ["title"], "damage": ["ocr=0"], "words": []}
    found = config.find(elsewhere, told)
    assert found.off == ("spelling", "mt/es/*")
    assert (found.bar, found.ask, found.id_field, found.text_field) == (0.99, 0.3, "key", ("title",))
    assert found.damage == {"ocr": 0.001, "asr": 0.1}
    with pytest.raises(SettingsError, match="--bar: a probability"):
        config.find(elsewhere, {"bar": 7.0})


def test_init_writes_every_key_with_its_default(elsewhere: Path) -> None:
    ran = cleaner("init", cwd=elsewhere)
    assert (ran.code, ran.out, ran.err) == (0, b"", "cleaner.toml written; as it stands it changes nothing\n")
    text = (elsewhere / "cleaner.toml").read_text()
    assert text == commented() and all(line.startswith("# ") for line in text.splitlines() if line)
    assert config.find(elsewhere) == Settings()
    uncommented = re.sub(r"^# ([a-z-]+ = )", r"\1", text, flags=re.M)
    assert list(tomllib.loads(uncommented)) == [written(name) for name in KEYS]
    (elsewhere / "cleaner.toml").write_text(uncommented)
    assert config.find(elsewhere) == Settings()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cleaner.toml", "bar = 0.9\n"),
        (".cleaner.toml", ""),
        ("pyproject.toml", "[tool.cleaner]\n"),
        ("cleaner.toml", "?"),
    ],
)
def test_init_replaces_nothing(elsewhere: Path, name: str, content: str) -> None:
    (elsewhere / "deep").mkdir()
    (elsewhere / "deep" / name).write_text(content)
    ran = cleaner("init", "deep", cwd=elsewhere)
    assert ran.code == 2 and f"{Path('deep', name)} is there already" in ran.err
    assert (elsewhere / "deep" / name).read_text() == content
    assert [p.name for p in (elsewhere / "deep").iterdir()] == [name]


def test_init_goes_beside_another_tools_file_and_into_no_folder_that_is_not_there(elsewhere: Path) -> None:
    (elsewhere / "pyproject.toml").write_text("[tool.other]\n")
    assert cleaner("init", cwd=elsewhere).code == 0 and (elsewhere / "cleaner.toml").exists()
    ran = cleaner("init", "none", cwd=elsewhere)
    assert ran.code == 2 and "none: no such folder" in ran.err and not (elsewhere / "none").exists()


def test_the_version_stands_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" not in project["project"] and project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "cleaner/version.py"
    said = re.compile(rf"version\w* *= *.{re.escape(package.__version__)}")
    files = [*ROOT.glob("*.toml"), *(ROOT / "cleaner").rglob("*.py")]
    assert [f for f in files if said.search(f.read_text("utf-8"))] == [ROOT / "cleaner/version.py"]
    assert cleaner("--version").text.startswith(f"cleaner {package.__version__} (")
