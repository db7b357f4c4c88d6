"""From text to a news site's page and back by the most naive of scrapers.

The pages in `sites/` hold what surrounds an article on the web: consent banners, share bars, captions,
related stories, forms, spinners.  `scrape` does what scrapers do that know nothing of the page: it dumps all
text that is not a script.  So every piece of residue is one that a real scraper would have left.  Standard
library only.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from string import Template

SITES = Path(__file__).parent / "sites"

UNREAD = {"script", "style"}
UNASSIGNED = {b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d"}  # of Windows-1252; the WHATWG's table says so too
INLINE = {"a", "b", "button", "em", "i", "label", "small", "span"}


@dataclass(frozen=True, slots=True)
class Site:
    """A page's look and the scraper's habits.

    `glue` stands between pieces of text in one line: "" joins them as a browser does, " " as scrapers do that
    are afraid of joining words.  `mojibake` reads the page's UTF-8 as Windows-1252, for want of a declared
    encoding.  `escaped_twice` is a content system that escapes what was escaped.
    """

    template: str
    stamp: str
    caption: str
    topic: str = "News"
    glue: str = ""
    links: tuple[str, ...] = ()
    mojibake: bool = False
    escaped_twice: bool = False


def scraped(text: str, site: Site) -> str:
    """The article as a naive scraper brings it home from this site."""
    page = render(text, site)
    return scrape(misread(page) if site.mojibake else page, site.glue)


def misread(page: str) -> str:
    """UTF-8 as a browser shows it that was told Windows-1252: the five unassigned bytes stay control codes.

    >>> misread("“No” £5")
    'â€œNoâ€\\x9d Â£5'
    """
    bytes_one_by_one = (bytes([byte]) for byte in page.encode())
    return "".join(b.decode("latin-1" if b in UNASSIGNED else "cp1252") for b in bytes_one_by_one)


def render(text: str, site: Site) -> str:
    """The article as the site's HTML.  Its body is in three parts, for the furniture that stands between."""
    headline, byline, *body = [p for p in text.split("\n\n") if p.strip()]
    paragraphs = [f"<p>{markup(p, site)}</p>" for p in body]
    page = Template((SITES / f"{site.template}.html").read_text())
    return page.substitute(
        headline=html.escape(headline.strip(), quote=False),
        byline=html.escape(byline.strip(), quote=False),
        stamp=site.stamp,
        topic=html.escape(site.topic, quote=False),
        caption=html.escape(site.caption, quote=False),
        opening="\n".join(paragraphs[:2]),
        middle="\n".join(paragraphs[2:6]),
        rest="\n".join(paragraphs[6:]),
    )


def markup(paragraph: str, site: Site) -> str:
    """A paragraph's HTML, with the site's links on the names that it links."""
    escaped = html.escape(paragraph.strip(), quote=False)
    if site.escaped_twice:
        escaped = html.escape(escaped, quote=False)
    for name in site.links:
        escaped = escaped.replace(name, f'<a href="/topic">{name}</a>')
    return escaped.replace("\n", "<br>\n")


def scrape(page: str, glue: str) -> str:
    """All text of a page, one line for each block.

    >>> scrape("<h1>Rain</h1><p>It <a>rained</a>, again.<script>count()</script></p>", " ")
    'Rain\\n\\nIt rained , again.\\n'
    """
    reader = Dump()
    reader.feed(page)
    reader.close()
    lines = (glue.join(pieces) for pieces in reader.lines)
    return "\n\n".join(" ".join(line.split()) for line in lines if line.strip()) + "\n"


class Dump(HTMLParser):
    """Collects text; any tag that is not inline begins a new line."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[list[str]] = [[]]
        self.hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden = tag in UNREAD
        self.break_at(tag)

    def handle_endtag(self, tag: str) -> None:
        self.hidden = False
        self.break_at(tag)

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.lines[-1].append(data)

    def break_at(self, tag: str) -> None:
        """Blocks end lines, words in a line do not."""
        if tag not in INLINE:
            self.lines.append([])
