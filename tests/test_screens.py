"""What a name, an id, a rule, an answer or a text holds reaches a screen as signs: no command sends a control."""

import json
import os
import re
import sys
from pathlib import Path

import pytest
from command import cleaner as called

from cleaner.cli.printing import Guarded
from cleaner.cli.progress import ERASED
from cleaner.text.visible import in_json, on_screen

EVIL = "\x1b[31m\u202e\x9b2J\x07\x7f\u2066\u200f\u061c\r"
NAME = f"a{EVIL}\nb.txt"
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
PACK = {
    "rules": {
        "zabbed": {
            "find": "zabb",
            "fix": "zebra",
            "tier": "safe",
            "why": f"why{EVIL}\nnot",
            "note": f"note{EVIL}",
            "refs": [f"ref{EVIL}"],
            "tests": {"fix": {f"A zabb{EVIL}.": f"A zebra{EVIL}."}, "keep": [f"A zebra{EVIL}\nruns."]},
        },
        "failing": {
            "find": "zobb",
            "fix": "zobra",
            "why": f"why{EVIL}",
            "tests": {"fix": {f"A zobb{EVIL}.": f"A wrong{EVIL}."}, "keep": ["A zobra."]},
        },
    }
}
TEXT = f"It saw a zabb{EVIL}. The zobb ran away.\nIt came fr0m{EVIL} tbe sea.\n"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Names, ids, rules and texts that would colour the screen, clear it and turn its lines round."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "in").mkdir()
    (folder / "in" / NAME).write_text(TEXT, newline="")
    (folder / "in/ids.jsonl").write_text(
        json.dumps({"id": f"id{EVIL}\nx", "text": TEXT}) + "\n" + '{"no": "text"}\n' + f'{{"{EVIL}'
    )
    (folder / "in" / f"bad{EVIL}\nb.txt").write_bytes(b"\x00\x01\x02\xff\xfe\x00" * 40)
    (folder / f"own{EVIL}").mkdir()
    (folder / f"own{EVIL}" / f"p{EVIL}.yaml").write_text(json.dumps(PACK))
    (folder / f"own{EVIL}" / f"bad{EVIL}.yml").write_text("{}")
    (folder / f"broken{EVIL}.yaml").write_text(json.dumps({"rules": {f"x{EVIL}": {EVIL: EVIL}}}))
    (folder / f"list{EVIL}.jsonl").write_text(
        json.dumps({
            "answer": "accept", "rule": f"r{EVIL}", "before": f"b{EVIL}", "text": f"t{EVIL}", "who": f"w{EVIL}",
            "document": f"d{EVIL}", "left": [f"l{EVIL}"], "right": ["r"],
        })
        + f'\n{{"{EVIL}": 1}}\n{EVIL}\n'
    )  # fmt: skip
    assert called("clean", "in", "-o", "out", "--rules", f"own{EVIL}", "--damage", "ocr", cwd=folder).code == 2
    return folder


