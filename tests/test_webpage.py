"""HTML: the text of a page changes, its markup does not; pages as they are on the web, and pages made to hurt."""

from __future__ import annotations

import time

import pytest
from command import cleaner
from hypothesis import given
from hypothesis import strategies as st

from cleaner.formats import Unreadable, read
from cleaner.kit import Kit
from cleaner.model import Document, Edit
from cleaner.pipeline import clean

BREAK = "\n\n"


def page(body: str, encoding: str = "utf-8") -> bytes:
    return f'<!DOCTYPE html><html lang="en"><meta charset="{encoding}"><body>{body}</body></html>'.encode(encoding)


def document_of(data: bytes, name: str = "a.html") -> Document:
    (document,) = read(name, data).documents
    return document


def edited(data: bytes, *changes: tuple[str, str], name: str = "a.html") -> bytes:
    """The page in which each old text, which stands there once, has become the new one."""
    source = read(name, data)
    (document,) = source.documents
    edits = []
    for old, new in changes:
        assert document.text.count(old) == 1, (old, document.text)
        at = document.text.index(old)
        edits.append(Edit(at, at + len(old), new))
    made = document.container.edits(document, sorted(edits, key=lambda e: e.start))  # type: ignore[attr-defined]
    return source.rewritten(list(made))


# ---------------------------------------------------------------- reading

READS = {  # markup: what a reader of the page reads
    "<p>One <b>wo</b>rd.</p>": "One word.",
    "<p>One\n   two\t three </p>  <p> four</p>": "One two three\n\nfour",
    "<p>One <b> two</b> three": "One two three",
    "<h1>Head</h1>Body<div>Div</div>tail": "Head\n\nBody\n\nDiv\n\ntail",
    "<p>One<p>two<ul><li>three<li>four</ul>": "One\n\ntwo\n\nthree\n\nfour",
    "<table><tr><td>a<td>b<tr><td>c</table>": "a\n\nb\n\nc",
    "line<br>line<br/>line": "line\nline\nline",
    "<a href=x>Home</a><a href=y>About</a>": "Home\nAbout",
    "AT&amp;T &lt;b&gt; caf&eacute; &#8220;x&#x201d;": "AT&T <b> café “x”",
    "ten&nbsp;miles": "ten\xa0miles",
    "fif&shy;teen <wbr>no\u200bw": "fifteen now",
    "&unheard; &amp x & y &;": "&unheard; &amp x & y &;",
    "a < b and 5<6 or <3": "a < b and 5<6 or <3",
    "<title>Title</title><p>x</p>": "Title\n\nx",
    "a<!-- no > -->b<!-->c<!DOCTYPE x>d<?php if (1 > 2) no ?>e": "abcde",
    "<p title='a > b' data-x=\"<p>\">x</p>": "x",
    "<script>no('<p>no</p>')</script><style>no</style><template>no</template>x": "x",
    "<SCRIPT>no</Script >x<noscript>no</noscript><textarea>no</textarea>": "x",
    "<pre>no</pre><nav>no <a>no</a></nav><button>no</button><select><option>no</select>x": "x",
    "<div hidden>no<p>no</div>x<p style='color:red; DISPLAY : none'>no</p>y": "x\n\ny",
    "<div style='visibility:hidden'>no</div><div data-hidden=1 style='display:block'>x</div>": "x",
    "<div hidden=false>x</div>": "x",
    "<p title='a hidden one'>x</p><p class='mt-2 hidden md:block'>y</p>": "x\n\ny",
    "<p>a<svg class='i'/>b <math/>c</p>": "a\nb c",
    "<code>c</code>, H<sub>2</sub>O and <del>gone</del>": "c, H2O and gone",
    "<svg><text>no</text></svg><math>x</math><iframe>no</iframe>": "x",
    "</p></div>stray</b>": "stray",
    "<p><b>open<p>still": "open\n\nstill",
    "<p>cut <a href='x": "cut",
    "<p>cut <!-- no": "cut",
    "<p>cut <script> no": "cut",
    '<p>a <b x="y>z</b> w': "a z w",
    "": "",
}


