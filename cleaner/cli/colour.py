"""Whether what goes to a stream is coloured: `--color` decides, else the environment, else who looks on."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import TextIO


class Colour(StrEnum):
    """What `--color` says."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


def colourful(stream: TextIO, wanted: Colour = Colour.AUTO) -> bool:
    """NO_COLOR goes before FORCE_COLOR (no-color.org, force-color.org); a terminal is coloured unless it is `dumb`."""
    if wanted is not Colour.AUTO:
        return wanted is Colour.ALWAYS
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (stream.isatty() and os.environ.get("TERM") != "dumb")
