"""Who speaks, as recognisers tell it in their JSON: by a label (`spk_0`, `S1`) or a number."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from cleaner.formats.captions.json_strings import Said

NUMBERED = "Speaker "  # stands before a label that is a number, so that it reads as one
# Where the recognisers tell who speaks, each in its own way.
_SPEAKER = ("speaker", "speaker_label", "speakerTag", "speakerLabel")
_UNKNOWN = "UU"  # Speechmatics: nobody that it can tell from the others, and everybody where it was not asked


def voice_of(told: Any) -> str:
    """Who speaks, as an object of the file tells; "" if it does not."""
    voice = shown(next((told[key] for key in _SPEAKER if told.get(key) is not None), None))
    return "" if voice == _UNKNOWN else voice


def labels(value: Any) -> Iterator[Said]:
    """The texts in which a parsed file tells who speaks."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in _SPEAKER and isinstance(inner, Said):
                yield inner
            else:
                yield from labels(inner)
    elif isinstance(value, list):
        yield from chain.from_iterable(map(labels, value))


def shown(label: Any) -> str:
    """A label of a speaker as people read it.

    >>> shown("spk_0"), shown(0), shown("1"), shown(None)
    ('spk_0', 'Speaker 0', 'Speaker 1', '')
    """
    said = "" if label is None or isinstance(label, bool) else " ".join(str(label).split())
    return f"{NUMBERED}{said}" if said.isdecimal() else said
