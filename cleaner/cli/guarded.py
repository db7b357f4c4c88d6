"""Where all that is printed goes out: a screen obeys what it is sent, so what texts and names hold reaches it as signs.

`main` puts a `Guarded` over standard output and standard error.  Whoever paints with colours writes to `paintable` and
answers for what the colours stand around.
"""

from __future__ import annotations

import sys
from typing import Any, TextIO

from cleaner.text.visible import on_screen


class Guarded:
    """A text stream on which nothing is a control but the line break and the tab.

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
    """The stream below the guard, for who paints and makes all else visible."""
    return stream.stream if isinstance(stream, Guarded) else stream


def put(data: bytes) -> None:
    """Bytes to standard output, as they are for a file or a pipe; for a terminal what it would obey becomes signs."""
    if sys.stdout.isatty():
        sys.stdout.write(on_screen(data.decode("utf-8", "replace")))
    else:
        sys.stdout.buffer.write(data)
    sys.stdout.flush()
