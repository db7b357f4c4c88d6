"""Settings: cleaner.toml, .cleaner.toml or [tool.cleaner] of pyproject.toml, found upward; the command line wins.

`KEYS` is the table of all of them.  `cleaner init` writes it as a file, and docs/settings.md is held to it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from operator import add
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.files import given
from cleaner.formats import ReadOptions
from cleaner.formats.captions.speaker_names import speaker_names
from cleaner.model.modes import MODES
from cleaner.rulebook.packages import is_package
from cleaner.text.nearest import nearest


class SettingsError(Exception):
    """A mistake in a settings file or on the command line: where, what, and the cure."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user can set once for a project: a field for each key, with its default."""

    rules: tuple[Path, ...] = ()
    allow_harm: tuple[str, ...] = ()
    words: tuple[Path, ...] = ()
    glossary: tuple[Path, ...] = ()
    models: tuple[Path, ...] = ()
    protect: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    bar: float = 0.95
    ask: float = 0.3
    damage: Mapping[str, float] = field(default_factory=dict)
    text_field: tuple[str, ...] = ReadOptions().text_field
    id_field: str = ReadOptions().id_field
    source_field: str = ReadOptions().source_field
    same_source: bool = False
    copies: bool = False
    neural: bool = False
    mode: str = MODES[0]
    speakers: Mapping[str, str] = field(default_factory=dict)
    jobs: int = 0


def find(start: Path, told: Mapping[str, Any] = {}) -> Settings:
    """The settings that hold for a folder: those of the nearest file upward that has some, and `told` over them.

    `told` maps names of `Settings` to what the command line says: a list adds to the file's, a damage takes the place
    of the same damage, any other value that of the file's.  None, and an empty list, say nothing.
    """
    file, table = located(start)
    found = _settings(table, file) if file else Settings()
    values = {name: value for name, value in told.items() if value is not None and value != []}
    for name, value in values.items():
        values[name] = KEYS[name].kind.joined(getattr(found, name), KEYS[name].kind.read(value, KEYS[name].flag))
    return replace(found, **values)


def taken(folder: Path) -> Path | None:
    """The file that keeps, or could keep, the settings of this very folder, if one is there."""
    for file in (folder / name for name in NAMES):
        if os.path.lexists(file) and (file.name != "pyproject.toml" or _table(file) is not None):
            return file
    return None


NAMES = ("cleaner.toml", ".cleaner.toml", "pyproject.toml")


def located(start: Path) -> tuple[Path | None, dict[str, Any]]:
    """The file in which the settings for a folder stand, if there is one, and what stands there."""
    for folder in (start.resolve(), *start.resolve().parents):
        for name in NAMES:
            if (table := _table(folder / name)) is not None:
                return folder / name, table
    return None, {}


def read(file: Path) -> Settings:
    """The settings that a file holds."""
    if table := _table(file):
        return _settings(table, file)
    raise SettingsError(f"{file}: no settings for cleaner")


def _table(file: Path) -> dict[str, Any] | None:
    """A file's settings; None where there is no file, or one for other tools alone."""
    if not file.exists():
        return None
    import tomllib

    try:
        content = tomllib.loads(given.text(file))
    except (tomllib.TOMLDecodeError, given.NotGiven, RecursionError) as error:
        if file.name == "pyproject.toml":
            return None  # another tool tells what is wrong with it
        raise SettingsError(str(error) if isinstance(error, given.NotGiven) else f"{file}: not TOML: {error}") from None
    if file.name == "pyproject.toml":
        table = content.get("tool", {}).get("cleaner")
        return table if isinstance(table, dict) else None
    return content


def _settings(table: Mapping[str, Any], file: Path) -> Settings:
    known = {name.replace("_", "-"): name for name in KEYS}
    values: dict[str, Any] = {}
    for key, value in table.items():
        name = known.get(key.replace("_", "-"))
        if not name:
            cure = nearest(key, known) or "; known: " + ", ".join(known)
            raise SettingsError(f"{file}: unknown setting {key!r}{cure}")
        values[name] = KEYS[name].kind.read(value, f"{file}: {key}")
        if KEYS[name].kind is PATHS:
            values[name] = tuple(p if is_package(p) else file.parent / p for p in values[name])
    return Settings(**values)


def _texts(value: Any, where: str) -> tuple[str, ...]:
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list | tuple) or not all(isinstance(i, str) for i in items):
        raise SettingsError(f"{where}: a text or a list of texts is wanted")
    return tuple(items)


def _paths(value: Any, where: str) -> tuple[Path, ...]:
    if isinstance(value, list) and all(isinstance(item, Path) for item in value):
        return tuple(value)  # from the command line: the shell has expanded ~
    try:
        return tuple(Path(p).expanduser() for p in _texts(value, where))
    except RuntimeError as error:  # ~nobody
        raise SettingsError(f"{where}: {error}") from None


def _names(value: Any, where: str) -> tuple[str, ...]:
    names = _texts(value, where)
    if not all(name.strip() for name in names):
        raise SettingsError(f"{where}: the name of a field is wanted, not an empty text")
    return names


