"""The distribution has a name of its own: `cleaner` on the package index is somebody else's project."""

import re
import tomllib

from conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
TOLD = [
    path
    for pattern in ("*.md", "*.toml", "docs/**/*", "cleaner/**/*.py", "cleaner/**/*.html", "scripts/*", "rules/**/*")
    for path in ROOT.glob(pattern)
    if path.is_file()
]
# `pip install cleaner`, `cleaner[web]`; not `article-cleaner[web]`, not `-e '.[web]'`.
FOREIGN = re.compile(r"""pip3? install[^\n`&|;]*?(?<![\w-])cleaner\b|(?<![\w-])cleaner\[""")


def test_the_distribution_and_what_it_installs() -> None:
    assert PROJECT["name"] == "article-cleaner"
    assert list(PROJECT["scripts"]) == ["cleaner"]
    assert any(name.startswith("article-cleaner[") for name in PROJECT["optional-dependencies"]["dev"])


def test_nobody_is_told_to_install_somebody_elses_project() -> None:
    assert len(TOLD) > 200
    told = [
        f"{path.relative_to(ROOT)}: {m.group()}"
        for path in TOLD
        for m in FOREIGN.finditer(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert not told


def test_the_pattern_sees_what_it_should() -> None:
    for bad in (
        "pip install 'cleaner[web]'",
        "pip install cleaner",
        'dev = ["cleaner[web]"]',
        "pip install -U cleaner",
    ):
        assert FOREIGN.search(bad), bad
    for good in ("pip install 'article-cleaner[web]'", "pip install -e '.[web]'", "`cleaner clean`"):
        assert not FOREIGN.search(good), good
