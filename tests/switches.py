"""The parts of the program, each with the cases that fail without it.  A part is a file of `tests/parts`:

part: what it does
kind: changes | holds | both      whether it changes texts, or holds changes back, or both
without:                              how it is taken out, one of
  entry: package.module.TABLE name        an entry of a table goes
  name: package.module.NAME               a constant or a function is ...
  is: value                               ... this instead; `never`, `always`, `as it comes` are functions
  given: {…}                              the cases are given this besides
given: {…}                        what the cases need: the fields of `Given`
counts: suggestions               the text with fixes and the first suggestion of every question (the default)
        fixes                     the text with fixes alone
        diagnosis                 the damage that the text is said to bear, with a comma between
change: {before: after}
stay: [text]
known_fail: {before: after}       not done yet; whoever gets it done moves it to `change`
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

import regex
import yaml
from command import tables
from conftest import ROOT

from cleaner import formats
from cleaner.decide import Policy
from cleaner.kit import Kit
from cleaner.model import Document, Edit, Finding, Ruling, Verdict
from cleaner.model.companions import Companions, Copy
from cleaner.model.cue import TimedCue
from cleaner.names.user_glossary import Glossary
from cleaner.pipeline import clean
from cleaner.rulebook import Rulebook, RuleErrors, load
from cleaner.rulebook.feedback import Answered
from cleaner.spelling.classifier import Classifier
from cleaner.spelling.corrector import Corrector
from cleaner.spelling.error_model import ErrorModel
from cleaner.spelling.language_model import TrigramModel
from cleaner.text import edits

FOLDER = ROOT / "tests/parts"
PAGES: dict[str, str] = yaml.safe_load((ROOT / "tests/data/pages.yaml").read_text(encoding="utf-8"))


class Deaf:
    """A language model that says the same of every word."""

    search = None

    word_id = TrigramModel.shipped().word_id

    @staticmethod
    def logp(a: int, b: int, c: int) -> float:
        return -7.0


@dataclass(frozen=True)
class Decided:
    """What a person said of words, wherever they stand."""

    words: Mapping[str, str]

    def ruling(self, finding: Finding, text: str, document: str) -> Ruling | None:
        said = self.words.get(text[finding.start : finding.end])
        return Ruling(Verdict(said), "somebody said so") if said else None


#: tables of parts: whoever adds an entry adds the cases that fail without it
TABLES = (
    "cleaner.detectors.DETECTORS",
    "cleaner.diagnosis.cues.EVIDENCE.ocr",
    "cleaner.diagnosis.cues.EVIDENCE.asr",
    "cleaner.diagnosis.cues.EVIDENCE.encoding",
    "cleaner.spelling.candidates.SOURCES",
    "cleaner.spelling.noisy_text.LOCKED",
    "cleaner.spelling.surface.CAPITALS",
    "cleaner.spelling.hypothesis_sources.GUARDS",
    "cleaner.spelling.hypothesis_sources.JOINED",
    "cleaner.spelling.hypothesis_sources.KNOWN",
    "cleaner.spelling.hypothesis_sources.STRANGE",
    "cleaner.text.protection.PROTECTED",
    "cleaner.rulebook.conditions.OBSTACLES",
    "cleaner.rulebook.harm.WORDS",
)
#: models that say nothing: no word fits better, each letter is read for each other as often, nothing is surer
NEUTRAL: dict[str, Any] = {
    "language_model": Deaf(),
    "error_model": ErrorModel({}),
    "classifier": Classifier([[[-1, 0, 0, 0, 0.0]]]),
}
#: what stands where something is taken out
INSTEAD = {
    "never": lambda *_: False,
    "always": lambda *_: True,
    "as it comes": lambda before, after, *_: after,
    "anywhere": lambda text, start, end, new: (end, new),
    "no evidence at all": lambda *_: (),
    "nothing": 0,
    "the same": lambda what: what,
    "the whole diagnosis": lambda diagnosis, damage, own: diagnosis.probabilities.get(damage),
}


@dataclass(frozen=True)
class Given:
    """What a case needs beside its text."""

    page: str = ""  # one of PAGES, which the text follows
    file: str = "a.txt"  # its name tells the format
    damage: Mapping[str, float] = field(default_factory=dict)
    rules: Mapping[str, Any] | None = None  # instead of the shipped ones; what the loader refuses is left out
    pack: str = ""  # the folder of these rules, which says what damage they are for
    bar: float = 0.95
    ask: float = 0.3
    glossary: tuple[str, ...] = ()
    protect: tuple[str, ...] = ()
    sure: Mapping[str, float] = field(default_factory=dict)  # how sure Tesseract was of words
    answered: Mapping[str, tuple[int, int, float]] = field(default_factory=dict)  # right, wrong, expected, by rule
    decided: Mapping[str, str] = field(default_factory=dict)  # what a person said of words: fix or keep
    companions: Mapping[str, Any] = field(default_factory=dict)  # what is known of others of its place
    copies: tuple[str, ...] = ()  # other copies of its story
    neutral: tuple[str, ...] = ()  # models that say nothing
    mode: str = "verbatim"
    cues: float = 0.0  # seconds: each block of the text is a cue that lasts so long, one after the other

    def document(self, text: str) -> Document:
        (document,) = formats.read(self.file, text.encode()).documents
        places = ((m, sure) for word, sure in self.sure.items() for m in re.finditer(rf"\b{re.escape(word)}\b", text))
        confidences = tuple(sorted((m.start(), m.end(), sure) for m, sure in places))
        blocks = re.finditer(r"[^\n]+(?:\n[^\n]+)*", text) if self.cues else ()
        cues = tuple(TimedCue(*m.span(), i * self.cues, (i + 1) * self.cues) for i, m in enumerate(blocks))
        engine = "tesseract 5.3" if self.sure or self.cues else document.engine
        return replace(document, word_confidences=confidences, engine=engine, cues=cues or document.cues)

    def kit(self, kit: Kit) -> Kit:
        return replace(
            kit,
            rulebook=kit.rulebook if self.rules is None else _rulebook(self.rules, self.pack),
            policy=Policy(self.bar, self.ask),
            damage=self.damage,
            glossary=Glossary.of(self.glossary),
            protect=tuple(map(regex.compile, self.protect)),
            mode=self.mode,
            answered={rule: Answered(rule, *of) for rule, of in self.answered.items()},
            remembered=Decided(self.decided),
            corrector=self._corrector(kit.corrector),
            classifier=NEUTRAL["classifier"] if "classifier" in self.neutral else kit.classifier,
        )

    def _corrector(self, whole: Corrector) -> Corrector:
        models = {name: NEUTRAL[name] for name in ("language_model", "error_model") if name in self.neutral}
        if not models:
            return whole
        own = {"language_model": whole.language_model, "error_model": whole.error_model}
        return Corrector(whole.lexicon, **(own | models))


@dataclass(frozen=True)
class Part:
    """A file of `tests/parts`."""

    name: str
    part: str
    kind: str
    without: Mapping[str, Any]
    given: Mapping[str, Any] = field(default_factory=dict)
    counts: str = "suggestions"
    change: Mapping[str, str] = field(default_factory=dict)
    stay: tuple[str, ...] = ()
    known_fail: Mapping[str, str] = field(default_factory=dict)

    @property
    def cases(self) -> dict[str, str]:
        """What becomes of each text."""
        return {**self.change, **{text: "" if self.counts == "diagnosis" else text for text in self.stay}}

    @property
    def proving(self) -> dict[str, str]:
        """The cases that fail without the part."""
        texts = {"changes": [*self.change], "holds": [*self.stay], "both": [*self.cases]}[self.kind]
        return {text: self.cases[text] for text in texts}

    def outcome(self, text: str, kit: Kit, **besides: Any) -> str:
        """What becomes of a text."""
        given = Given(**{**self.given, **besides})
        page = f"{PAGES[given.page]}\n\n" if given.page else ""
        copies = tuple(Copy(f"copy {number}", copy) for number, copy in enumerate(given.copies, 1))
        cleaned = clean(given.document(page + text), given.kit(kit), Companions(**given.companions, copies=copies))
        if self.counts == "diagnosis":
            return ", ".join(damage for damage, p in cleaned.diagnosis.probabilities.items() if p >= 0.5)
        records = cleaned.fixes if self.counts == "fixes" else (*cleaned.open, *cleaned.fixes)
        taken, made = edits.Occupied(), []
        for start, end, new in ((r.finding.start, r.finding.end, r.after) for r in records):
            if start >= len(page) and new is not None and taken.free(start, end):  # a question may hold a fix
                taken.take(start, end)
                made.append(Edit(start - len(page), end - len(page), new))
        return edits.apply(text, sorted(made, key=lambda e: e.start))


def entries() -> set[str]:
    """Every entry of every table of parts, as `without` names it."""
    return {f"{table} {name}" for table in TABLES for name in _table(table)}


def parts() -> list[Part]:
    """Every part, by the name of its file."""
    files = sorted(FOLDER.glob("*.yaml"))
    return [Part(file.stem, **tables(file)) for file in files]


@contextmanager
def taken_out(part: Part) -> Iterator[Mapping[str, Any]]:
    """Without the part; what its cases are given besides.  A table comes back in its order."""
    with ExitStack() as stack:
        if "entry" in part.without:
            dotted, _, name = part.without["entry"].partition(" ")
            table = _table(dotted)
            stack.enter_context(patch.dict(table))
            del table[name]
        if "name" in part.without:
            module, _, name = part.without["name"].rpartition(".")
            value = part.without["is"]
            instead = INSTEAD[value] if isinstance(value, str) else value
            stack.enter_context(patch.object(import_module(module), name, instead))
        yield part.without.get("given", {})


def forgetful(kit: Kit) -> Kit:
    """The same kit, of which nobody has learnt anything yet: what is kept of strings is kept by channel."""
    return replace(kit, corrector=kit.corrector.under(ErrorModel(kit.corrector.error_model.costs)))


def _table(dotted: str) -> dict[str, Any]:
    """A table of a module, or one that stands in it: `cleaner.diagnosis.cues.EVIDENCE.ocr`."""
    holder, _, name = dotted.rpartition(".")
    return _table(holder)[name] if holder.rpartition(".")[2].isupper() else getattr(import_module(holder), name)


def _rulebook(rules: Mapping[str, Any], pack: str) -> Rulebook:
    with tempfile.TemporaryDirectory() as folder:
        full = {"rules": {name: {"why": "A slip.", "tests": _untested(rule)} | rule for name, rule in rules.items()}}
        (own := Path(folder, pack)).mkdir(parents=True, exist_ok=True)
        (own / "own.yaml").write_text(yaml.safe_dump(full), encoding="utf-8")
        try:
            return load([Path(folder)], shipped=False)
        except RuleErrors as refusal:
            if not all("harm" in error.message for error in refusal.errors):
                raise
            return Rulebook.of([], [])


def _untested(rule: Mapping[str, Any]) -> dict[str, Any]:
    """Tests that the loader wants and nobody runs."""
    return {"flag": ["a"], "keep": ["b"]} if rule.get("tier") == "flag" else {"fix": {"a": "b"}, "keep": ["c"]}
