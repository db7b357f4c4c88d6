"""The Python API: its page is true, places move both ways, one kit serves threads and forked processes."""

import doctest
import multiprocessing
import pickle
import re
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import CORPUS, ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner
from cleaner import clean_text, load_kit
from cleaner.config import SettingsError
from cleaner.files.given import Misuse
from cleaner.kit import Kit
from cleaner.model import Cleaned, Diagnosis, Document, Edit, Evidence, Finding, Record, Suggestion, Tier, Verdict
from cleaner.text.edits import apply

PAGE = (ROOT / "docs/api.md").read_text(encoding="utf-8")


# ------------------------------------------------------------------ the page


def test_what_the_page_shows_is_what_happens() -> None:
    shown = doctest.DocTestParser().get_doctest(PAGE, {}, "api.md", "docs/api.md", 0)
    assert len(shown.examples) > 15
    runner = doctest.DocTestRunner(optionflags=doctest.REPORT_NDIFF)
    told: list[str] = []
    assert runner.run(shown, out=told.append).failed == 0, "".join(told)


def test_the_page_s_program_runs(tmp_path: Path) -> None:
    (program,) = (block for block in re.findall(r"```python\n(.*?)```", PAGE, re.S) if ">>>" not in block)
    (tmp_path / "pool.py").write_text(program, encoding="utf-8")
    done = subprocess.run([sys.executable, "pool.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["He came from the US yesterday.", "All is well."] * 50


# ------------------------------------------------------------------ what is imported, and when

HEAVY = ("regex", "cleaner.model", "cleaner.pipeline", "cleaner.spelling", "cleaner.rulebook", "dataclasses")


def test_importing_the_package_loads_nothing() -> None:
    told = "import cleaner, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout.split()
    assert "cleaner" in loaded and not {*HEAVY} & {*loaded}


def test_every_public_name_is_there() -> None:
    assert all(getattr(cleaner, name) is not None for name in cleaner.__all__)
    with pytest.raises(AttributeError, match="no attribute 'claen_text'"):
        cleaner.claen_text  # type: ignore[attr-defined]  # noqa: B018


# ------------------------------------------------------------------ settings


def test_keywords_are_added_to_a_settings_file(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("tbe\n", encoding="utf-8")
    (tmp_path / "cleaner.toml").write_text('bar = 0.8\nask = 0.2\ndamage = ["ocr"]\noff = ["names"]\n')
    kit = load_kit(tmp_path / "cleaner.toml", words=tmp_path / "own.txt", damage={"mt/es": 0.5}, off="quotes", bar=0.9)
    assert (kit.policy.bar, kit.policy.ask) == (0.9, 0.2)
    assert kit.damage == {"ocr": 0.999, "mt/es": 0.5} and kit.off == {"names", "quotes"}
    assert kit.lexicon.knows("tbe")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"damage": "orc"}, "damage: 'orc' is no damage we know"),
        ({"bar": 2}, "bar: a probability"),
        ({"off": ["no-such"]}, "off: 'no-such' is neither a rule nor a detector"),
        ({"protect": "("}, "not a regular expression"),
    ],
)
def test_a_wrong_setting_is_named(wrong: dict[str, object], told: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(told)):
        load_kit(**wrong)  # type: ignore[arg-type]


def test_a_settings_file_without_settings_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.other]\n")
    with pytest.raises(SettingsError, match="no settings for cleaner"):
        load_kit(tmp_path / "pyproject.toml")


# ------------------------------------------------------------------ places and the diff


