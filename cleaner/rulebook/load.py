"""Loads folders of YAML as a rulebook.  All mistakes are reported at once, each with its file and line."""

from __future__ import annotations

import fnmatch
import hashlib
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from cleaner.files import atomic, given
from cleaner.files.locations import PACKAGE, cache, shipped_rules
from cleaner.rulebook import harm, kept, packages, schema, yamltree
from cleaner.rulebook.compile import Form, forms
from cleaner.rulebook.fields import nearest
from cleaner.rulebook.kept import Compiled
from cleaner.rulebook.rule import Pack, Rule
from cleaner.rulebook.scan import Rulebook
from cleaner.rulebook.yamltree import RuleError, RuleErrors
from cleaner.spelling import lexicon
from cleaner.spelling.lexicon import Lexicon


def load(
    roots: Iterable[Path] = (),
    shipped: bool = True,
    allow_harm: Iterable[str] = (),
    tried: Mapping[Path, str] | None = None,
) -> Rulebook:
    """The rulebook of the shipped packs and of the user's: folders, single files, `package:NAME`.

    A later root's rule replaces an earlier one with the same id, and a pack's `without` silences earlier roots' rules.
    `allow_harm` are ids of rules about harm that may fix all the same; `tried` are files of the roots as they would be,
    before anything is written.  Raises `RuleErrors`.
    """
    folders = [*([shipped_rules()] if shipped else []), *map(packages.place, roots)]
    sources = [(root, file, content) for root in folders for file, content in _contents(root, tried or {})]
    allowed = frozenset(allow_harm)
    key = _key(sources, allowed)
    if cached := _cached(key):
        return Rulebook(cached)
    words = Lexicon.shipped()  # never with a user's words: what is kept must be the same for everybody
    if shipped and len(folders) > 1:  # a change in the user's rules does not compile the shipped ones again
        rules, compiled = _compile(folders[1:], sources, allowed, words, below=load())
    else:
        rules, compiled = _compile(folders, sources, allowed, words)
    made = Compiled.of(rules, compiled)
    _remember(key, made)
    return Rulebook(made)


def pack_files(root: Path) -> list[Path]:
    """The YAML files below a folder, in order; or the file itself."""
    if root.is_file():
        return [root]
    if not root.is_dir():
        raise RuleErrors([RuleError(str(root), 1, "no such file or folder of rules")])
    return given.below(root, (".yaml", ".yml"))


def _contents(root: Path, tried: Mapping[Path, str]) -> list[tuple[Path, bytes]]:
    """The YAML files of a root with what they hold, or would hold."""
    new = [file for file in tried if file.is_relative_to(root)]
    there = pack_files(root) if root.exists() or not new else []
    return [(f, tried[f].encode() if f in tried else given.data(f)) for f in sorted({*there, *new})]


def _compile(
    folders: Sequence[Path],
    sources: list[tuple[Path, Path, bytes]],
    allowed: frozenset[str],
    words: Lexicon,
    below: Rulebook | None = None,
) -> tuple[list[Rule], list[Form]]:
    """The rules of these folders, on top of those `below`, and their forms."""
    errors: list[RuleError] = []
    book: dict[str, Rule] = dict(below.rules) if below else {}
    for root in folders:
        packs = _packs(root, [(file, content) for r, file, content in sources if r == root], book, errors)
        for pattern in (name for pack in packs for name in pack.without):
            silenced = fnmatch.filter(book, pattern)
            if not silenced:
                hint = nearest(pattern, book)
                errors.append(RuleError(packs[0].file, 1, f"without: {pattern!r} is no rule{hint}"))
            for rule_id in silenced:
                del book[rule_id]
        book |= _joined(packs, errors)
    known = _by_rule(below)
    compiled = [form for rule in book.values() for form in known.get(id(rule)) or _forms(rule, words, errors)]
    errors += shadowed(compiled, book)
    errors += harmful(book.values(), allowed, words)
    if errors:
        raise RuleErrors(sorted(errors, key=lambda e: (e.file, e.line)))
    return list(book.values()), compiled


