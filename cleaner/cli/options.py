"""Options that several commands share, each written once.  A command lists those that it takes: see `takes`."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_type_hints

import typer

from cleaner.cli.printing import Colour

if TYPE_CHECKING:
    from cleaner.config import Settings


Paths = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATHS…",
        help="Files, folders, patterns ('in/**/*.html'), addresses (s3://…); - is standard input.",
        show_default=False,
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit code 2 also if anything was passed over.")]
RunFolder = Annotated[Path, typer.Argument(metavar="OUT", help="The folder that `cleaner clean -o OUT` wrote.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite files in OUT that were changed by hand since.")]
Rules = Annotated[
    list[Path], typer.Option("--rules", help="Your own rules beside the shipped ones: a folder, a file, package:NAME.")
]
OwnRules = Annotated[
    Path | None, typer.Option("--pack", help="Your own rules.  [default: OUT/own-rules]", show_default=False)
]
Answers = Annotated[Path | None, typer.Option(help="A file with answers, one a line; - reads a pipe.")]
Facts = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="What texts share with others, from `cleaner survey`.", show_default=False),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No summary and no notices; failures are still told.")]


def _none() -> Any:
    """The default of an option that may be repeated: an empty list."""
    return field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Shared:
    """The values of the shared options; the default where a command does not take an option."""

    rules: Rules = _none()
    words: Annotated[list[Path], typer.Option(help="A list of words that are right, one a line.")] = _none()
    glossary: Annotated[list[Path], typer.Option(help="Names as they should be: one a line, or YAML with aliases.")] = (
        _none()
    )
    exclude: Annotated[list[str], typer.Option(help="Files to pass over, as a .gitignore would say it.")] = _none()
    file_list: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A list of files, one a line or with a NUL after each; - reads a pipe."),
    ] = None
    off: Annotated[list[str], typer.Option(help="A rule (mt/es/*) or a detector (spelling) to leave out.")] = _none()
    bar: Annotated[float | None, typer.Option(help="How sure a likely fix must be, 0 to 1.  [default: 0.95]")] = None
    ask: Annotated[float | None, typer.Option(help="How likely a question must be, 0 to 1.  [default: 0.3]")] = None
    damage: Annotated[list[str], typer.Option(help="What was done to the text: mt/es, ocr, …; ocr=0 rules it out.")] = (
        _none()
    )
    mode: Annotated[
        str | None,
        typer.Option(
            help="How a transcript is to read: verbatim, clean-read (no fillers), captions.  [default: verbatim]"
        ),
    ] = None
    speakers: Annotated[
        list[str],
        typer.Option("--speaker", metavar="LABEL=NAME", help="Transcripts: a speaker's name, as 'spk_0=Jane Doe'."),
    ] = _none()
    format: Annotated[
        str | None, typer.Option(help="text, markdown, html, jsonl, json, csv, hocr, alto, …, whatever the name says.")
    ] = None
    extract: Annotated[
        bool, typer.Option("--extract", help="HTML: take the article out of each page; it becomes NAME.html.txt.")
    ] = False
    to: Annotated[
        Literal["txt"] | None, typer.Option(help="Captions, transcripts: make prose of the cues, in NAME.srt.txt.")
    ] = None
    text_field: Annotated[
        list[str],
        typer.Option(help="JSON, CSV: a field (article.body) or column with a text; repeatable.  [default: text]"),
    ] = _none()
    id_field: Annotated[str | None, typer.Option(help="JSON, CSV: the field with the name.  [default: id]")] = None
    source_field: Annotated[
        str | None,
        typer.Option(help="JSON, CSV: the field with the address or site that a text is from.  [default: url]"),
    ] = None
    same_source: Annotated[
        bool | None, typer.Option("--same-source", help="The texts of each site or folder share what was done to them.")
    ] = None
    copies: Annotated[
        bool | None,
        typer.Option("--copies", help="Strange words are compared with other copies of the story in the batch."),
    ] = None
    neural: Annotated[
        bool | None, typer.Option("--neural", help="A small language model on this machine weighs doubtful words.")
    ] = None
    stdin_filename: Annotated[
        str | None, typer.Option(metavar="NAME", help="With -: the name that the text goes by; it tells the format.")
    ] = None
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=0, help="Processes that clean at the same time.  [default: one a core]"),
    ] = None
    quiet: Quiet = False
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Also tell the settings, the rules, and how each file was read.")
    ] = False
    color: Annotated[
        Colour,
        typer.Option(metavar="WHEN", help="Colours: auto (on a terminal, see NO_COLOR, FORCE_COLOR), always, never."),
    ] = "auto"
    engine: Annotated[
        str | None, typer.Option(metavar="NAME", help="Have shards cleaned by the workers of an engine: dask, ray.")
    ] = None
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Of the engine's scheduler.  [default: processes here]")
    ] = None
    shards: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="How many shards for the engine.  [default: 4 a core]")
    ] = None

    witness: Annotated[
        list[str],
        typer.Option(
            metavar="[KIND:]PATH",
            help="Another version of the texts: text: (a rewrite), image: (a second reading of the page), copy:.",
            show_default=False,
        ),
    ] = _none()
    witness_field: Annotated[
        str | None, typer.Option(metavar="FIELD", help="JSON, CSV: the field with a witness's text.  [default: text]")
    ] = None
    llm: Annotated[
        str | None, typer.Option(metavar="URL", help="Ask a language model at this address about open places.")
    ] = None
    model: Annotated[str | None, typer.Option(metavar="NAME", help="With --llm: the model to ask.")] = None
    llm_budget: Annotated[
        str | None, typer.Option(metavar="N", help="With --llm: calls, or as 90000tokens tokens.  [default: 1000]")
    ] = None
    llm_dry_run: Annotated[
        bool, typer.Option("--llm-dry-run", help="With --llm: print what would be sent, and send and write nothing.")
    ] = False

    def settings(self) -> Settings:
        """The settings of this folder, changed by what the command line says."""
        from cleaner import config

        return config.find(Path.cwd(), {name: getattr(self, name) for name in config.KEYS if hasattr(self, name)})


OPTIONS = {
    name: inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, default=getattr(Shared(), name), annotation=annotation
    )
    for name, annotation in get_type_hints(Shared, include_extras=True).items()
}
READING = ("format", "extract", "text_field", "id_field", "source_field", "stdin_filename", "verbose")
CLEANING = (
    *("rules", "words", "glossary", "off", "bar", "ask", "damage", "mode", "speakers", "same_source", "copies"),
    "neural",
    *READING,
)
ENGINE = ("engine", "scheduler", "shards")
MODEL = ("llm", "model", "llm_budget", "llm_dry_run")
WITNESS = ("witness", "witness_field")
ELSEWHERE = (*ENGINE, *WITNESS, *MODEL)


def takes(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Gives a command the shared options of these names, in place of its parameter `shared`, which gets their values.

    >>> @takes("quiet")
    ... def hush(word: str, shared: Shared) -> None:
    ...     print(word, shared.quiet)
    >>> inspect.signature(hush).parameters["quiet"].default
    False
    >>> hush(word="psst", quiet=True)
    psst True
    """
    options = [OPTIONS[name] for name in sorted(names, key=list(OPTIONS).index)]  # help lists them in this order

    def with_options(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def run(**values: Any) -> None:
            shared = Shared(**{option.name: values.pop(option.name) for option in options})
            command(**values, shared=shared)

        signature = inspect.signature(command, eval_str=True)
        kept = [p for p in signature.parameters.values() if p.name != "shared"]
        run.__signature__ = signature.replace(parameters=[*kept, *options], return_annotation=None)  # type: ignore[attr-defined]
        run.__annotations__ = {p.name: p.annotation for p in (*kept, *options)}
        return run

    return with_options
