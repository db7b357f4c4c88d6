"""The review as a person meets it: on a real terminal (pexpect), from a pipe, from a file of answers."""

import io
import os
import re
import signal
import struct
import sys
import time
import traceback
from pathlib import Path

import pytest

try:
    import fcntl
    import termios
except ImportError:  # Windows
    fcntl = termios = None
from command import completed
from made import TBE, asked, ledger_of, write

from cleaner.cli import main
from cleaner.ledger import Filter, Ledger, Status
from cleaner.model import Tier
from cleaner.review.navigation import Review
from cleaner.review.terminal import dialogue, keyboard
from cleaner.review.terminal.screen import Screen
from cleaner.text.visible import width

ROOT = Path(__file__).parent.parent
ESCAPE = "\x1b"


@pytest.fixture
def out(tmp_path):
    documents = [
        asked(f"in/{i}.txt", f"Town {i}. A man urged the mafia not to enter.", after=("mob", "crowd")) for i in range(6)
    ]
    documents += [asked(f"in/t{i}.txt", f"It was tbe end of day {i}.", "tbe", "the", rule=TBE) for i in range(2)]
    ledger_of(*documents, path=tmp_path / "run.db").close()
    return tmp_path


def answered(out):
    with Ledger.open(out) as ledger:
        return [(c.name, c.answer.value, c.text) for c in ledger.findings(Filter(Status.ANSWERED), limit=-1)]


STARTED: list[int] = []


@pytest.fixture(autouse=True)
def nothing_goes_on():
    """A review that a test leaves open does not outlive the test."""
    yield
    while STARTED:
        pid = STARTED.pop()
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def spawn(out, *options, **environment):
    """`cleaner review` on a terminal of 24 lines and 80 columns: a fork of this process, which has loaded it."""
    fdpexpect = pytest.importorskip("pexpect.fdpexpect", reason="pexpect is not there for Windows")
    if sys.platform == "win32":
        pytest.skip("a terminal to drive needs a Unix")
    pid, terminal = os.forkpty()
    if pid == 0:
        _reviews(out, options, {"TERM": "xterm-256color", "NO_COLOR": "1", **environment})
    child = fdpexpect.fdspawn(terminal, encoding="utf-8", timeout=20)
    child.pid = pid
    STARTED.append(pid)
    child.expect(r"All \[.*\]\?(\x1b\[0m)? ")
    return child


def _reviews(out, options, environment):
    """What the child does; it must not come back into pytest."""
    code = 70
    try:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        os.environ |= environment
        if not os.environ["NO_COLOR"]:
            del os.environ["NO_COLOR"]
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.stdin, sys.stdout, sys.stderr = (open(n, m, encoding="utf-8") for n, m in ((0, "r"), (1, "w"), (2, "w")))  # noqa: PTH123,SIM115
        sys.argv = ["cleaner", "review", str(out), *options]
        main()
        code = 0
    except SystemExit as left:
        code = left.code
    except BaseException:
        traceback.print_exc()
    finally:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        finally:  # the terminal may be gone
            os._exit(code if isinstance(code, int) else 1)


def ended(child):
    """Wait for the end; a child that does not end fails the test by its timeout, it does not hang it."""
    import pexpect

    child.expect(pexpect.EOF)
    _, status = os.waitpid(child.pid, 0)
    STARTED.remove(child.pid)
    child.close()
    return os.waitstatus_to_exitcode(status)


