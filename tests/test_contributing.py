"""CONTRIBUTING.md holds: what it tells a newcomer to write is written, and works."""

import re
import shutil
from pathlib import Path

import pytest
from command import process
from conftest import ROOT

PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
BLOCK = re.compile(r"^```python (file|lines)=(\S+)\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
FRAMED = "It was tbe end.\nBEGIN\nIt was tbe end.\nEND\nIt was tbe end.\n"


def test_the_toy_format_is_one_file_and_lines_of_a_table(elsewhere: Path) -> None:
    shutil.copytree(ROOT / "cleaner", elsewhere / "cleaner", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "tests/data/kills", elsewhere / "rules")  # three stand for the shipped ones
    blocks = BLOCK.findall(PAGE)
    (_, new, code), (_, table, lines) = blocks
    (elsewhere / new).write_text(code, encoding="utf-8")
    source, end = (elsewhere / table).read_text("utf-8"), "}\n\n_BY_SUFFIX"
    assert source.count(end) == 1
    (elsewhere / table).write_text(source.replace(end, lines + end), encoding="utf-8")
    framed, mended = FRAMED.encode(), FRAMED.replace("N\nIt was tbe", "N\nIt was the").encode()
    (elsewhere / "a.framed").write_bytes(framed)
    (elsewhere / "windows.framed").write_bytes(framed.replace(b"\n", b"\r\n"))
    (elsewhere / "open.framed").write_bytes(framed.replace(b"\nEND", b"\nAN END"))
    ran = process("clean", ".", "-o", "out", cwd=elsewhere, PYTHONPATH=str(elsewhere))
    assert ran.code == 0, ran.err
    assert (elsewhere / "out/a.framed").read_bytes() == mended
    assert (elsewhere / "out/windows.framed").read_bytes() == mended.replace(b"\n", b"\r\n")
    assert (elsewhere / "out/open.framed").read_bytes() == (elsewhere / "open.framed").read_bytes()


@pytest.mark.parametrize("named", sorted(set(re.findall(r"`((?:cleaner|scripts|tests|docs|rules)/[\w./]+)`", PAGE))))
def test_every_place_it_names_is_there(named: str) -> None:
    assert named in {"rules/DAMAGE/", "tests/parts/NAME.yaml"} or (ROOT / named).exists()


@pytest.mark.parametrize("link", re.findall(r"\]\((\S+?)\)", PAGE))
def test_every_link_leads_somewhere(link: str) -> None:
    assert (ROOT / link).exists()
