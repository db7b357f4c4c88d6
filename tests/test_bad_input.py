"""Bad input is normal: a clear message, the right exit code, nothing lost."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command import cleaner
from conftest import ROOT

DAMAGED = "Tbe mayor and tbe clerk left.\n"
MENDED = "The mayor and the clerk left.\n"
unix = pytest.mark.skipif(sys.platform == "win32", reason="Unix's own")


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("binary.txt", b"\x7fELF\0\0\1", "NUL"),
        ("nul.txt", b"some text\0 more\n", "NUL"),
        ("cut.txt", b"\xff\xfea\0\xd8", "utf-16"),
    ],
)
def test_a_file_that_is_no_text_stops_nobody_else(elsewhere: Path, name: str, data: bytes, word: str) -> None:
    (elsewhere / "in").mkdir()
    (elsewhere / "in" / name).write_bytes(data)
    (elsewhere / "in/good.txt").write_text(DAMAGED)
    ran = cleaner("clean", "in", "-o", "out", cwd=elsewhere)
    assert ran.code == 2
    assert name in ran.err and word in ran.err
    assert (elsewhere / "out/good.txt").read_text() == MENDED
    assert not (elsewhere / "out" / name).exists()


def test_an_empty_file_stays_empty(elsewhere: Path) -> None:
    (elsewhere / "a.txt").write_bytes(b"")
    assert cleaner("clean", "a.txt", "-o", "out", cwd=elsewhere).code == 0
    assert (elsewhere / "out/a.txt").read_bytes() == b""


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["clean", "nowhere.txt", "-o", "out"], "no such file"),
        (["clean", "empty", "-o", "out"], "no text here"),
        (["clean", "in"], "say where to write"),
        (["clean", "in", "-o", "in"], "itself an input"),
        (["clean", "in", "-o", "in/a.txt"], "must be a folder"),
        (["clean", "in", "-o", "out", "--diff"], "choose one"),
        (["clean", "in/a.txt", "twin/a.txt", "-o", "out"], "would both become a.txt"),
        (["clean", "-", "in", "-o", "out"], "cannot be mixed"),
        (["clean", "in", "--diff", "--bar", "2"], "between 0 and 1"),
        (["clean", "in", "--diff", "--damage", "mt/esp"], "did you mean mt/es"),
        (["clean", "in", "--diff", "--format", "odt"], "not a format that we read"),
        (["clean", "in", "--diff", "--off", "mt/es/no-such-rule"], "neither a rule nor a detector"),
        (["clean", "in", "--diff", "--words", "none.txt"], "none.txt"),
        (["check", "in", "--output-format", "xml"], "not one of"),
        (["explain", "none.txt"], "none.txt"),
        (["rules", "show", "mt/es/mafia-mop"], "did you mean mt/es/mafia-mob"),
        (["rules", "test", "--rules", "none"], "no such file or folder of rules"),
        (["clean", "in", "--colour"], "No such option"),
    ],
)
def test_misuse_is_answered_with_the_cure(elsewhere: Path, arguments: list[str], word: str) -> None:
    for folder in ("in", "twin", "empty"):
        (elsewhere / folder).mkdir()
    (elsewhere / "in/a.txt").write_text(DAMAGED)
    (elsewhere / "twin/a.txt").write_text(DAMAGED)
    ran = cleaner(*arguments, cwd=elsewhere)
    assert ran.code == 2
    assert word in ran.err.replace("\n", " ")
    assert (elsewhere / "in/a.txt").read_text() == DAMAGED


def test_an_output_folder_inside_the_input_is_not_read_again(elsewhere: Path) -> None:
    (elsewhere / "a.txt").write_text(DAMAGED)
    for _ in range(2):
        ran = cleaner("clean", ".", "-o", "out", cwd=elsewhere)
        assert ran.code == 0 and "1 document," in ran.err


@unix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_told(elsewhere: Path) -> None:
    (elsewhere / "a.txt").write_text(DAMAGED)
    (elsewhere / "a.txt").chmod(0)
    ran = cleaner("clean", "a.txt", "-o", "out", cwd=elsewhere)
    assert ran.code == 2 and "cannot be read" in ran.err


@unix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_told(elsewhere: Path) -> None:
    """The output on /dev/full fails as a full disk does."""
    (elsewhere / "a.txt").write_text(DAMAGED)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "cleaner", "clean", "a.txt", "--diff"],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=elsewhere,
            check=False,
        )
    assert done.returncode != 0
    assert b"No space left" in done.stderr and b"Traceback" not in done.stderr


@unix
def test_a_write_that_fails_leaves_the_old_file_whole(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from cleaner.files import atomic

    target = elsewhere / "a.txt"
    target.write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        atomic.write(target, b"new")
    assert target.read_text() == "old"
    assert [p.name for p in elsewhere.iterdir()] == ["a.txt"]


def test_one_very_long_line(elsewhere: Path) -> None:
    """A text without a line break: the parts that look around must not look through all of it each time."""
    (elsewhere / "warm.txt").write_text(DAMAGED)
    cleaner("clean", "warm.txt", "-o", "out", cwd=elsewhere)
    taken = []
    for words in (1_000, 4_000):
        (elsewhere / "a.txt").write_text("A plain word and more of them " * words + DAMAGED)
        for attempt in range(2):  # another worker's test may have swept the compiled rules away
            began = time.process_time()
            ran = cleaner("clean", "a.txt", "-o", f"out{words}-{attempt}", cwd=elsewhere)
            taken.append(time.process_time() - began)
            assert ran.code == 0
            assert (elsewhere / f"out{words}-{attempt}/a.txt").read_text().endswith(MENDED)
    assert min(taken[2:]) < 6 * min(taken[:2]), taken  # four times the text: 4 for a straight line, 16 for a square


def test_what_is_too_long_for_an_article_is_refused_and_the_rest_goes_on(elsewhere: Path) -> None:
    (elsewhere / "in").mkdir()
    (elsewhere / "in/dump.txt").write_text("word " * 10_000_000)
    (elsewhere / "in/good.txt").write_text(DAMAGED)
    ran = cleaner("clean", "in", "-o", "out", cwd=elsewhere)
    assert ran.code == 2
    assert "dump.txt: 50,000,000 characters are no article" in ran.err and "split it" in ran.err
    assert (elsewhere / "out/good.txt").read_text() == MENDED


def test_a_pattern_that_would_never_end_is_given_up_and_told(elsewhere: Path) -> None:
    (elsewhere / "own").mkdir()
    (elsewhere / "own/slow.yaml").write_text(
        r"""rules:
  slow:
    pattern: '(x+x+)+y'
    fix: z
    why: Catastrophic on purpose.
    tests: {fix: {"xxy": "z"}, keep: ["x"]}