KEYS = [  # keys pressed, and what is in the ledger after each was answered
    ("y", ["accept mob"] * 6),
    ("n", ["reject None"] * 6),
    ("2", ["replace crowd"] * 6),
    ("1", ["accept mob"] * 6),
    ("A", ["accept mob"] * 6),
    ("Nn", ["reject None"] * 6),
    ("Nj", []),
    ("a", ["accept mob"] * 6),
    ("d", ["reject None"] * 6),
    ("ygang\r", None),
    ("egang\ry", ["replace gang"] * 6),
    ("egang\rn", []),
    ("x1\regang\ry", ["replace gang"] * 5),
    ("segang\r", ["replace gang"]),
    ('e""\ry', ["replace "] * 6),
    ("e\ry", ["accept mob"] * 6),
    ("j", []),
    ("jky", ["accept mob"] * 6),
    ("yu", []),
    ("x2 3\ryjj", ["accept mob"] * 4),
    ("sya", ["accept mob"] * 6),
    ("sh", ["accept mob"]),
    ("sHjjjjj", ["reject None"]),
    ("syn2k", ["accept mob", "reject None", "replace crowd"]),
    ("tyyyyyy", ["accept mob"] * 6),
    ("w", []),
    ("?", []),
    ("+", []),
    (ESCAPE + "[A" + "y", ["accept mob"] * 6),
    ("é§y", ["accept mob"] * 6),
    ("e" + ESCAPE + "\ry", ["accept mob"] * 6),  # Esc is no word to put into a text
]


@pytest.mark.parametrize(("keys", "expected"), [k for k in KEYS if k[1] is not None])
def test_every_key(out, keys, expected):
    child = spawn(out)
    # A reviewer waits for the prompt; so does this one.
    for part in re.findall(ESCAPE + r"\[A|[ex](?:[^\r]*\r)|.", keys):
        child.send(part[0] if part[0] in "ex" else part)
        if part[0] in "ex":
            child.expect(r"(?:replace by|leave out) \(empty cancels\): ")
            child.send(part[1:])
        child.expect([r"\]\? ", "answers? saved"])
    child.send("q")
    child.expect("answers? saved")
    ended(child)
    assert [f"{answer} {text}" for name, answer, text in answered(out) if "/t" not in name] == expected


def test_a_first_look_fits_in_80_columns_without_colour(out):
    child = spawn(out)
    child.send("?")
    child.expect(r"\]\? ")
    child.send("w")
    child.expect(r"\]\? ")
    child.send("s")
    child.expect(r"\]\? ")
    seen = child.before
    assert "urged the [-mafia-]{+mob+} not to enter" in seen
    assert ESCAPE not in seen
    assert all(width(line) <= 80 for line in seen.splitlines())


def test_colour_on_a_terminal_that_has_it(out):
    child = spawn(out, NO_COLOR="")
    assert f"{ESCAPE}[31;9mmafia{ESCAPE}[0m → {ESCAPE}[32mmob{ESCAPE}[0m" in child.before


def test_after_the_last_answer_it_can_still_be_taken_back(out):
    child = spawn(out)
    child.send("j")
    child.expect(r"\]\? ")
    child.send("y")
    child.expect(r"k goes back to the 1 left open.*\[u/k/q\]\? ")
    child.send("z")
    child.expect(r"no key here; only u k q\r\n.*\]\? ")
    child.send("k")
    child.expect(r"\]\? ")
    child.send("y")
    child.expect(r"All answered: u undoes the last, q leaves.*\[u/q\]\? ")
    assert len(answered(out)) == 8
    child.send("u")
    child.expect(r"All \[.*\]\? ")
    assert len(answered(out)) == 2
    child.send("q")
    child.expect("1 answer saved; 6 cases in 1 pattern left open")
    ended(child)


def test_switching_a_rule_off_is_asked_about(out):
    child = spawn(out)
    for key, reply, said in (("N", "q", "nothing done"), ("N", "n", "no exception is written"), ("u", "", "undone")):
        child.send(key)
        if reply:
            child.expect(r"writing the exception and trying it….*no exception would leave.*Switch it off \[y/n\]\? ")
            child.send(reply)
        child.expect(f"{said}.*\\]\\? ")
    assert not list(out.rglob("*.yaml"))
    child.send("N")
    child.expect(r"Switch it off \[y/n\]\? ")
    child.send("y")
    child.expect("is switched off in")
    child.expect(r"\]\? ")
    assert [p.name for p in out.rglob("*.yaml")] == ["without.yaml"]
    child.send("u")
    child.expect(r"is\s+removed.*\]\? ")
    assert not list(out.rglob("*.yaml"))
    child.send("q")
    ended(child)


