"""`cleaner init`: write a settings file that explains every setting and changes none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli.messages import fail, say

HEAD = """\
# Settings of `cleaner` for this folder and all below it; what the command line says goes before.
# Each setting stands here with its default: to change one, take away the "# " before it.
"""


def init(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder for the file.")] = Path(),
) -> None:
    """Write a cleaner.toml with every setting, commented out.  A file that is there already is left alone."""
    from cleaner import config
    from cleaner.files import atomic

    if not folder.is_dir():
        raise fail(f"{folder}: no such folder")
    if there := config.taken(folder):
        raise fail(f"{there} is there already, and is left as it is")
    atomic.change(folder / config.NAMES[0], None, commented().encode())
    say(f"{folder / config.NAMES[0]} written; as it stands it changes nothing")


def commented() -> str:
    """The settings file: for every key its meaning, its command-line option, and its default.

    >>> for line in commented().splitlines()[-3:]:
    ...     print(line)
    # How many processes clean at the same time; 0 for one a core.
    # A whole number, for example 4; on the command line: --jobs
    # jobs = 0
    """
    from cleaner.config import KEYS, Settings

    pieces = [HEAD]
    for name, key in KEYS.items():
        flag = f"; on the command line: {key.flag}" if key.flag else ""
        default = json.dumps(getattr(Settings(), name))
        kind = key.kind.words[0].upper() + key.kind.words[1:]
        about = f"# {key.means}\n# {kind}, for example {key.example}{flag}\n"
        pieces.append(f"{about}# {name.replace('_', '-')} = {default}\n")
    return "\n".join(pieces)
