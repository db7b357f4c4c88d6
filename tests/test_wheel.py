"""The wheel, not the tree: built, unpacked elsewhere, and run without the checkout in sight."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT

from cleaner.version import __version__


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), str(ROOT)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def _run(site: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    program = (
        "import sys, cleaner\n"
        f"assert cleaner.__file__.startswith({str(site)!r}), cleaner.__file__\n"
        f"sys.argv = ['cleaner', *{list(arguments)!r}]\n"
        "from cleaner.cli import main\nmain()\n"
    )
    return subprocess.run(
        [sys.executable, "-c", program], input=stdin, capture_output=True, text=True, cwd=site, check=False,
        env={**os.environ, "PYTHONPATH": str(site)}, timeout=120,
    )  # fmt: skip


def test_the_wheel_holds_the_program_its_rules_and_its_data(site: Path) -> None:
    assert (site / "cleaner/py.typed").exists()
    assert list((site / "cleaner/rules").rglob("*.yaml")), "no rules in the wheel"
    assert (site / "cleaner/data/lexicon.bin").exists()
    top = {f.relative_to(site).parts[0] for f in site.rglob("*.*")}
    outside = {name for name in top if not name.endswith(".dist-info")}
    assert outside == {"cleaner"}
    assert (site / f"article_cleaner-{__version__}.dist-info").is_dir()


def test_the_installed_program_cleans(site: Path) -> None:
    ran = _run(site, "clean", "-", "-q", stdin="Officials of EE. UU. said no.\n")
    assert (ran.returncode, ran.stdout) == (0, "Officials of the US said no.\n"), ran.stderr


def test_the_installed_rules_are_those_of_the_wheel(site: Path) -> None:
    ran = _run(site, "rules", "show", "mt/es/mafia-mob")
    assert ran.returncode == 0 and str(site / "cleaner") in ran.stdout
