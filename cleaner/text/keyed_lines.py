"""The lines of a text by which its companions know it: what a site prints on each of its pages stands there again.

Two things count.  A line of five words or more counts by itself.  Shorter ones stand in many texts (`Introduction`,
`Yes, she said.`), so they count only three at a time, in their order: a menu has it on every page, dialogue has not.
On pairs of whole pages of one site (the development half of article-extraction-benchmark, 26 sites), three lines that
stand on both pages in the same order are residue 6,452 times and good twice; lines of five words and more that stand
there alone are residue 20 times and good 4 times.

Numbers stay as they are: without them 16 more lines of 1,082 come back, and the rows of two tables would be one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

# A line of fewer words does not count by itself.
ENOUGH_WORDS = 5
# So many lines together are one thing, if none of them has more words than that: a paragraph is no part of a menu.
TOGETHER, LONGEST = 3, 25
_BULLETS = "*-–—•·▪●»>| \t"


def line_key(line: str) -> str:
    """The line as it is compared: without bullet, in lower case, with single blanks.

    >>> line_key("  * Sign up\\tfor our Newsletter ")
    'sign up for our newsletter'
    """
    return " ".join(line.casefold().lstrip(_BULLETS).split())


def keyed_lines(text: str) -> Iterator[tuple[int, int, str]]:
    """What counts in a text: where it starts and ends, and its key (the keys of its lines).

    >>> text = "Menu\\nHome\\nOur garden club meets on Mondays"
    >>> [(start, key) for start, _, key in keyed_lines(text)]
    [(10, 'our garden club meets on mondays'), (0, 'menu\\nhome\\nour garden club meets on mondays')]
    """
    last: list[tuple[int, str]] = []
    at = 0
    for line in text.split("\n"):
        if key := line_key(line):
            words = key.count(" ") + 1
            if words >= ENOUGH_WORDS:
                yield at, at + len(line), key
            last = [*last[1 - TOGETHER :], (at, key)] if words <= LONGEST else []
            if len(last) == TOGETHER:
                yield last[0][0], at + len(line), "\n".join(key for _, key in last)
        at += len(line) + 1


def by_line(keys: Mapping[str, int]) -> dict[str, int]:
    """Of what stands on other stories too, the number of stories by the key of each single line.

    A short line is among them where it stands there with its neighbours.

    >>> by_line({"menu\\nhome\\nnews": 7, "get the news by post": 5})
    {'menu': 7, 'home': 7, 'news': 7, 'get the news by post': 5}
    """
    found: dict[str, int] = {}
    for key, on in keys.items():
        for line in key.split("\n"):
            found[line] = max(on, found.get(line, 0))
    return found
