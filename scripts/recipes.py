"""Runs the programs of docs/recipes.md and compares what they print with what stands there.

    python scripts/recipes.py            # in a new environment with the tools that they use (2 GB, some minutes)
    python scripts/recipes.py --here     # in this one; a tool that is missing is told, and its program left out

Exit code 1 if one of them prints something else.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/recipes.md"
NEEDS = {  # the modules that a program cannot do without, and how they are installed
    "with_datasets.py": ("datasets",),
    "with_polars.py": ("polars",),
    "with_datatrove.py": ("datatrove", "orjson"),
    "with_airflow.py": (),
}
TOOLS = ("datasets", "polars", "datatrove[io]", "orjson", "apache-airflow")
ARTICLES = {"a.txt": "Into tbe woods.\n", "b.txt": "All is well.\n"}  # what a program may clean


@dataclass(frozen=True)
class Recipe:
    """A program of the page, and what it prints."""

    name: str
    program: str
    printed: str

    def missing(self, python: str) -> str:
        """The first module that the program needs and that is not there; "" if all are."""
        for module in NEEDS[self.name]:
            if subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False).returncode:
                return module
        return ""

    def wrong(self, python: str) -> str:
        """What is wrong when the program runs; "" if it prints what the page says."""
        with tempfile.TemporaryDirectory() as folder:
            for name, text in ARTICLES.items():
                Path(folder, "articles").mkdir(exist_ok=True)
                Path(folder, "articles", name).write_text(text, "utf-8")
            Path(folder, self.name).write_text(self.program, "utf-8")
            own = {"HF_HOME": folder, "AIRFLOW_HOME": folder, "CLEANER_STATE": f"{folder}/state"}
            done = subprocess.run(
                [python, self.name], cwd=folder, env={**os.environ, **own}, capture_output=True, text=True, check=False
            )
        if done.returncode:
            return done.stderr
        return "" if done.stdout.strip() == self.printed.strip() else f"it printed\n{done.stdout}"


def recipes(page: str = PAGE.read_text("utf-8")) -> Iterator[Recipe]:
    """The programs of the page, in order."""
    for found in re.finditer(r"```python file=(\S+)\n(.*?)```\s*```text\n(.*?)```", page, re.DOTALL):
        yield Recipe(*found.groups())


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--here", action="store_true", help="install nothing")
    if asked.parse_args().here:
        raise SystemExit(run(sys.executable))
    with tempfile.TemporaryDirectory(prefix="recipes-") as folder:
        venv.create(folder, with_pip=True)
        python = str(Path(folder, "Scripts/python.exe" if os.name == "nt" else "bin/python"))
        subprocess.run([python, "-m", "pip", "install", "-q", str(ROOT), *TOOLS], check=True)
        raise SystemExit(run(python))


def run(python: str) -> int:
    """Runs all programs; 1 if one is wrong."""
    code = 0
    for recipe in recipes():
        if module := recipe.missing(python):
            print(f"{recipe.name}: {module} is missing, left out")
        elif wrong := recipe.wrong(python):
            code = 1
            print(f"{recipe.name}: {wrong}")
        else:
            print(f"{recipe.name}: prints what the page says")
    return code


if __name__ == "__main__":
    main()
