"""Finds and mends what machines do to articles.

    >>> from cleaner import clean_text
    >>> clean_text("He sent tbe letter &amp;amp; the parcel.").text
    'He sent the letter & the parcel.'

`docs/api.md` has recipes.  To follow the program, start at `cleaner.pipeline.clean`.
"""

from __future__ import annotations

from cleaner.version import __version__

TYPE_CHECKING = False  # typing would cost 5 ms; a type checker takes it for true

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from os import PathLike

    from cleaner.kit import Kit
    from cleaner.model import Cleaned, Document
    from cleaner.pipeline import clean

    Paths = str | PathLike[str] | Iterable[str | PathLike[str]]

__all__ = ["Cleaned", "Document", "Kit", "__version__", "clean", "clean_text", "load_kit"]

# What is imported when somebody asks for it, so that `import cleaner` loads no dictionary.
_LAZY = {
    "Cleaned": "cleaner.model",
    "Document": "cleaner.model",
    "Kit": "cleaner.kit",
    "clean": "cleaner.pipeline",
}
_shipped: list[Kit] = []  # the kit with default settings, once somebody has cleaned a text with it


def __getattr__(name: str) -> object:
    if name not in _LAZY:
        raise AttributeError(f"module 'cleaner' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_LAZY[name]), name)


def load_kit(
    settings: str | PathLike[str] | None = None,
    *,
    rules: Paths = (),
    allow_harm: str | Iterable[str] = (),
    words: Paths = (),
    glossary: Paths = (),
    models: Paths = (),
    protect: str | Iterable[str] = (),
    off: str | Iterable[str] = (),
    damage: str | Iterable[str] | Mapping[str, float] = (),
    bar: float | None = None,
    ask: float | None = None,
) -> Kit:
    """All that cleaning needs, loaded once: about a second.

    `settings` is a file like `cleaner.toml`; the keywords mean what the keys of such a file mean and are added to it
    (`bar` and `ask` replace what it says).  Nothing is looked for in the working folder.  One kit serves any number of
    texts and threads; a process that is forked can go on using it, and one to which it is sent (pickled) makes it once.
    Raises `cleaner.config.SettingsError` and `cleaner.rulebook.RuleErrors`.

    >>> load_kit(damage="ocr", bar=0.9).policy.bar
    0.9
    """
    from cleaner.batch.sent_kit import sendable
    from cleaner.build_kit import build_kit, settings_of

    told = {
        "rules": rules, "allow_harm": allow_harm, "words": words, "glossary": glossary, "models": models,
        "protect": protect, "off": off, "damage": damage, "bar": bar, "ask": ask,
    }  # fmt: skip
    found = settings_of(settings, told)
    return sendable(build_kit(found), found)


def clean_text(text: str, kit: Kit | None = None, *, id: str = "text") -> Cleaned:
    """A text as it should read, with its records and its diagnosis.  `kit`: from `load_kit`, the default one if None.

    Raises `cleaner.formats.Unreadable` for a text of more than 16 million characters.

    >>> done = clean_text("He sent tbe letter.")
    >>> done.text, [(r.before, r.after, r.verdict.value) for r in done.records]
    ('He sent the letter.', [('tbe', 'the', 'fix')])
    """
    from cleaner.formats.source import sized
    from cleaner.model import Document
    from cleaner.pipeline import clean

    if kit is None:
        if not _shipped:
            _shipped.append(load_kit())
        kit = _shipped[0]
    return clean(Document(id, sized(text)), kit)