@pytest.mark.parametrize(("markup", "reads"), READS.items())
def test_what_a_page_reads(markup: str, reads: str) -> None:
    assert document_of(markup.encode()).text == reads
    assert edited(markup.encode()) == markup.encode()


def test_a_stroke_ends_an_element_of_xhtml_and_of_no_page() -> None:
    body = '<p>a<i/>b</p><script/>c<p hidden="hidden"/>d'
    assert document_of(f'<?xml version="1.0"?><html>{body}</html>'.encode()).text == "ab\n\nc\n\nd"
    assert document_of(f"<html>{body}</html>".encode()).text == "ab"
    for name in ("a.xhtml", "a.XHTML.gz"):
        assert document_of(f"<html><title/>{body}</html>".encode(), name).text == "ab\n\nc\n\nd"


KEPT = {  # markup: what of its text no detector may touch
    "<p>Run <code>tbe</code> in <kbd>tbat</kbd> or tbe town</p>": ["tbe", "tbat"],
    "<p>He said <s>tbe</s> it</p>": ["tbe"],
    "<p>H<sub>2</sub>O, he said<sup>[1]</sup></p>": ["2", "[1]"],
    "<p>Not <i lang=es>esto no</i> but <i lang=en-GB>this</i> and <i lang>that</i></p>": ["esto no"],
    "<p>A <b translate=no>tbis</b>, <b class='x notranslate'>tbat</b> and <b class=translate>so</b></p>": [
        "tbis",
        "tbat",
    ],
    "<p>Dear {{ tbe_name }}, <b>hello</b> {% if tbe %}</p>": ["{{ tbe_name }}", "{% if tbe %}"],
    "<p>a bridge<a href='#fn1'>1</a>, <a href='notes.html#fn2'>2</a> and <a href='x.html#top'>more</a>": ["1", "2"],
    "<p lang=fr>Il faut</p>": ["Il faut"],
    "<table><tr><th>9<td>|<td>&bull; *<td>A 9</table>": ["9", "|", "• *"],
    "<p>She said that it was late, and that he was gone.<p>Il faut que nous partions avec vous.": [
        "Il faut que nous partions avec vous."
    ],
    "<p>Menu<p>Il faut que nous partions avec vous.": ["Menu\n\nIl faut que nous partions avec vous."],
    "<html lang=es><p>She said that it was late.": [],
}


@pytest.mark.parametrize(("markup", "kept"), KEPT.items())
def test_what_is_kept(markup: str, kept: list[str]) -> None:
    document = document_of(markup.encode())
    spans = sorted({*document.kept, *(document.protect or (lambda _: []))(document.text)})
    found = [document.text[start:end] for start, end in spans if document.text[start:end].strip()]
    assert [f for f in found if not any(f != g and f in g for g in found)] == kept


def test_the_breaks_that_are_no_characters_are_kept() -> None:
    document = document_of(b"<p>a<p>b<br>c")
    assert [document.text[start:end] for start, end in document.kept] == ["\n\n", "\n"]


# ---------------------------------------------------------------- writing

WRITTEN = {  # markup, what is put for what in its text, and the markup then
    "a word in two elements": ("<p><b>T</b>be town</p>", "Tbe", "The", "<p><b>T</b>he town</p>"),
    "a letter in each": ("<i>t</i><b>b</b><u>e</u>", "tbe", "the", "<i>t</i><b>h</b><u>e</u>"),
    "two words from one": ("<p>ofthe town</p>", "ofthe", "of the", "<p>of the town</p>"),
    "two words at a tag": ("<p>of<b>the</b></p>", "ofthe", "of the", "<p>of <b>the</b></p>"),
    "one word from two": ("<p>po <b>lice</b></p>", "po lice", "police", "<p>po<b>lice</b></p>"),
    "a word over two lines": ("<p>po\n   lice</p>", "po lice", "police", "<p>police</p>"),
    "a word goes": ("<p>a <b>the</b> b</p>", "the ", "", "<p>a <b></b>b</p>"),
    "a first letter comes in": ("a <b>own</b>", "own", "town", "a <b>town</b>"),
    "a first letter and the blank": ("a <b>own</b>", " own", " town", "a <b>town</b>"),
    "a comma after code": ("<code>x</code> and", " and", ", and", "<code>x</code>, and"),
    "a stop at the end": ("<b>end</b>", "end", "end.", "<b>end.</b>"),
    "what markup would eat": ("R8D", "R8D", 'R&D "<"', 'R&amp;D "&lt;"'),
    "a reference goes": ("AT&amp;T", "&", "and", "ATandT"),
    "a reference stays": ("caf&eacute; tbe", "tbe", "the", "caf&eacute; the"),
    "a hint for the end of a line stays": (
        "go&shy;vern&shy;rnent",
        "governrnent",
        "government",
        "go&shy;vern&shy;ment",
    ),
}