def test_messages_break_at_blanks(out):
    child = spawn(out)
    for key in "Nn":
        child.send(key)
        child.expect(r"\]\? ")
    words = " ".join(child.before.split())
    assert "remembered in this ledger" in words
    assert all(width(line) <= 80 for line in child.before.splitlines())


def test_control_c_leaves_the_terminal_as_it_was(out):
    child = spawn(out)
    child.send("\x03")
    assert ended(child) == 130
    assert answered(out) == []


def review_by(out, answers, *options):
    return completed("review", out, *options, stdin=answers, cwd=ROOT)


def test_from_a_pipe(out):
    done = review_by(out, "# my answers\n\nx 1\ny\nn\ne thy\n")
    assert [a for _, a, _ in answered(out)].count("accept") == 5
    assert ("in/t0.txt", "replace", "thy") in [(n, "replace", t) for n, _, t in answered(out)]
    assert "8 cases" not in done.stderr and "nothing is left open" in done.stderr


def test_from_a_file_of_answers(out, tmp_path):
    (tmp_path / "answers.txt").write_text("2\ny\n")
    done = review_by(out, "", "--answers", str(tmp_path / "answers.txt"))
    assert done.returncode == 0
    assert {t for _, _, t in answered(out)} == {"crowd", "the"}
    assert ESCAPE not in done.stdout


def test_a_pipe_that_ends_early_keeps_what_was_answered(out):
    done = review_by(out, "y\n")
    assert "1 answer saved; 2 cases in 1 pattern left open." in done.stderr


FLAG = "An odd �mark stands here."


@pytest.fixture
def flags(tmp_path):
    """Questions of one rule, flags of another in between, and a rule that has both."""
    documents = [asked(f"in/{i}.txt", f"Town {i}. A man urged the mafia not to enter.") for i in range(9)]
    documents += [asked(f"in/f{i}.txt", FLAG, "�", None, rule="encoding/lost", tier=Tier.FLAG) for i in range(5)]
    documents += [asked(f"in/g{i}.txt", f"Odd: word{i}.", f"word{i}", None, rule=TBE, tier=Tier.FLAG) for i in range(3)]
    documents += [asked(f"in/t{i}.txt", f"It was tbe end of day {i}.", "tbe", "the", rule=TBE) for i in range(2)]
    ledger_of(*documents, path=tmp_path / "run.db").close()
    return tmp_path


@pytest.mark.parametrize("key", ["a", "y", "d", "n"])
def test_one_answer_for_all_goes_through_to_the_end(flags, key):
    done = review_by(flags, f"{key}\n" * 50)
    assert done.returncode == 0 and "nothing is left open" in done.stderr
    assert "is no key here" not in done.stdout and len(answered(flags)) == 19
    put = {t for _, _, t in answered(flags)}
    assert put == ({"mob", "the", None} if key in "ay" else {None})


def test_a_pipe_of_what_means_nothing_ends(flags):
    done = review_by(flags, "what\n" * 500)
    assert done.returncode == 0 and done.stdout.count("is no key here") < 10
    assert "this and the rest are left open" in done.stdout and "19 cases in 6 patterns left open" in done.stderr
    mistyped = review_by(flags, "what\n" * 5 + "y\n" + "what\n" * 5 + "y\n")
    assert "2 answers saved" in mistyped.stderr


def test_words_for_many_places_are_asked_about_once_more(out):
    child = spawn(out)
    child.send("e")
    child.expect(r"\(empty cancels\): ")
    child.send("stray\r")
    child.expect(r"“stray” is to stand in all 6 cases; x leaves some out.*Replace all \[y/n\]\? ")
    child.send("n")
    child.expect(r"nothing done.*All \[.*\]\? ")
    child.send("q")
    ended(child)
    assert answered(out) == []
    assert len([t for _, _, t in answered_by(out, "e stray\n") if t == "stray"]) == 6  # a script is not asked


def answered_by(out, answers):
    review_by(out, answers)
    return answered(out)


def test_unknown_keys_are_told_and_do_nothing(out):
    done = review_by(out, "yes\nz\ny y\n\x1b[2J\nq\n")
    assert "'yes' is no key here" in done.stdout
    assert ESCAPE not in done.stdout
    assert answered(out) == []


