"""Character references (`&eacute;`): what each stands for, and where one is written on purpose.

In the source of a page they are markup.  In plain text a scraper left them, escaped several times perhaps
(`&amp;quot;`), unless the text is about character references.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.text.expressions import compiled

Span = tuple[int, int]

# An ampersand may be escaped again and again: then what follows its semicolons is part of it.
ENTITY = compiled(
    r"&(?:amp;)*+(?P<inner>(?P<name>[A-Za-z][A-Za-z0-9]{1,31}+)|#\d{1,7}+|#[xX][0-9A-Fa-f]{1,6}+);|&(?:amp;)++"
)
# Elements that pages are made of: a text that has one, a link of Markdown or a template's command, is a source.
_SOURCE = compiled(
    r"(?i)</?(?:a|abbr|article|b|blockquote|body|br|center|code|div|em|figure|font|footer|form|h[1-6]|head|header|hr|html"
    r"|i|iframe|img|input|label|li|link|main|meta|nav|ol|option|p|pre|q|s|script|section|select|small|span|strong|style"
    r"|su[bp]|svg|table|tbody|td|th|thead|title|tr|u|ul|video)(?=[\s/>])[^<>]*+>|\]\(\S|\{%"
)
# Who writes of entities names them, or shows one between marks.
_TAUGHT = compiled(
    r"(?i)\b(?:X?HTML|XML|SGML|markup|ampersands?|unescaped?)\b|\b(?:entit(?:y|ies)|escap(?:e[ds]?|ing)|codes?|semicolon"
    r"|characters?|symbol|sign|type|write) [^\n&]{0,40}&(?:amp;)*+[a-z#]|[\"'“‘`(]&(?:amp;)*+[a-z0-9#]{2,10}+;[\"'”’`)]"
)
_BLANKS = frozenset("\t\n\r\xa0\u2002\u2003\u2009\u202f")
_NOTHING = frozenset("\xad\u200b\u200c\u200d\u200e\u200f\ufeff")


def stands_for(entity: str) -> str:
    """What an entity stands for, to the end: of one that was escaped twice, what it was; itself where nobody knows it.

    Blanks of all widths become a plain one, and what nobody sees becomes nothing.

    >>> stands_for("&amp;quot;"), stands_for("&ocirc;"), stands_for("&#150;"), stands_for("&nbsp;"), stands_for("&it;")
    ('"', 'ô', '–', ' ', '&it;')
    """
    from html import unescape
    from html.entities import name2codepoint

    found = ENTITY.fullmatch(entity)
    # The names of HTML 4; HTML 5 has two thousand more, some of them words (`&it;`, `&and;`), which nobody writes.
    if not found or (found["name"] and found["name"] not in name2codepoint and found["name"] != "apos"):
        return entity
    said = unescape(f"&{found['inner']};") if found["inner"] else "&"
    if said in _BLANKS:
        return " "
    if said in _NOTHING:
        return ""
    return said if said.isprintable() and said != "\ufffd" else entity


def is_source(text: str) -> bool:
    """Whether a text is the source of a page, so that its entities are markup.

    >>> is_source("<p>Marks &amp; Co</p>"), is_source("Marks &amp; Co <ann@example.org>")
    (True, False)
    """
    return bool(_SOURCE.search(text))


def meant(text: str) -> Iterator[Span]:
    """The entities that stay: all of a source or of a text about them; elsewhere `&lt;` and `&gt;`, which may show
    markup, and what is no entity.

    >>> [m for m in meant("5 &lt; 6 &amp; 7")], [m for m in meant("Write &amp; for an ampersand.")]
    ([(2, 6)], [(6, 11)])
    """
    found = list(ENTITY.finditer(text))
    every = bool(found) and (is_source(text) or bool(_TAUGHT.search(text)))
    for m in found:
        if every or m.group() in {"&lt;", "&gt;"} or stands_for(m.group()) == m.group():
            yield m.span()
