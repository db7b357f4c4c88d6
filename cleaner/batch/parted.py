"""Large files as several inputs, one for each part, so that a run holds no more than some parts in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cleaner.batch.inputs import ending
from cleaner.files import packing
from cleaner.formats import NoText, ReadOptions, Unreadable, divided
from cleaner.formats.outcome import Input
from cleaner.formats.parts import WHOLE
from cleaner.formats.read_options import Part


def parted(item: Input, options: ReadOptions) -> Iterator[Input]:
    """The file itself, or its parts if it is large and its format has some.

    Where it cannot be read to its end, the last part says so.
    """
    if item.passed or item.amiss or item.undivided or _is_small(item):
        yield item
        return
    part = None
    try:
        with item.opened() as file:
            head = file.read(WHOLE + 1)
            found = divided(item.name, head, file, options) if len(head) > WHOLE else None
            if found is None:
                yield item if len(head) > WHOLE else replace(item, text=head)
                return
            del head
            for data, how in found:
                part = how.part
                yield replace(item, text=data, options=how)
    except NoText as error:
        yield replace(item, passed=str(error) if item.named else f"{ending(item.name)} without a text that we know")
    except Unreadable as error:
        number = part.number + 1 if part else 0
        yield replace(item, amiss=str(error), options=replace(options, part=Part(number, last=True)) if part else None)


def _is_small(item: Input) -> bool:
    """Whether that is known without reading it."""
    try:
        here = item.data is None and not item.url
        return here and not packing.ending(item.name) and item.path.stat().st_size <= WHOLE
    except OSError:
        return True
