"""Questions for what the command line did not tell."""

from __future__ import annotations

import typer

from cleaner.cli.messages import fail


class Prompts:
    """Asks for what was not told; with --yes it takes the default, or says which option is missing."""

    def __init__(self, silent: bool) -> None:
        self.silent = silent

    def __call__(self, question: str, told: str | None, option: str, default: str | None = None) -> str:
        if told is not None:
            return told
        if self.silent:
            if default is None:
                raise fail(f"{option} is needed")
            return default
        try:
            return str(
                typer.prompt(question, default=default, show_default=bool(default), prompt_suffix=": ", err=True)
            )
        except typer.Abort:
            raise fail(f"no answer; in a script give {option}, or --yes") from None