def _packs(
    root: Path, files: Iterable[tuple[Path, bytes]], book: Mapping[str, Rule], errors: list[RuleError]
) -> list[Pack]:
    """One root's packs, in order: a rule may extend those of earlier roots and those above it."""
    known = dict(book)
    packs = []
    for file, content in files:
        folder = file.parent.relative_to(root).as_posix() if file != root else ""
        try:
            tree = yamltree.read(content.decode("utf-8-sig"), str(file))
            packs.append(schema.pack(tree, "" if folder == "." else folder, errors, known))
            known |= {rule.id: rule for rule in packs[-1].rules}
        except UnicodeDecodeError as error:
            errors.append(RuleError(str(file), content[: error.start].count(b"\n") + 1, "not UTF-8"))
        except RuleError as error:
            errors.append(error)
    return packs


def _joined(packs: Iterable[Pack], errors: list[RuleError]) -> dict[str, Rule]:
    """The rules of one root's packs; two of one name in one folder are refused."""
    book: dict[str, Rule] = {}
    for rule in (rule for pack in packs for rule in pack.rules):
        if twin := book.get(rule.id):
            errors.append(RuleError(rule.file, rule.line, f"{rule.id} stands already in {twin.file}:{twin.line}"))
        book[rule.id] = rule
    return book


def _by_rule(book: Rulebook | None) -> dict[int, list[Form]]:
    """The forms of each compiled rule, by the rule itself: one of the same name may have replaced it."""
    known: defaultdict[int, list[Form]] = defaultdict(list)
    if book is not None:
        for form in book.forms:
            known[id(book.rules[form.rule])].append(form)
    return known


def _forms(rule: Rule, words: Lexicon, errors: list[RuleError]) -> list[Form]:
    try:
        return list(forms(rule, words))
    except RuleError as error:
        errors.append(error)
        return []


def shadowed(compiled: Iterable[Form], book: dict[str, Rule]) -> list[RuleError]:
    """The same words in two rules of one damage that have no conditions to tell them apart."""
    seen: dict[tuple[str, str], Rule] = {}
    errors = []
    for form in compiled:
        rule = book[form.rule]
        if rule.near or rule.never or rule.unless or rule.where or rule.before or rule.after:
            continue
        other = seen.setdefault((rule.damage, form.pattern), rule)
        if other is not rule:
            errors.append(
                RuleError(
                    rule.file, rule.line, f"{rule.id} looks for what {other.id} looks for ({other.file}:{other.line})"
                )
            )
    return errors


def harmful(rules: Iterable[Rule], allowed: frozenset[str], words: Lexicon) -> list[RuleError]:
    """Rules that would fix what could harm, and that nobody allowed by name."""
    return [
        RuleError(rule.file, rule.line, message)
        for rule in rules
        if rule.id not in allowed and (message := harm.refusal(rule, words))
    ]


# ------------------------------------------------------------------ the compiled rulebook, remembered between runs


# The rooms whose code compiling runs; 70 files, 3 ms to read.  A test finds what else it might come to need.
_LIBRARIES = ("regex", "PyYAML", "lemminflect")
_CODE = tuple(
    PACKAGE / room for room in ("", "model", "native", "rulebook", "spelling", "spelling/storage", "text", "files")
)


def _key(sources: list[tuple[Path, Path, bytes]], allowed: frozenset[str]) -> str:
    """Changes with all that compiling depends on: the rule files, what the user allows, our code, the lexicon (which
    literals are rare, which words are real), and the versions of Python and of the libraries that read the patterns.
    """
    data = lexicon.SHIPPED.stat()  # 13 MB: not read for this
    facts = (sys.version, *map(version, _LIBRARIES), data.st_size, data.st_mtime_ns, sorted(allowed))
    digest = hashlib.sha256(repr(facts).encode())
    for file in (f for room in _CODE for f in sorted(room.glob("*.py"))):
        digest.update(file.read_bytes())
    for root, file, content in sources:
        digest.update(f"{root}\0{file}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:32]


def _cached(key: str) -> Compiled | None:
    """What an earlier run compiled from the same files.  Whatever is amiss with it, compiling again is the cure."""
    try:
        place = cache() / f"rules-{key}.bin"
        compiled = kept.read(place.read_bytes())
        with suppress(OSError):  # a read-only cache serves as well
            os.utime(place)  # what is used is kept longest
        return compiled
    except Exception:
        return None


def _remember(key: str, compiled: Compiled) -> None:
    folder = cache()
    try:
        atomic.write(folder / f"rules-{key}.bin", kept.written(compiled), follow=True)
        old = sorted(folder.glob("rules-*.bin"), key=lambda f: f.stat().st_mtime)[:-8]
        for file in old:
            file.unlink(missing_ok=True)
    except OSError:
        pass  # a read-only home only costs the time to compile