def probability(value: Any, where: str) -> float:
    """A number between 0 and 1, or a clear refusal."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise SettingsError(f"{where}: a probability between 0 and 1 is wanted, not {value!r}")
    return float(value)


def damages(value: Any, where: str = "--damage") -> dict[str, float]:
    """How likely each damage is: `mt/es` means surely, `ocr=0` surely not, `ocr=0.5` perhaps.

    >>> damages(["mt/es", "ocr=0"]), damages({"ocr": 0.5}, "cleaner.toml: damage")
    ({'mt/es': 0.999, 'ocr': 0.001}, {'ocr': 0.5})
    """
    if isinstance(value, Mapping):
        return {_known(str(k), where): probability(v, f"{where}.{k}") for k, v in value.items()}
    found = {}
    for entry in _texts(value, where):
        name, _, p = entry.partition("=")
        try:
            found[_known(name, where)] = min(0.999, max(0.001, probability(float(p), where))) if p else 0.999
        except ValueError:
            raise SettingsError(f"{where}: {entry!r}: a number is wanted after '='") from None
    return found


def _known(damage: str, where: str) -> str:
    from cleaner.diagnosis.diagnose import DAMAGES

    if damage not in DAMAGES:
        cure = f"{nearest(damage, DAMAGES)}; known: {', '.join(DAMAGES)}"
        raise SettingsError(f"{where}: {damage!r} is no damage we know{cure}")
    return damage


def _only(fits: Callable[[Any], bool], wanted: str) -> Callable[[Any, str], Any]:
    """Takes a value as it is, if it fits."""

    def read(value: Any, where: str) -> Any:
        if not fits(value):
            raise SettingsError(f"{where}: {wanted}, not {value!r}")
        return value

    return read


class Kind(NamedTuple):
    """A kind of value: how it is read, its name, and what becomes of a file's where the command line has one too."""

    read: Callable[[Any, str], Any]
    words: str
    joined: Callable[[Any, Any], Any] = lambda old, new: new


PATHS = Kind(_paths, "a path or a list of paths", add)
TEXTS = Kind(_texts, "a text or a list of texts", add)
FIELDS = Kind(_names, "a text or a list of texts")
TEXT = Kind(_only(lambda v: isinstance(v, str) and v != "", "a text is wanted"), "a text")
TRUTH = Kind(_only(lambda v: isinstance(v, bool), "true or false is wanted"), "true or false")
WHOLE = Kind(_only(lambda v: type(v) is int and v >= 0, "a whole number is wanted, 0 or more"), "a whole number")
MODE = Kind(_only(lambda v: v in MODES, f"one of {', '.join(MODES)} is wanted"), f"one of {', '.join(MODES)}")
PROBABILITY = Kind(probability, "a number from 0 to 1")
SPEAKERS = Kind(speaker_names, "a table of labels with names", lambda old, new: {**old, **new})
DAMAGE = Kind(damages, "a table of damages with numbers from 0 to 1", lambda old, new: {**old, **new})


class Key(NamedTuple):
    """A key of a settings file.  `flag`: the same on the command line, if it is there; `example`: a value in TOML."""

    kind: Kind
    flag: str
    means: str
    example: str


KEYS = {
    "rules": Key(PATHS, "--rules",
        "Your own rules beside the shipped ones: folders, files, or package:NAME.", '["own-rules"]'),
    "allow_harm": Key(TEXTS, "",
        "Ids of rules that may fix although a wrong fix could harm a person.", '["mt/es/mafia-mob"]'),
    "words": Key(PATHS, "--words", "Lists of words that are right, one a line.", '["words.txt"]'),
    "glossary": Key(PATHS, "--glossary",
        "Names as they should be spelt: one a line, or YAML with aliases.", '["names.txt"]'),
    "models": Key(PATHS, "", "Language models of your own texts, made by `cleaner lm build`.", '["own.bin"]'),
    "protect": Key(TEXTS, "", "Regular expressions: what they match is never changed.", r"""['\bHMS \p{Lu}\w+']"""),
    "exclude": Key(TEXTS, "--exclude", "Files to pass over, as a .gitignore would say it.", '["drafts/", "*.bak.txt"]'),
    "off": Key(TEXTS, "--off", "Rules (an id, mt/es/* for many) and detectors (spelling) to leave out.", '["mt/es/*"]'),
    "bar": Key(PROBABILITY, "--bar", "How sure a likely fix must be to be made; below, it is a question.", "0.99"),
    "ask": Key(PROBABILITY, "--ask", "How likely a question must be to be asked; below, it is left out.", "0.5"),
    "damage": Key(DAMAGE, "--damage",
        "What was done to the texts, if you know it: 1 is surely, 0 surely not.", '{"mt/es" = 1.0}'),
    "text_field": Key(FIELDS, "--text-field",
        "JSON, CSV: the fields or columns with the texts; [] leaves it to the format.", '["title", "article.body"]'),
    "id_field": Key(TEXT, "--id-field", "JSON, CSV: the field or column with the document's name.", '"url"'),
    "source_field": Key(TEXT, "--source-field",
        "JSON, CSV: the field or column with the address or the site that a text comes from.", '"site"'),
    "same_source": Key(TRUTH, "--same-source", "The texts of each site or folder share what was done to them.", "true"),
    "copies": Key(TRUTH, "--copies", "Strange words are compared with other copies of the story in the batch.", "true"),
    "neural": Key(TRUTH, "--neural", "A small language model on this machine weighs doubtful words.", "true"),
    "mode": Key(MODE, "--mode", "How a transcript is to read: word by word, as prose, or as captions.", '"clean-read"'),
    "speakers": Key(SPEAKERS, "--speaker", "Transcripts: names of speakers by their labels.", '{spk_0 = "Jane Doe"}'),
    "jobs": Key(WHOLE, "--jobs", "How many processes clean at the same time; 0 for one a core.", "4"),
}  # fmt: skip