"""
    )
    (elsewhere / "a.txt").write_text("y " + "x" * 5000 + "\n" + DAMAGED)
    ran = cleaner("clean", "a.txt", "-o", "out", "--rules", "own", cwd=elsewhere)
    assert ran.code == 0
    assert "slow: given up here" in ran.err
    assert (elsewhere / "out/a.txt").read_text().endswith(MENDED)


@unix
def test_a_name_that_is_no_utf8_and_a_pipe_in_the_folder(elsewhere: Path) -> None:
    (elsewhere / "in").mkdir()
    Path(os.fsdecode(os.fsencode(elsewhere) + b"/in/bad\xff.txt")).write_text(DAMAGED)
    os.mkfifo(elsewhere / "in/pipe.txt")
    ran = cleaner("clean", "in", "-o", "out", "--edits", cwd=elsewhere)
    assert ran.code == 0, ran.err
    assert Path(os.fsdecode(os.fsencode(elsewhere) + b"/out/bad\xff.txt")).read_text() == MENDED
    assert "bad\\xff.txt" in cleaner("check", "in", cwd=elsewhere).text.replace("\\\\", "\\")
    assert "not a regular file" in cleaner("check", "in/pipe.txt", cwd=elsewhere).err


def test_json_lines_that_only_a_machine_would_write(elsewhere: Path) -> None:
    """Half a character and a number of thousands of digits are no reason to leave an article out, and stay."""
    lines = [
        '{"text": "half \\ud800 a character. Tbe mayor and tbe clerk left."}',
        '{"n": ' + "9" * 5000 + ', "text": "one"}',
        '{"n": 1e400, "n": NaN, "id": "a", "text": "one"}',
    ]
    (elsewhere / "a.jsonl").write_text("\n".join(lines))
    ran = cleaner("clean", "a.jsonl", "-o", "out", cwd=elsewhere)
    assert ran.code == 0 and "3 documents" in ran.err
    lines[0] = lines[0].replace(DAMAGED.strip(), MENDED.strip())
    assert (elsewhere / "out/a.jsonl").read_text() == "\n".join(lines)


def test_no_two_documents_of_a_run_have_one_name(elsewhere: Path) -> None:
    import json

    row = json.dumps({"id": "same", "text": DAMAGED}) + "\n"
    for name in ("a.jsonl", "b.jsonl"):
        (elsewhere / name).write_text(row * 2)
    assert cleaner("clean", "a.jsonl", "b.jsonl", "-o", "out", "--edits", cwd=elsewhere).code == 0
    docs = [json.loads(line)["doc"] for line in (elsewhere / "out/edits.jsonl").read_text().splitlines()]
    assert list(dict.fromkeys(docs)) == ["same", "same#2", "b.jsonl:same", "b.jsonl:same#2"]


def test_a_vanished_working_copy_of_the_cache_is_no_matter(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["cleaner.rulebook.load"], "shipped_rules", lambda: ROOT / "tests/data/kills")
    cache = elsewhere / "cache"
    for spoil in (
        lambda: None,
        lambda: shutil.rmtree(cache),
        lambda: [p.write_bytes(b"junk") for p in cache.iterdir()],
    ):
        spoil()
        assert cleaner("clean", "-", stdin=DAMAGED.encode(), cwd=elsewhere, CLEANER_CACHE=str(cache)).text == MENDED
        assert len(list(cache.glob("rules-*.bin"))) == 1


@unix
def test_streams_that_the_shell_closed(elsewhere: Path) -> None:
    (elsewhere / "a.txt").write_text(DAMAGED)
    for command in ("check a.txt >&-", "clean a.txt --diff >&-", "clean - <&-", "check a.txt 2>&-"):
        shell = f"{sys.executable} -m cleaner {command}"
        done = subprocess.run(["sh", "-c", shell], cwd=elsewhere, capture_output=True, text=True, check=False)
        assert "Traceback" not in done.stderr + done.stdout, command


@unix
def test_a_link_in_the_output_is_replaced_and_what_it_names_is_safe(elsewhere: Path) -> None:
    (elsewhere / "in").mkdir()
    (elsewhere / "out").mkdir()
    (elsewhere / "in/a.txt").write_text(DAMAGED)
    (elsewhere / "precious.txt").write_text("precious")
    (elsewhere / "out/a.txt").symlink_to(elsewhere / "precious.txt")
    (elsewhere / "in/b.txt").symlink_to(elsewhere / "precious.txt")
    assert cleaner("clean", "in", "-o", "out", cwd=elsewhere).code == 0
    assert (elsewhere / "precious.txt").read_text() == "precious"
    assert (elsewhere / "out/a.txt").read_text() == MENDED
    assert not (elsewhere / "out/b.txt").exists()


def test_one_file_named_twice_is_one(elsewhere: Path) -> None:
    (elsewhere / "a.txt").write_text(DAMAGED)
    ran = cleaner("clean", "a.txt", "a.txt", "-o", "out", cwd=elsewhere)
    assert ran.code == 0 and "1 document," in ran.err


def test_work_of_a_persons_own_in_out_is_left_alone(elsewhere: Path) -> None:
    (elsewhere / "in").mkdir()
    for name in ("a.txt", "b.txt"):
        (elsewhere / "in" / name).write_text("He went to to the mayor.\n", "utf-8")
    command = ("clean", "in", "-o", "out", "-q")
    assert cleaner(*command, cwd=elsewhere).code == 0
    assert cleaner(*command, cwd=elsewhere).code == 0  # what a run wrote, a run may write again
    (elsewhere / "out" / "a.txt").write_text("Mine.\n", "utf-8")
    ran = cleaner(*command, cwd=elsewhere)
    assert ran.code == 2 and "not what a run wrote" in ran.err and "--force" in ran.err
    assert (elsewhere / "out" / "a.txt").read_text("utf-8") == "Mine.\n"
    assert cleaner(*command, "--force", cwd=elsewhere).code == 0
    assert "mayor" in (elsewhere / "out" / "a.txt").read_text("utf-8")


def test_a_foreign_file_in_out_is_left_alone(elsewhere: Path) -> None:
    (elsewhere / "a.txt").write_text("He went to to the mayor.\n", "utf-8")
    (elsewhere / "out").mkdir()
    (elsewhere / "out" / "a.txt").write_text("Foreign.\n", "utf-8")
    assert cleaner("clean", "a.txt", "-o", "out", "-q", cwd=elsewhere).code == 2
    assert (elsewhere / "out" / "a.txt").read_text("utf-8") == "Foreign.\n"