@pytest.mark.parametrize(("before", "old", "new", "after"), WRITTEN.values(), ids=WRITTEN)
def test_a_change_is_written_where_its_letters_stand(before: str, old: str, new: str, after: str) -> None:
    assert edited(before.encode(), (old, new)) == after.encode()


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\n"), max_size=12)
tags = st.sampled_from(
    ["<b>", "</b>", "<p>", "<br>", "</div>", "<!-- x -->", " ", "\n\t", "&amp;", "&shy;", "<i lang=fr>"]
)
pages = st.lists(tags | words.map(lambda w: w.replace("<", "").replace("&", "")), max_size=30).map("".join)


@given(pages)
def test_a_page_without_edits_comes_back_and_its_places_go_up(markup: str) -> None:
    data = page(markup)
    document = document_of(data)
    assert edited(data) == data
    places = document.container.offsets(document, range(len(document.text) + 1))  # type: ignore[attr-defined]
    assert places == sorted(places) and places[-1] <= len(data)


@given(pages, st.data())
def test_an_edit_of_a_page_reads_so_afterwards_and_leaves_every_tag(markup: str, data: st.DataObject) -> None:
    source = page(markup)
    document = document_of(source)
    words = [i for i, c in enumerate(document.text) if c.isalpha() and not any(a <= i < b for a, b in document.kept)]
    if not words:
        return
    at = data.draw(st.sampled_from(words))
    new = read("a.html", source).rewritten(list(document.container.edits(document, [Edit(at, at + 1, "xyz")])))  # type: ignore[attr-defined]
    assert document_of(new).text == document.text[:at] + "xyz" + document.text[at + 1 :]
    assert new.count(b"<") == source.count(b"<")


def test_the_whole_road(elsewhere) -> None:  # type: ignore[no-untyped-def]
    """A folder's page is read, and written back with its words mended and nothing else."""
    before = page(
        "<nav>tbe</nav><p class='tbe'>The mayor said <b>T</b>be town would build tbe <code>tbe</code> bridge\n"
        " over tbe river, and tbat AT&amp;T would pay for tbe work.<p>He said tbe work would begin in tbe spring.</p>"
    )
    (elsewhere / "in").mkdir()
    (elsewhere / "in/a.html").write_bytes(before)
    ran = cleaner("clean", "in", "-o", "out", "--damage", "ocr", cwd=elsewhere)
    assert ran.code == 0, ran.err
    after = before
    for old, new in ((b"<b>T</b>be", b"<b>T</b>he"), (b" tbe ", b" the "), (b"tbat", b"that")):
        after = after.replace(old, new)
    assert (elsewhere / "out/a.html").read_bytes() == after
    again = cleaner("check", "out/a.html", "--damage", "ocr", cwd=elsewhere)
    assert again.code == 0, again.out


# ---------------------------------------------------------------- encodings

