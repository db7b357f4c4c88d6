"""What the command line says, read without a library where it says nothing that needs checking.

Typer checks each value with pydantic, also the default of an option that nobody gave; to import pydantic takes 0.08 s,
more than to clean a page.  A text, a path that can be read and one of the words that an option knows are what they
are; all else is left to Typer, which also tells what is wrong.
"""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from typer.core import TyperCommand, TyperGroup


def _plainly(parameters: list[Any]) -> None:
    """From now on these parameters take plain values as they are."""
    for parameter in parameters:
        if "process_value" not in vars(parameter):
            parameter.process_value = partial(_processed, parameter, parameter.process_value)


class PlainCommand(TyperCommand):
    """A command that takes plain values as they are."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        _plainly(self.get_params(ctx))
        return super().parse_args(ctx, args)


class PlainGroup(TyperGroup):
    """The same of a group of commands."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        _plainly(self.get_params(ctx))
        return super().parse_args(ctx, args)


def _processed(parameter: Any, checked: Any, context: Any, value: Any) -> Any:
    """The value of a parameter: taken as it is if it is plain, else `checked` by Typer."""
    kind = getattr(getattr(parameter, "type_descriptor", None), "annotation", None)  # as newer versions of Typer say it
    if kind is None or (parameter.required and not value):
        return checked(context, value)
    several = parameter.multiple or parameter.nargs == -1
    one = get_args(kind)[0] if get_origin(kind) is list else kind
    items = [] if value is None else list(value) if several and isinstance(value, list | tuple) else [value]
    if not all(_is_plain(one, item) for item in items):
        return checked(context, value)
    read = [Path(item) if one is Path else item for item in items]
    plain = read if several else read[0] if read else None
    return parameter.callback(context, parameter, plain) if parameter.callback else plain


def _is_plain(kind: Any, item: Any) -> bool:
    """Whether a value needs no checking, being of a kind of which Typer asks no more."""
    if not isinstance(item, str):
        return False
    if kind is Path:
        return "\0" not in item and (not Path(item).exists() or os.access(item, os.R_OK))
    return kind is str or (get_origin(kind) is Literal and item in get_args(kind))
