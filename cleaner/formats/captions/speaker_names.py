"""The names of speakers as the user tells them: `spk_0=Jane Doe` on the command line, a table in the settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cleaner.files.given import Misuse


def speaker_names(value: Any, where: str = "--speaker") -> dict[str, str]:
    """The name of each speaker, by the label that a transcript has.  Raises `Misuse`.

    >>> speaker_names(["spk_0=Jane Doe"]), speaker_names({"spk_0": "Jane Doe"}, "cleaner.toml: speakers")
    ({'spk_0': 'Jane Doe'}, {'spk_0': 'Jane Doe'})
    """
    if isinstance(value, Mapping):
        pairs = [*value.items()]
    elif isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        pairs = [(label, name) for label, _, name in (entry.partition("=") for entry in value)]
    else:
        raise Misuse(f"{where}: a table of labels with names is wanted, as in {{spk_0 = 'Jane Doe'}}")
    found: dict[str, str] = {}
    for label, name in pairs:
        words = label.strip(), name.strip() if isinstance(name, str) else ""
        if not all(words) or not "".join(words).isprintable():
            raise Misuse(f"{where}: a label and a name are wanted, as in 'spk_0=Jane Doe', not {label!r}")
        if found.setdefault(*words) != words[1]:
            raise Misuse(f"{where}: {words[0]!r} is {found[words[0]]!r} and {words[1]!r}; leave out one")
    return found
