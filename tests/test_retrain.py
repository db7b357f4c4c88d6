"""The shipped models are those that the manifest tells of, and a contributor can build small ones from the corpus."""

import json
import shutil
import sys
from pathlib import Path

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "scripts"))
import retrain
from training import manifest

from cleaner.files.locations import DATA
from cleaner.spelling.corrector import Corrector
from cleaner.spelling.costs import Costs
from cleaner.spelling.error_model import ErrorModel
from cleaner.spelling.language_model import TrigramModel
from cleaner.spelling.lexicon import Lexicon

ABOUT = {"MANIFEST.json", "PROVENANCE.md"}
CURE = "build it (scripts/retrain.py DATA --only STEP), or, if it is meant so: python scripts/retrain.py --record"


def told() -> dict[str, str]:
    """The hash of each file of `cleaner/data`, by the manifest."""
    whole = manifest.read(DATA)
    return {name: file["sha256"] for name, file in whole["files"].items()} | whole["by hand"]


def test_the_manifest_tells_of_every_file() -> None:
    assert set(told()) == {file.name for file in DATA.iterdir()} - ABOUT
    assert set(told()) - {manifest.BY_HAND} == {step.output for step in retrain.STEPS.values()} == set(manifest.SIZES)


@pytest.mark.parametrize(("name", "digest"), told().items())
def test_a_shipped_file_is_the_one_that_the_manifest_tells_of(name: str, digest: str) -> None:
    assert manifest.sha256(DATA / name) == digest, f"{name} is another than MANIFEST.json says: {CURE}"


def test_what_is_counted_in_the_files_is_so() -> None:
    for name, file in manifest.read(DATA)["files"].items():
        assert manifest.SIZES[name](DATA / name) == file["size"]
        assert file["inputs"] and all(len(digest) == 64 for digest in file["inputs"].values())
        assert not any(path.startswith(("/", "..")) for path in file["inputs"])


def test_small_models_are_built_from_the_corpus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The steps that need no package beyond the program's own: each takes what the one before it has made."""
    steps = "language-model,error-model,costs,rules"
    assert retrain.main([str(ROOT / "corpus"), "--small", "--out", str(tmp_path), "--only", steps]) == 0
    assert capsys.readouterr().out.count(str(tmp_path)) == 4
    model = TrigramModel.open(tmp_path / "context.bin")
    assert model.word_id("ferry") > 0 and model.word_id("pompey") == 0
    confusions = ErrorModel.open(tmp_path / "confusions.tsv")
    costs = Costs.open(tmp_path / "costs.json")
    corrector = Corrector(Lexicon.shipped(), model, confusions, costs=costs)
    found = corrector.propose(corrector.survey("They saw tbe ferry."), noisy=True)
    assert ("tbe", "the") in [(it.before, it.after) for it in found]
    built = manifest.read(tmp_path)["files"]
    assert list(built) == ["context.bin", "confusions.tsv", "costs.json", "measured.tsv"]
    assert list(built["confusions.tsv"]["inputs"]) == ["ocr/even.jsonl", "ocr/odd.jsonl"]
    assert built["costs.json"]["held out"]["odd"]["places"] > 10


def test_the_manifest_is_written_anew_without_the_data(tmp_path: Path) -> None:
    """What was known of a file stays known while the file is the same."""
    shutil.copytree(DATA, tmp_path, dirs_exist_ok=True)
    (tmp_path / "costs.json").write_text((DATA / "costs.json").read_text("utf-8") + "\n", "utf-8")
    assert retrain.main(["--record", "--out", str(tmp_path)]) == 0
    before, after = (json.loads((folder / manifest.NAME).read_text("utf-8"))["files"] for folder in (DATA, tmp_path))
    assert after["costs.json"]["sha256"] != before["costs.json"]["sha256"] and after["costs.json"]["inputs"] is None
    del before["costs.json"], after["costs.json"]
    assert before == after


def test_what_cannot_be_done_is_said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert retrain.main(["corpus", "--only", "lexicom"]) == 2
    assert "no such step: lexicom; see --list" in capsys.readouterr().err
    assert retrain.main(["docs", "--only", "rules"]) == 2
    assert "docs lacks clean/" in capsys.readouterr().err
    assert retrain.main([]) == 2
    assert "DATA is missing" in capsys.readouterr().err
    monkeypatch.setattr(retrain, "find_spec", lambda name: None)
    assert retrain.main(["corpus", "--only", "classifier"]) == 2
    cure = "classifier needs lightgbm, numpy, rapidfuzz: install them (pip install -e '.[train]')"
    assert cure in capsys.readouterr().err


def test_the_steps_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert retrain.main(["--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(retrain.STEPS)
    assert all((ROOT / line.split()[-1]).is_file() for line in lines)