RULES = ("--rules", f"own{EVIL}")
COMMANDS = [
    ("clean", "in", "-o", f"out{EVIL}", *RULES),
    ("clean", f"none{EVIL}", "-o", "x"),
    ("clean", "in", "-o", "out", "--off", EVIL),
    *(("check", "in", *RULES, "--output-format", view) for view in ("text", "json", "github", "sarif")),
    ("check", "in", "--output-format", EVIL),
    ("check", "in", "--damage", EVIL),
    ("check", "in", "--format", EVIL),
    ("check", "in", f"--{EVIL}"),
    ("check", "in", "--bar", EVIL),
    ("check", "in", "--rules", f"broken{EVIL}.yaml"),
    (f"chekc{EVIL}",),
    ("explain", f"in/{NAME}", *RULES),
    ("explain", "in/ids.jsonl:1", *RULES),
    ("explain", f"none{EVIL}"),
    ("diagnose", "in"),
    ("diagnose", "in", "--json"),
    *(("report", "out", "--format", view) for view in ("text", "json", "github", "sarif", "jsonl", "summary")),
    ("report", "out", "--format", "precision"),
    ("report", "out", "--to", f"r{EVIL}.html"),
    ("report", f"none{EVIL}"),
    ("review", f"none{EVIL}"),
    ("review", "out", "--answers", f"none{EVIL}"),
    ("review", "out", "--tier", EVIL),
    ("decisions", "import", "out", f"list{EVIL}.jsonl"),
    ("decisions", "list", "out"),
    ("decisions", "export", "out"),
    ("decisions", "undo", "out", "--rule", EVIL),
    ("decisions", "undo", "out", "--session", EVIL),
    ("apply", "out"),
    ("apply", f"none{EVIL}"),
    ("learn", "out", *RULES),
    ("learn", "--pairs", "in", "in"),
    ("profile", "in"),
    ("rules", "list", *RULES),
    ("rules", "show", "zabbed", "failing", *RULES),
    ("rules", "show", EVIL, *RULES),
    ("rules", "test", f"own{EVIL}"),
    ("rules", "test", f"own{EVIL}", "--coverage", "in"),
    ("rules", "measure", "in", *RULES),
    ("rules", "diff", EVIL, "in", *RULES),
    ("lm", "build", f"none{EVIL}", "-o", "x"),
    ("eval", f"none{EVIL}", f"none{EVIL}", f"none{EVIL}"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: " ".join(c).encode("ascii", "replace").decode()[:60])
def test_no_command_sends_a_control(place: Path, command: tuple[str, ...]) -> None:
    ran = called(*command, cwd=place)
    for said in (ran.text, ran.err):
        assert not (found := CONTROLS.search(said)), said[max(0, found.start() - 80) : found.end() + 20]


@pytest.mark.parametrize("keys", ["s\ny\n", "w\n?\nn\n", f"e {EVIL}\n", f"{EVIL}\n"])
def test_nor_does_a_review(place: Path, keys: str) -> None:
    """A pipe shows no colours, so that nothing but the texts could send one."""
    ran = called("review", "out", "--answers", "-", "--show", "all", stdin=keys.encode(), cwd=place)
    assert not CONTROLS.search(ran.text + ran.err)


def test_a_line_break_in_a_name_makes_no_line(place: Path) -> None:
    """Whoever reads a report line by line gets no line that a file's name made up."""
    for command in (("check", "in", *RULES), ("report", "out", "--format", "text"), ("clean", "in", "-o", "two")):
        ran = called(*command, cwd=place)
        assert not [line for line in (ran.text + ran.err).split("\n") if line.startswith(("b.txt", "x", "not"))]


def test_the_reports_that_programs_read_still_say_it(place: Path) -> None:
    told = json.loads(called("check", "in", *RULES, "--output-format", "json", cwd=place).text)
    assert any(row["doc"] == f"id{EVIL}\nx" for row in told)
    rows = [
        json.loads(line) for line in called("report", "out", "--format", "jsonl", cwd=place).text.split("\n") if line
    ]
    assert any(EVIL in row["doc"] for row in rows)


def test_what_is_no_screen_gets_the_bytes_as_they_are(place: Path) -> None:
    """A text on its way through a pipe, and a diff that is to apply, are data."""
    piped = EVIL.replace("\x9b", "")  # which is a mark of Windows-1252, and mended
    made = called("clean", "-", *RULES, stdin=f"It saw a zabb{piped}.\n".encode(), cwd=place)
    assert made.text == f"It saw a zebra{piped}.\n"
    shown = called("clean", f"in/{NAME}", "--diff", *RULES, cwd=place)
    assert f"zabb{EVIL}" in shown.text
    assert EVIL in called("report", "out", "--format", "diff", cwd=place).text


def on_a_terminal(*arguments: str, cwd: Path, **env: str) -> str:
    """What a terminal is sent."""
    import pty  # Unix has it

    child, terminal = pty.fork()
    if child == 0:
        os.chdir(cwd)
        os.execve(sys.executable, [sys.executable, "-m", "cleaner", *arguments], {**os.environ, **env})
    sent = b""
    try:
        while piece := os.read(terminal, 65536):
            sent += piece
    except OSError:
        pass
    os.waitpid(child, 0)
    return sent.decode().replace("\r\n", "\n")


@pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal is Unix's")
def test_on_a_terminal_the_bytes_are_signs_too(place: Path) -> None:
    report = on_a_terminal("report", "out", "--format", "diff", cwd=place)
    plain = on_a_terminal("clean", f"in/{NAME}", "--diff", *RULES, cwd=place, NO_COLOR="1")
    painted = on_a_terminal("clean", f"in/{NAME}", "--diff", *RULES, cwd=place, FORCE_COLOR="1")
    assert "zabb␛[31m" in report and "zabb␛[31m" in plain and "\x1b[31m" in painted
    for sent in (report, plain, re.sub("\x1b\\[[0-9;]*m", "", painted)):
        assert not CONTROLS.search(sent.replace(ERASED, ""))  # a busy machine shows how far it is


def test_line_breaks_and_tabs_are_no_harm() -> None:
    assert on_screen("a\tb\r\nc\n") == "a\tb\nc\n"
    assert in_json('"é\u202e"\n') == '"é\\u202e"\n'
    assert isinstance(Guarded(sys.stdout).isatty(), bool)