def test_several_rules_are_any_of_them(out):
    done = review_by(out, "y\ny\n", "--rule", "ocr/*", "--rule", "mt/es/mafia")
    assert len(answered(out)) == 8
    assert "nothing is left open" in done.stderr


def test_only_some_are_asked(out):
    done = review_by(out, "y\ny\n", "--rule", "ocr/*")
    assert {n for n, _, _ in answered(out)} == {"in/t0.txt", "in/t1.txt"}
    assert "nothing is left open" in done.stderr


@pytest.mark.parametrize(
    ("options", "complaint"),
    [(["--tier", "sure"], "'safe', 'likely', 'ask', 'flag'"), (["--answers", "/nowhere"], "No such file")],
)
def test_misuse_is_told(out, options, complaint):
    done = review_by(out, "", *options)
    assert done.returncode == 2
    assert complaint in done.stderr


def test_no_ledger_is_told(tmp_path):
    done = review_by(tmp_path, "")
    assert done.returncode == 2
    assert "cleaner clean" in done.stderr


@pytest.mark.parametrize("keys", [["s", "y"], ["y"], ["a"], ["N"], ["s", "a"], ["t", "n"]])
def test_a_run_that_is_repeated_meanwhile_is_told(keys):
    ledger = ledger_of(asked("a"), asked("b"))
    review, out = Review(ledger), io.StringIO()

    def typed():
        yield from keys[:-1]
        ledger.begin()
        for name in "ab":
            write(ledger, asked(name, "Another mafia altogether.", rule=TBE))
        yield keys[-1]

    dialogue.run(review, keyboard.Lines(typed(), out), out, Screen())
    answered = ledger.findings(Filter(Status.ANSWERED))
    assert "gone" in out.getvalue()
    assert answered == []


HOSTILE = [
    f"{ESCAPE}[2J{ESCAPE}]0;owned\x07 mafia",
    "mafia\r\x1b[1A and gone",
    "\u202emafia\u2066 \u200b",
    "\x9b31m mafia",
    "mafia " + "x" * 1_000_000,
    "\ud800 mafia",
    "漢字" * 200 + " mafia " + "漢字" * 200,
    "mafia" + "\u0301" * 500,
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("columns", [80, 40])
def test_what_a_document_holds_is_shown_and_not_obeyed(text, columns):
    ledger = ledger_of(asked(f"{ESCAPE}[2Jname", text, after=f"{ESCAPE}[31mmob", rule=f"mt/{ESCAPE}[5m<b>"))
    review = Review(ledger)
    out = io.StringIO()
    source = keyboard.Lines(iter(["w", "?", "s", "w", "n", "u", "k", "a", "u", "N"]), out)
    begun = time.process_time()
    dialogue.run(review, source, out, Screen(columns))
    assert time.process_time() - begun < 2
    shown = out.getvalue()
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\ud800]", shown)
    question = shown.split("]?")[0].splitlines()[:-1]
    assert all(width(line) <= columns for line in question), [line for line in question if width(line) > columns]


def test_why_shows_the_whole_of_a_change_that_was_cut():
    line = "READ MORE: " + "Five things to do in Marlow this weekend, " * 4 + "and one more"
    out = io.StringIO()
    review = Review(ledger_of(asked("a", f"One.\n{line}\nTwo.", line, "")))
    dialogue.run(review, keyboard.Lines(iter(["w"]), out), out, Screen())
    question, why = out.getvalue().split("]?")[:2]
    assert "and one more" not in question
    assert line in " ".join(why.split())
    assert "it is taken away" in why
    assert all(width(shown) <= 80 for shown in why.splitlines())


def test_a_sample_is_offered_where_it_saves_work():
    few, many = (ledger_of(*(asked(f"a{i}") for i in range(n))) for n in (30, 31))
    lines = [Screen().question(Review(ledger).question()) for ledger in (few, many)]
    assert ["t tests 20" in "\n".join(shown) for shown in lines] == [False, True]
