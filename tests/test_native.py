"""The compiled core: built here, and equal to the Python that it stands in for, to the last bit."""

import ctypes
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.native import build, library
from cleaner.native.boosted_trees import BoostedTrees
from cleaner.native.channel_walk import ChannelWalk, Confusions
from cleaner.native.confusion_costs import ConfusionCosts
from cleaner.native.lattice_search import LatticeSearch
from cleaner.native.word_search import DeletesSearch, ShapeSearch
from cleaner.spelling import channel_search, error_model, language_model, lexicon
from cleaner.spelling.channel_search import ChannelSearch
from cleaner.spelling.classifier import Trees
from cleaner.spelling.decoder import BEAM, Edge, decode
from cleaner.spelling.error_model import ErrorModel, confusions
from cleaner.spelling.language_model import BOUNDARY, TrigramModel
from cleaner.spelling.lexicon import Lexicon
from cleaner.spelling.rivals import Gains
from cleaner.spelling.storage.symspell_index import mask_of
from cleaner.spelling.visual_similarity import VisualSimilarity

LEXICON, MODEL = Lexicon.shipped(), TrigramModel.shipped()
MAPPED = LEXICON._mapped
BEYOND = (
    error_model.OTHER, error_model.ADDED, error_model.LOST, error_model.GARBLED_COST, error_model.HOPELESS,
)  # fmt: skip
words = st.integers(0, 30_000).map(LEXICON._table.word)
#: a word with some letters lost, added and changed, or any short text, lone surrogates too
strings = st.one_of(
    st.builds(
        lambda word, at, letters, gone: word[:at] + letters + word[at + gone :],
        words,
        st.integers(0, 12),
        st.text("lirntmcoe1*'.é ", max_size=4),
        st.integers(0, 3),
    ),
    st.text(max_size=12),
).filter(lambda text: text and "\0" not in text)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library, built once for all workers."""
    folder = tmp_path_factory.getbasetemp()
    folder = (folder.parent if os.environ.get("PYTEST_XDIST_WORKER") else folder) / "native"
    try:
        folder.mkdir()
    except FileExistsError:
        while not (folder / build.NAME).exists():
            assert not (folder / "failed").exists(), "another worker could not build it"
            time.sleep(0.1)
        return folder / build.NAME
    try:
        return build.build(folder)
    except BaseException:
        (folder / "failed").touch()
        raise


@pytest.fixture(scope="session")
def core(built: Path) -> ctypes.CDLL:
    return library.opened(built)


# ---------------------------------------------------------------------- equal, part by part


def tables() -> st.SearchStrategy[ErrorModel]:
    """Tables of confusions: the shipped one with other costs, and small ones of all kinds of chunks."""
    chunk = st.text("abhilmnr1é", max_size=3)
    costs = st.dictionaries(st.tuples(chunk, chunk), st.floats(0.0, 70.0), max_size=40)
    return costs.map(lambda own: ErrorModel.shipped().with_costs([own])) | costs.map(ErrorModel)


@given(tables(), strings, st.lists(strings, min_size=1, max_size=5))
def test_costs_of_words(core: ctypes.CDLL, model: ErrorModel, read: str, printed: list[str]) -> None:
    ours = ConfusionCosts(core, model.costs, BEYOND).of(read, printed)
    assert ours == [model._of_chunks(confusions(read, word)) for word in printed]


def branches(depth: int) -> st.SearchStrategy[list[list[float]]]:
    """Trees as `Classifier` opens them."""
    leaf = st.floats(-3, 3).map(lambda value: [[-1, 0, 0, 0, value]])
    if not depth:
        return leaf
    below = branches(depth - 1)

    def joined(feature: int, threshold: float, value: float, low: list, high: list) -> list[list[float]]:
        def moved(nodes: list, by: int) -> list[list[float]]:
            return [node if node[0] < 0 else [*node[:2], node[2] + by, node[3] + by, node[4]] for node in nodes]

        return [[feature, threshold, 1, 1 + len(low), value], *moved(low, 1), *moved(high, 1 + len(low))]

    return leaf | st.builds(
        joined, st.integers(0, 3), st.sampled_from([-1.5, 0.0, 1.5]), st.floats(-3, 3), below, below
    )


@given(
    st.lists(branches(3), min_size=1, max_size=6),
    st.lists(st.sampled_from([-2.0, -1.5, 0.0, 0.5, 1.5]), min_size=4, max_size=4),
)
def test_trees(core: ctypes.CDLL, trees: list, features: list[float]) -> None:
    ours, theirs = BoostedTrees(core, trees, (0, 1, 1, 2)), Trees(trees, (0, 1, 1, 2))
    assert ours.log_odds(features) == theirs.log_odds(features)
    assert list(ours.moves(features)) == list(theirs.moves(features))


word_ids = st.sampled_from([BOUNDARY, *range(40), 64_999])


@st.composite
def lattices(draw: st.DrawFn) -> list[list[Edge]]:
    """Sentences with rivals at each token; edges of two and three tokens, specks without words, ends of sentences."""
    length = draw(st.integers(1, 6))
    lattice = []
    for i in range(length):
        alone = Edge(1, (draw(word_ids),), 0.0, draw(st.floats(-8, 0)))
        edges = [alone]
        for _ in range(draw(st.integers(0, 4))):
            span, ids = draw(st.integers(1, min(3, length - i))), tuple(draw(st.lists(word_ids, max_size=3)))
            text = draw(st.sampled_from(["a", "a b", ""])) if span != 2 or draw(st.booleans()) else None
            edges.append(Edge(span, ids, draw(st.floats(0, 9)), draw(st.floats(-8, 0)), text))
        lattice.append(edges)
    return lattice


@given(lattices(), st.sampled_from([1, 2, BEAM]))
def test_the_path_and_the_gains(core: ctypes.CDLL, lattice: list[list[Edge]], beam: int) -> None:
    search = LatticeSearch(
        core, MODEL._table._mapped, language_model.STEPS, language_model.BACKOFF_STEPS, language_model.BACKOFF_TOP
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cleaner.spelling.decoder.BEAM", beam)
        path = decode(lattice, MODEL)
    edges, (chosen, gains) = [edge for at in lattice for edge in at], search.read(lattice, beam)
    assert [edges[at] if at >= 0 else None for at in chosen] == path
    ours, theirs = iter(gains), Gains(lattice, path, MODEL)
    for i, at in enumerate(lattice):
        found = [next(ours) for _ in at]
        assert path[i] is None or found == list(theirs.at(i))


@settings(max_examples=60)
@given(strings, st.integers(0, 2), st.integers(1, 40))
def test_words_near_a_string(core: ctypes.CDLL, word: str, distance: int, most: int) -> None:
    search = DeletesSearch(core, MAPPED, mask_of(MAPPED), lexicon.ZIPF_STEPS)
    folded = word.lower().replace("’", "'")
    found = search.near(folded, distance, 4.0, lexicon.LN10, most)
    theirs = LEXICON.nearest(word, distance, 4.0, most)  # the suite runs without the core
    assert [(LEXICON._table.word(number), apart) for number, apart in found] == [it[:2] for it in theirs]


COMMON = LEXICON._visual_similarity
SHAPES: list[ShapeSearch] = []


@settings(max_examples=60)
@given(strings, st.sampled_from([(60, 60), (3, 4)]))
def test_words_of_similar_shapes(core: ctypes.CDLL, word: str, sizes: tuple[int, int]) -> None:
    SHAPES or SHAPES.append(ShapeSearch(core, COMMON._groups))
    index = VisualSimilarity([], [])
    index._groups, index._core = COMMON._groups, SHAPES[0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cleaner.spelling.visual_similarity._MET", sizes[0])
        patch.setattr("cleaner.spelling.visual_similarity._WEIGHED", sizes[1])
        assert index.find(word, 16) == COMMON.find(word, 16)  # the suite runs without the core


REACHED = LEXICON._channel_search


@settings(max_examples=40, deadline=None)  # the first example makes the tries
@given(tables(), strings, st.integers(1, 12), st.sampled_from([(2, 1), (20, 5), (channel_search.BEAM, 10)]))
def test_words_within_reach_of_the_channel(
    core: ctypes.CDLL, model: ErrorModel, read: str, most: int, beam: tuple[int, int]
) -> None:
    TRIE or TRIE.append(ChannelWalk(core, list(REACHED._words), list(REACHED._words.values())))
    sizes, weights = (*beam, most), channel_search.WEIGHTS
    found = TRIE[0].find(
        read,
        Confusions(model.costs, (model.reading.other, model.reading.added, model.reading.lost_letter)),
        sizes,
        weights,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(channel_search, "BEAM", beam[0])
        patch.setattr(channel_search, "DARING", beam[1])
        theirs = REACHED.find(read, model.reading, most)  # the suite runs without the core
    assert [(REACHED._listed[at], cost) for at, cost in found] == theirs


TRIE: list[ChannelWalk] = []


# ---------------------------------------------------------------------- what the core leaves to Python


def test_added_words_and_long_strings_are_left_to_python(core: ctypes.CDLL, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("word_search", "confusion_costs", "channel_walk"):
        monkeypatch.setattr(f"cleaner.native.{module}.loaded", lambda: core)
    fresh = Lexicon.open(lexicon.SHIPPED)
    own = fresh.with_words(["Zelvadroka"])
    assert own._search and ("zelvadroka", 1) in [it[:2] for it in own.nearest("Zelvadroha", 2, 4.0, 16)]
    long, model = "lirn" * 40, ErrorModel(ErrorModel.shipped().costs)
    assert model._core
    assert fresh._search and fresh.nearest(long, 2, 4.0, 16) == []
    assert model.cost("a" * 70, "b" * 70) == ErrorModel.shipped().cost("a" * 70, "b" * 70)
    words, levels = ["between", "d" * 62, "d" * 63], [5.5, 1.0, 1.0]
    ours = VisualSimilarity(words, levels)
    assert not VisualSimilarity(["d" * 64], [1.0])._core
    reached = ChannelSearch(["official", "unofficial"], [4.9, 3.6])
    far = ChannelSearch(["official", "d" * 64], [4.9, 3.6])
    assert reached._walk and not far._walk
    assert reached.find("unofflclnl" + "x" * 90, model.reading, 3) == []
    assert reached.find("unofflclnl", model.reading, 3) == reached._find("unofflclnl", model.reading, 3) != []
    monkeypatch.undo()
    theirs = VisualSimilarity(words, levels)
    assert ours._core and not theirs._core
    assert all(ours.find(asked, 9) == theirs.find(asked, 9) != [] for asked in ("botwoon", "d" * 64, "d" * 66))


# ---------------------------------------------------------------------- the whole program, with it and without


def run(*args: str, **environment: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if name != library.PURE}
    command = [sys.executable, "-m", "cleaner", *args]
    return subprocess.run(command, capture_output=True, text=True, env={**own, **environment}, check=False)


def test_the_corpus_s_scans_come_out_equal(built: Path) -> None:
    scans = str(Path(__file__).parent.parent / "corpus/damaged/ocr")
    told = ["check", scans, "--damage", "ocr", "--output-format", "json", "--jobs", "1"]
    with_core, without = run(*told, CLEANER_CORE=str(built)), run(*told, CLEANER_PURE="1")
    assert with_core.stdout.count("spelling/") > 20
    assert (with_core.returncode, with_core.stdout) == (without.returncode, without.stdout)


def test_the_version_says_which_form_runs(built: Path) -> None:
    assert run("--version", CLEANER_CORE=str(built)).stdout.endswith("(compiled core)\n")
    assert run("--version", CLEANER_PURE="1").stdout.endswith("(pure Python, as CLEANER_PURE asks)\n")
    assert "a compiled core, faster" in run("--version", CLEANER_CORE="/nowhere/core.so").stdout


# ---------------------------------------------------------------------- what cannot be used, and cannot be built


def test_a_file_that_is_no_library_is_left_alone(tmp_path: Path) -> None:
    (broken := tmp_path / build.NAME).write_bytes(b"no library")
    assert f"pure Python: {broken} cannot be loaded; install again" in run("--version", CLEANER_CORE=str(broken)).stdout


def test_a_library_of_other_sources_is_refused(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "sources", lambda: 1)
    with pytest.raises(library.UnusableError, match="other sources"):
        library.opened(built)


def test_the_sources_are_all_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = build.sources()
    for path in build.SOURCE.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(build, "SOURCE", tmp_path)
    assert build.sources() == before
    for path in tmp_path.iterdir():
        path.write_bytes(path.read_bytes() + b"\n")
        assert build.sources() != before, path.name
        before = build.sources()


def test_without_a_compiler_the_message_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "find_spec", lambda name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CC", raising=False)
    with pytest.raises(build.NoCompilerError, match="pip install ziglang"):
        build.build(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_compiler_that_fails_is_told_with_what_it_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "compilers", lambda: [(sys.executable, "-c", "import sys; sys.exit('no such flag')")])
    with pytest.raises(build.NoCompilerError, match="no such flag"):
        build.build(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_tables_that_the_core_cannot_hold_stay_in_python(core: ctypes.CDLL, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.native.confusion_costs.loaded", lambda: core)
    assert ConfusionCosts.made({("rn", "m"): 2.0}, BEYOND)
    for costs in ({("abcd", "e"): 2.0}, {("a", "bcde"): 2.0}, {("\0", "a"): 2.0}, {("a", "b"): -1.0}):
        assert ConfusionCosts.made(costs, BEYOND) is None
    monkeypatch.setattr("cleaner.native.channel_walk.loaded", lambda: core)
    assert Confusions.made({("rn", "m"): 2.0}, BEYOND[:3])
    for chunk in (("abcd", "e"), ("a", "bcde"), ("\0", "a")):
        assert Confusions.made({("rn", "m"): 2.0, chunk: 2.0}, BEYOND[:3]) is None