@st.composite
def cleaned(draw: st.DrawFn) -> Cleaned:
    """An original with disjoint fixes."""
    text = draw(st.text("ab \n", max_size=40))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    edits = [Edit(a, b, draw(st.text("xy\n", max_size=4))) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    apart = [e for e, before in zip(edits, [None, *edits], strict=False) if before is None or e.start > before.end]
    records = tuple(
        Record(
            Finding(e.start, e.end, "r", "ocr", Tier.LIKELY, (Suggestion(e.text),), "", (Evidence("e", 9.0),)),
            Verdict.FIX, "", text[e.start : e.end],
        )
        for e in apart
    )  # fmt: skip
    return Cleaned(Document("x", text), apply(text, [r.edit for r in records]), Diagnosis(), records)


@given(cleaned())
@settings(max_examples=200, deadline=None)
def test_unchanged_characters_map_to_themselves_and_back(done: Cleaned) -> None:
    offsets, original = done.offsets, done.document.text
    changed = {i for r in done.fixes for i in range(r.finding.start, r.finding.end)}
    for i in set(range(len(original))) - changed:
        there = offsets.to_clean(i)
        assert done.text[there] == original[i] and offsets.to_original(there) == i
        assert offsets.span_to_clean(i, i + 1) == (there, there + 1)
        assert offsets.span_to_original(there, there + 1) == (i, i + 1)


@given(cleaned())
@settings(max_examples=200, deadline=None)
def test_places_keep_their_order_and_stay_within_the_text(done: Cleaned) -> None:
    offsets, lengths = done.offsets, (len(done.document.text), len(done.text))
    for move, here, there in (
        (offsets.to_clean, *lengths),
        (offsets.to_original, *reversed(lengths)),
    ):
        for end in (False, True):
            places = [move(i, end=end) for i in range(here + 1)]
            assert places == sorted(places) and all(0 <= place <= there for place in places)


@given(cleaned())
@settings(max_examples=200, deadline=None)
def test_a_change_as_a_whole_maps_to_what_was_put_there(done: Cleaned) -> None:
    offsets = done.offsets
    for start, end, after in ((r.finding.start, r.finding.end, r.after) for r in done.fixes):
        place = offsets.to_clean(start, end=True), offsets.to_clean(end)
        assert done.text[slice(*place)] == after
        if start < end:
            assert offsets.span_to_clean(start, end) == place
        if after:
            assert offsets.span_to_original(*place) == (start, end)


def test_the_diff_is_empty_where_nothing_changed_and_else_counts_bytes_right() -> None:
    assert clean_text("All is well.\n").diff() == ""
    made = clean_text("Ça va: “très” 🙂 bien.\nHe sent tbe letter.\n").diff("a.txt")
    assert "\n-He sent tbe letter.\n+He sent the letter.\n" in made and "\n Ça va: “très” 🙂 bien.\n" in made


# ------------------------------------------------------------------ one kit, many threads, many processes


def paragraphs(count: int) -> list[str]:
    """Short damaged texts of every kind."""
    files = sorted((CORPUS / "damaged").rglob("*.txt"))
    found = [p for file in files for p in file.read_text(encoding="utf-8").split("\n\n") if 80 < len(p) < 700]
    return (found * (count // len(found) + 1))[:count]


def told(done: Cleaned) -> object:
    return done.text, done.records, done.kept, done.diagnosis


def test_one_kit_in_eight_threads_is_as_good_as_one_after_the_other() -> None:
    texts = paragraphs(80)
    in_threads, alone = load_kit(damage={"ocr": 0.9}), load_kit(damage={"ocr": 0.9})
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda text: told(clean_text(text, in_threads)), texts))
    for text, got in zip(reversed(texts), reversed(done), strict=True):  # in another order, by a kit of its own
        assert got == told(clean_text(text, alone))


KIT: list[Kit] = []


def in_a_child(text: str) -> str:
    return clean_text(text, KIT[0]).text


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork here")
def test_a_kit_goes_on_serving_in_forked_processes(kit: Kit) -> None:
    KIT[:] = [kit]
    texts = paragraphs(12)
    before = [clean_text(text, kit).text for text in texts]
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork")) as pool:
        assert list(pool.map(in_a_child, texts)) == before


# ------------------------------------------------------------------ a kit that is sent


@pytest.fixture
def words(elsewhere: Path) -> Kit:
    (elsewhere / "words.txt").write_text("tbe\n")
    return load_kit(words="words.txt", off="spelling", damage="mt/es")


def test_a_process_to_which_a_kit_is_sent_makes_it_once(words: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = pickle.dumps(words)
    assert len(sent) < 1000 and pickle.loads(sent) is words
    monkeypatch.setattr("cleaner.batch.sent_kit._made", {})  # as in another process
    monkeypatch.chdir("/")
    there = pickle.loads(sent)
    assert there is not words and there is pickle.loads(sent) is pickle.loads(pickle.dumps(there))
    text = "He came from the EE. UU. yesterday, and tbe end came."
    assert clean_text(text, there) == clean_text(text, words)
    assert there.lexicon.knows("tbe") and there.off == words.off


def test_a_kit_of_other_words_is_refused(words: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = pickle.dumps(words)
    monkeypatch.setattr("cleaner.batch.sent_kit._made", {})
    Path("words.txt").write_text("tbe\nand\n")
    with pytest.raises(Misuse, match="other rules or lists"):
        pickle.loads(sent)


def test_a_kit_that_was_changed_by_hand_is_not_sent_as_what_it_was(words: Kit) -> None:
    with pytest.raises(TypeError, match="load it there"):
        pickle.dumps(replace(words, off=frozenset()))
