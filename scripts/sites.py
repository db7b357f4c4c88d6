"""How much of a site's furniture is found when its pages are cleaned together, and whether prose is lost.

    python scripts/sites.py DATA [--extractor html-text] [--half even] [--same-source] [--pages 30] [--cleaned 5]

Makes sites: articles of the corpus and of news (`DATA/clean/news-dev.jsonl`) in the furniture of real pages, the lines
of `DATA/web/extracted-dev.jsonl` that stand in no line of what people marked as the article.  What stands on both pages
of a real site stands on all pages of the made one, everything else on a third of them.  Prints, for pages cleaned alone
and together, how many lines of furniture are fixed and asked about, and how many lines of the articles.  `--extractor`
says whose texts of the pages are taken (`html-text` is the whole page), `--real` cleans the real pages instead, as the
sites are (two pages at most), and `--half` takes every second site.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from cleaner import load_kit
from cleaner.kit import Kit
from cleaner.model import Document, Record, Verdict
from cleaner.model.companions import ALONE, Companions
from cleaner.pipeline import clean
from cleaner.text.keyed_lines import keyed_lines
from cleaner.text.near_duplicates import sketch, stories

ROOT = Path(__file__).parent.parent
GROUP = 8  # lines of furniture that come and go together
SOMETIMES = 1 / 3  # of the pages have what only one real page has


@dataclass(frozen=True)
class Page:
    """The lines of a page that are not empty, and whether each is the article's."""

    site: str
    lines: tuple[str, ...]
    prose: tuple[bool, ...]
    text: str

    @classmethod
    def real(cls, site: str, text: str, gold: str) -> Page:
        """A real page.  A line is the article's if it is a line of `gold`, or a part of one and no menu's word."""
        lines, article = _lines(text), {_bare(line) for line in _lines(gold)}
        prose = tuple(
            _bare(line) in article or (line.count(" ") > 3 and any(_bare(line) in one for one in article))
            for line in lines
        )
        return cls(site, lines, prose, text)

    @classmethod
    def made(cls, site: str, above: Sequence[str], article: str, below: Sequence[str]) -> Page:
        """An article with furniture above and below it."""
        parts = (above, _lines(article), below)
        prose = tuple(part is parts[1] for part in parts for _ in part)
        text = "\n\n".join(["\n".join(above), article.strip("\n"), "\n".join(below)]).strip("\n") + "\n"
        return cls(site, tuple(line for part in parts for line in part), prose, text)


def main() -> None:
    options = arguments()
    rows = [json.loads(line) for line in (options.data / "web/extracted-dev.jsonl").open(encoding="utf-8")]
    real: dict[str, list[Page]] = defaultdict(list)
    for row in rows:
        if row["extractor"] == options.extractor:
            real[row["site"]].append(Page.real(row["site"], row["text"], row["gold"]))
    chosen = sorted(real)[options.half == "odd" :: 2 if options.half else 1]
    kit = replace(load_kit(), same_source=options.same_source) if options.same_source else load_kit()
    articles = [*_articles(options.data)]
    totals: Counter[tuple[str, str, str]] = Counter()
    for site in chosen:
        pages = real[site] if options.real else made(site, real[site], articles, options.pages)
        for page, companions in [*zip(pages, together(pages), strict=True)][: options.cleaned]:
            for mode, known in (("alone", ALONE), ("together", companions)):
                totals.update(counted(page, mode, known, kit, options.verbose))
    report(totals)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--extractor", default="html-text")
    parser.add_argument("--half", choices=["even", "odd"])
    parser.add_argument("--real", action="store_true")
    parser.add_argument("--same-source", action="store_true")
    parser.add_argument("--pages", type=int, default=30, help="pages of a made site")
    parser.add_argument("--cleaned", type=int, default=5, help="so many of them are cleaned")
    parser.add_argument("--verbose", action="store_true", help="each line of prose that is asked about")
    return parser.parse_args()


def _articles(data: Path) -> Iterator[str]:
    for folder in ("clean", "innocent"):
        yield from (file.read_text("utf-8") for file in sorted((ROOT / "corpus" / folder).iterdir()))
    yield from (json.loads(line)["text"] for line in (data / "clean/news-dev.jsonl").open(encoding="utf-8"))


def made(site: str, real: Sequence[Page], articles: Sequence[str], pages: int) -> list[Page]:
    """Pages with articles in the furniture of the site's first page: what stands before its last words, and after."""
    chance = random.Random(site)
    elsewhere = {_bare(line) for page in real[1:] for line in page.lines}
    above: list[str] = []
    below: list[str] = []
    for line, prose in zip(real[0].lines, real[0].prose, strict=True):
        if prose and line.count(" ") > 4:
            above, below = above + below, []
        elif not prose:
            below.append(line)
    above, below = (above, below) if above else (below, [])
    return [
        Page.made(site, [*_some(above, elsewhere, chance)], text, [*_some(below, elsewhere, chance)])
        for text in chance.sample(articles, pages)
    ]


def _some(lines: Iterable[str], elsewhere: set[str], chance: random.Random) -> Iterator[str]:
    """The furniture of one page: what stands on all of them, and some of the rest."""
    for everywhere, group in groupby(lines, key=lambda line: _bare(line) in elsewhere):
        rest = list(group)
        for at in range(0, len(rest), GROUP):
            if everywhere or chance.random() < SOMETIMES:
                yield from rest[at : at + GROUP]


def together(pages: Sequence[Page]) -> list[Companions]:
    """What a survey of the pages tells each of them."""
    story, on = stories([sketch(page.text) for page in pages]), defaultdict(set)
    for page, number in zip(pages, story, strict=True):
        for _, _, key in keyed_lines(page.text):
            on[key].add(number)
    lines = ([key for _, _, key in keyed_lines(page.text) if len(on[key]) > 1] for page in pages)
    return [
        Companions(f"{page.site}.example", len(set(story)), {key: len(on[key]) for key in keys})
        for page, keys in zip(pages, lines, strict=True)
    ]


def counted(page: Page, mode: str, known: Companions, kit: Kit, verbose: bool) -> Iterator[tuple[str, str, str]]:
    """What becomes of each line of a page."""
    gone = [r for r in clean(Document("page", page.text), kit, known).records if r.after == ""]
    at = 0
    for line, prose in zip(page.lines, page.prose, strict=True):
        at = page.text.index(line, at)
        what = _what_becomes(at, at + len(line), gone)
        at += len(line)
        yield mode, "prose" if prose else "furniture", what
        if verbose and prose and what != "left" and mode == "together":
            print(f"{page.site}: {what}: {line[:100]}")


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def _what_becomes(start: int, end: int, gone: Sequence[Record]) -> str:
    met = {record.verdict for record in gone if record.finding.start <= start and end <= record.finding.end}
    return "fixed" if Verdict.FIX in met else "asked" if Verdict.ASK in met else "left"


def _bare(line: str) -> str:
    return "".join(line.split()).casefold()


def report(totals: Counter[tuple[str, str, str]]) -> None:
    for mode in ("alone", "together"):
        for kind in ("furniture", "prose"):
            fixed, asked, left = (totals[mode, kind, what] for what in ("fixed", "asked", "left"))
            print(f"{mode:9} {kind:10} fixed {fixed:6} asked {asked:6} of {fixed + asked + left}")


if __name__ == "__main__":
    main()
