"""Printing to a terminal: control characters are shown as signs, so that no terminal obeys them; when to use colours.

`main` puts a `Guarded` over standard output and standard error.  Code that prints colours writes to `paintable`, and
must itself make the text between the colours visible.
"""

from __future__ import annotations

import os
import sys
from typing import Any, Literal, TextIO

from cleaner.text.visible import on_screen

Colour = Literal["auto", "always", "never"]  # what `--color` says


class Guarded:
    """A text stream that lets no control character through but the line break and the tab.

    >>> import io
    >>> print("tbe\\x1b[31m\\n\\tend", file=Guarded(out := io.StringIO()))
    >>> out.getvalue()
    'tbe␛[31m\\n\\tend\\n'
    """

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        self.stream.write(on_screen(text))
        return len(text)

    def writelines(self, lines: Any) -> None:
        self.write("".join(lines))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


def paintable(stream: TextIO) -> TextIO:
    """The stream below the guard, for code that prints colours and makes the rest visible."""
    return stream.stream if isinstance(stream, Guarded) else stream


def put(data: bytes) -> None:
    """Writes bytes to standard output: unchanged to a file or a pipe, control characters as signs to a terminal."""
    if sys.stdout.isatty():
        sys.stdout.write(on_screen(data.decode("utf-8", "replace")))
    else:
        sys.stdout.buffer.write(data)
    sys.stdout.flush()


def colourful(stream: TextIO, wanted: Colour = "auto") -> bool:
    """Whether a stream is coloured: `--color` decides, else the environment, else whether it is a terminal.

    NO_COLOR goes before FORCE_COLOR (no-color.org, force-color.org); a terminal is coloured unless it is `dumb`.
    """
    if wanted != "auto":
        return wanted == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (stream.isatty() and os.environ.get("TERM") != "dumb")