ENCODINGS = {  # bytes of a page, the encoding that it is read in, and a word of its notice
    "none said, and ASCII": (b"<p>cafe", "ascii", ""),
    "none said, and UTF-8": ("<p>café".encode(), "utf-8", ""),
    "none said, and Windows'": ("<p>The café was closed".encode("cp1252"), "cp1252", "read as cp1252"),
    "Latin-1 said": (page("café", "iso-8859-1"), "cp1252", ""),
    "Latin-2 said": (page("Łódź", "iso-8859-2"), "iso8859-2", ""),
    "UTF-8 said": (page("café"), "utf-8", ""),
    "UTF-8 said, and Windows'": (page("The café").decode().encode("cp1252"), "cp1252", "declares utf-8, and is not"),
    "Latin-1 said, and UTF-8": (page("cafe", "latin-1").replace(b"cafe", "café".encode()), "utf-8", "declares latin-1"),
    "UTF-8's mark": (b"\xef\xbb\xbf" + page("café", "latin-1").decode("latin-1").encode(), "utf-8", ""),
    "an encoding nobody knows": (b"<meta charset=nonsense><p>cafe", "ascii", ""),
}


@pytest.mark.parametrize(("data", "encoding", "told"), ENCODINGS.values(), ids=ENCODINGS)
def test_the_encoding_of_a_page(data: bytes, encoding: str, told: str) -> None:
    source = read("a.html", data)
    assert source.documents[0].container.file.encoding == encoding  # type: ignore[attr-defined]
    assert (told in " ".join(source.notices)) if told else not source.notices


def test_what_the_encoding_has_not_is_written_as_a_reference() -> None:
    assert edited(b"<p>a - b", (" - ", " — ")) == b"<p>a &#8212; b"
    assert edited(page("café - b", "latin-1"), (" - ", " → ")).endswith(
        "café &#8594; b</body></html>".encode("latin-1")
    )


def test_an_encoding_that_we_do_not_write_is_refused() -> None:
    with pytest.raises(Unreadable, match=r"'gb2312'.*convert it to UTF-8"):
        read("a.html", page("中文", "gb2312"))


# ---------------------------------------------------------------- pages made to hurt

N = 100_000
HOSTILE = {
    "elements in elements": "<div>" * N + "x" + "</div>" * N,
    "elements that never end": "<b>" * N + "x",
    "ends without a beginning": "</b>" * N + "x" + "</i>" * N,
    "ends of other elements": ("<b>" + "</i>") * N + "x",
    "bare signs": "< " * N + "x",
    "openings of tags": "<a " * N,
    "links that never end": "<link rel= " * N,
    "quotes that never close": "<a x='>" * N + "x",
    "quotes that close late": "<a x='>' " * N + 'y="x',
    "comments that never end": "<!--" * N + "x",
    "scripts that never end": "<script>" * N + "x",
    "document types": "<!DOCTYPE [" * N + "x",
    "references": "&lol9;" * N + "x",
    "blanks": " \n" * N + "x",
    "one line": "<p>" + "x y " * N,
    "entities in entities": "<!DOCTYPE x [<!ENTITY a 'tbe'><!ENTITY b '&a;&a;'>]><p>&b;x",
    "entities from outside": "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><p>&a;x",
}


@pytest.mark.parametrize("markup", HOSTILE.values(), ids=HOSTILE)
def test_a_page_made_to_hurt_is_read_in_little_time(markup: str) -> None:
    began = time.process_time()
    document = document_of(markup.encode())
    assert edited(markup.encode()) == markup.encode()
    assert time.process_time() - began < 5
    assert "root:" not in document.text and "tbe" not in document.text


def test_words_in_code_and_in_other_languages_make_no_page_a_scan(kit: Kit) -> None:
    sentence = "<p>She said that the town had built a bridge in the spring and that it was to be paid for by all."
    code = " ".join(f"<code>frob{a}{b}wz</code>" for a in "abcdefgh" for b in "lmnrst")
    bare = code.replace("<code>", "").replace("</code>", "")
    found = [clean(document_of(f"{sentence * 8}<p>{words}".encode()), kit).diagnosis for words in (code, bare)]
    probable = [diagnosis.probabilities.get("ocr", 0.0) for diagnosis in found]
    assert probable[0] < 0.1 < probable[1], probable
