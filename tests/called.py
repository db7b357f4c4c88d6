"""Run a command in this process: no start-up, and what it prints is seen byte for byte."""

import io
import os
import sys
from pathlib import Path
from unittest import mock

from command import Ran

from cleaner import cli


def called(*arguments: object, stdin: bytes = b"", cwd: Path | None = None) -> Ran:
    """The exit code and what was printed.  What `main` lets through, a user would see as a traceback: it fails here."""
    out, err, before = io.BytesIO(), io.BytesIO(), Path.cwd()
    streams = {
        "stdin": io.TextIOWrapper(io.BytesIO(stdin), "utf-8"),
        "stdout": io.TextIOWrapper(out, "utf-8", write_through=True),
        "stderr": io.TextIOWrapper(err, "utf-8", write_through=True),
        "argv": ["cleaner", *map(str, arguments)],
    }
    os.chdir(cwd or before)
    try:
        with mock.patch.multiple(sys, **streams):
            try:
                cli.main()
                code = 0
            except SystemExit as end:
                code = int(end.code or 0)
    finally:
        os.chdir(before)
    return Ran(code, out.getvalue(), err.getvalue().decode("utf-8", "replace"))
