"""hOCR and ALTO: the words of a page as running text, and back into their elements, with every other byte as it was."""

from __future__ import annotations

import json
import re
import time
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.formats import ReadOptions, Unreadable, format_of_file, read
from cleaner.model import Document, Edit
from cleaner.text import edits as algebra

Page = list[list[list[str]]]  # paragraphs of lines of words


def hocr(page: Page, confidence: int = 90) -> bytes:
    """The page as Tesseract writes it."""
    made, number = [], 0
    for paragraph in page:
        made.append(" <p class='ocr_par' lang='eng'>")
        for line in paragraph:
            made.append("  <span class='ocr_line' title=\"bbox 0 0 99 9; baseline 0 -5\">")
            for word in line:
                number += 1
                title = f"bbox {number} 0 {number + 1} 9; x_wconf {confidence}"
                made.append(f"   <span class='ocrx_word' id='word_1_{number}' title='{title}'>{escape(word)}</span>")
            made.append("  </span>")
        made.append(" </p>")
    body = "\n".join(made)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
    "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" lang="en">
 <head><title>tbe title</title><meta name='ocr-system' content='tesseract 5.3.0' /></head>
 <body><div class='ocr_page' id='page_1' title='image "a.png"; bbox 0 0 99 99'>
{body}
 </div></body>
</html>
""".encode()


def alto(page: Page, confidence: int = 90) -> bytes:
    """The page as ALTO 4."""
    made, number = [], 0
    for paragraph in page:
        made.append('    <TextBlock ID="b">')
        for line in paragraph:
            strings = []
            for word in line:
                number += 1
                wc = confidence / 100
                strings.append(f'<String ID="s{number}" HPOS="{number}" WC="{wc}" CONTENT="{escape(word)}"/>')
            made.append("     <TextLine>" + '<SP WIDTH="9"/>'.join(strings) + "</TextLine>")
        made.append("    </TextBlock>")
    body = "\n".join(made)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description><OCRProcessing><ocrProcessingStep>
 <processingSoftware><softwareName>tesseract 5.3.0</softwareName></processingSoftware>
</ocrProcessingStep></OCRProcessing></Description>
 <Layout><Page ID="p1"><PrintSpace>
{body}
 </PrintSpace></Page></Layout>
</alto>
""".encode()


def page_xml(page: Page, confidence: int = 90) -> bytes:
    """The page as PAGE XML, in which lines and regions say again what their words say."""
    made = []
    for paragraph in page:
        made.append('  <TextRegion id="r"><Coords points="0,0 9,9"/>')
        for line in paragraph:
            made.append('   <TextLine id="l"><Coords points="0,0 9,9"/>')
            equiv = f'<TextEquiv conf="{confidence / 100}"><Unicode>'
            made += (f"    <Word>{equiv}{escape(word, False)}</Unicode></TextEquiv></Word>" for word in line)
            said = escape(" ".join(filter(None, line)), False)
            made.append(f"    <TextEquiv><Unicode>{said}</Unicode></TextEquiv></TextLine>")
        made.append("  </TextRegion>")
    body = "\n".join(made)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">
 <Metadata><Creator>tesseract 5.3.0</Creator></Metadata>
 <Page imageFilename="a.png" imageWidth="99" imageHeight="99">
{body}
 </Page>
</PcGts>
""".encode()


MAKERS = {"a.hocr": hocr, "a.xml": alto, "b.xml": page_xml}
each_format = pytest.mark.parametrize("name", MAKERS)


def document_of(name: str, data: bytes) -> Document:
    return read(name, data).documents[0]


def edited(name: str, data: bytes, edits: list[Edit]) -> bytes:
    """The file after the edits of its text."""
    source = read(name, data)
    (document,) = source.documents
    assert document.container is not None
    return source.rewritten(sorted(document.container.edits(document, edits), key=lambda e: (e.start, e.end)))  # type: ignore[attr-defined]


def edit(text: str, old: str, new: str) -> Edit:
    """The edit that puts `new` for the one `old` in the text."""
    assert text.count(old) == 1
    return Edit(text.index(old), text.index(old) + len(old), new)


# ---------------------------------------------------------------- reading

PAGE: Page = [[["The", "governrnent", "of", "inter-"], ["national", "trade."]], [["A", "new", "paragraph."]]]
TEXT = "The governrnent of inter-\nnational trade.\n\nA new paragraph."


@each_format
def test_a_page_reads_as_running_text(name: str) -> None:
    document = document_of(name, MAKERS[name](PAGE))
    assert document.text == TEXT
    assert document.word_confidences[:2] == ((0, 3, 0.9), (4, 15, 0.9))
    assert document.engine == "tesseract 5.3.0"
    assert document.id == name


WORDS = {  # as the file says it: what it reads
    "<strong><em>bold</em></strong>": "bold",
    "\n  blanks round it\t": "blanks round it",
    "R&amp;D": "R&D",
    "&#8220;Yes&#x201d;": "“Yes”",
    "caf&eacute;": "café",
    "&unheard; of &amp": "&unheard; of &amp",
    "a<!-- speck -->b": "ab",
    "soft&shy;": "soft-",
    "so&shy;ft": "so\u00adft",
    "ten&nbsp;miles": "ten\u00a0miles",
    "<span class='ocrx_cinfo' title='x_conf 9'>c</span><span class='ocrx_cinfo'>d</span>": "cd",
    " ": "",
    "": "",
}


@pytest.mark.parametrize(("inner", "reads"), WORDS.items())
def test_what_a_word_of_hocr_reads(inner: str, reads: str) -> None:
    data = f"<div class=ocr_page><span class='ocrx_word'>{inner}</span></div>".encode()
    assert document_of("a.hocr", data).text == reads
    assert edited("a.hocr", data, []) == data


PAGES = {  # a whole file of hOCR: what it reads
    "lines without words": (
        "<DIV CLASS='ocr_page'><span class=ocr_line title='bbox 0 0 1 1'>One <b>li</b>ne</span>\n"
        "<span class=ocr_line>two<br></span>",
        "One line\ntwo",
    ),
    "several pages": (
        "<body><h1>viewer</h1><div class='ocr_page'><p>one</p></div>skip<div class='big ocr_page'><p>two</p></div>",
        "one\n\ntwo",
    ),
    "words without blanks between": (
        "<div class=ocr_page><span class=ocrx_word>a</span><span class=ocrx_word>b</span></div>",
        "a b",
    ),
    "a script in the page": ("<div class=ocr_page><script>if (1<2) x('</p>')</script><p>a</p></div>", "a"),
    "strokes that are values, breaks that end": (
        "<div class=ocr_page><p><a href=x/>one</a></br>two</p></div>",
        "one\ntwo",
    ),
    "an empty page": ("<div class='ocr_page' title='bbox 0 0 9 9'></div>", ""),
}


@pytest.mark.parametrize(("markup", "reads"), PAGES.values(), ids=PAGES)
def test_what_a_file_of_hocr_reads(markup: str, reads: str) -> None:
    markup = markup if markup.endswith("</div>") else markup + "</div>"
    assert document_of("a.html", markup.encode()).text == reads


def test_a_page_without_words_is_told_and_stays(elsewhere) -> None:  # type: ignore[no-untyped-def]
    from command import cleaner

    (elsewhere / "a.hocr").write_bytes(hocr([]))
    ran = cleaner("clean", "a.hocr", "-o", "out", cwd=elsewhere)
    assert ran.code == 0 and "no word in it" in ran.err
    assert (elsewhere / "out/a.hocr").read_bytes() == hocr([])


# ---------------------------------------------------------------- writing

WRITTEN = {  # the words of a line, what is put for what, and the words of the same elements then
    "one word": (["tbe", "cat"], "tbe", "the", ["the", "cat"]),
    "what markup would eat": (["AT8T", "cat"], "8", "&", ["AT&T", "cat"]),
    "an apostrophe and quotes": (["dont", "x"], "dont", "“don't”\"<", ["“don't”\"<", "x"]),
    "two words from one": (["ofthe", "cat"], "ofthe", "of the", ["of the", "cat"]),
    "one word from two": (["po", "lice", "said"], "po lice", "police", ["police", "", "said"]),
    "the blank alone goes": (["some", "one", "said"], "e o", "eo", ["someone", "", "said"]),
    "a word goes": (["a", "|", "cat"], "| ", "", ["a", "", "cat"]),
    "the first word goes": (["|", "A", "cat"], "| ", "", ["", "A", "cat"]),
    "all words go": (["page", "4"], "page 4", "", ["", ""]),
    "several for several": (["tbe", "niain", "cat"], "tbe niain", "the main", ["the", "main", "cat"]),
    "a lost blank beside a misreading": (["ofthe", "niain"], "ofthe niain", "of the main", ["of the", "main"]),
    "a word is put in": (["he", "went"], "he", "he then", ["he then", "went"]),
    "a blank becomes a line": (["he", "went"], " ", "\n", ["he", "went"]),
    "a comma loses its blank": (["he", ",", "went"], "he ,", "he,", ["he,", "", "went"]),
}


@each_format
@pytest.mark.parametrize(("words", "old", "new", "after"), WRITTEN.values(), ids=WRITTEN)
def test_a_change_is_written_into_the_words_it_touches(
    name: str, words: list[str], old: str, new: str, after: list[str]
) -> None:
    make = MAKERS[name]
    data = make([[words]])
    text = document_of(name, data).text
    changed = edited(name, data, [edit(text, old, new)])
    quoted = make([[after]]).replace(b"&quot;", b'"').replace(b"&#x27;", b"'")
    assert changed.replace(b"&quot;", b'"') == quoted
    assert document_of(name, changed).text.split() == " ".join(after).split()


@each_format
def test_a_word_broken_at_a_line_end_keeps_its_halves(name: str) -> None:
    data = MAKERS[name]([[["of", "intcr-"], ["natioual", "trade"]]])
    text = document_of(name, data).text
    changed = edited(name, data, [edit(text, "intcr-\nnatioual", "inter-\nnational")])
    assert changed == MAKERS[name]([[["of", "inter-"], ["national", "trade"]]])


def test_a_letter_changes_in_its_own_element() -> None:
    letters = "".join(f"<span class='ocrx_cinfo' title='x_bboxes {i} 0 9 9'>{c}</span>" for i, c in enumerate("niain"))
    data = f"<div class='ocr_page'><span class='ocrx_word'>{letters}</span></div>".encode()
    changed = edited("a.hocr", data, [Edit(0, 5, "main")])
    assert document_of("a.hocr", changed).text == "main"
    assert changed.count(b"ocrx_cinfo") == 5


HALVES = {  # ALTO: the first half, the hyphen, the whole word; what is put for what; the whole word then
    "HYP": ('"intcr"', '<HYP CONTENT="-"/>', "intcrnational,", ("intcr-", "inter-"), b"international,"),
    "soft HYP": ('"intcr"', '<HYP CONTENT="&#xAD;"/>', "intcrnational", ("intcr-", "inter-"), b"international"),
    "hyphen in the word": ('"intcr-"', "", "intcr-national", ("intcr-", "inter-"), b"inter-national"),
    "no hyphen at all": ('"intcr"', "", "intcrnational", ("intcr-", "inter-"), b"international"),
    "the engine's own guess": (
        '"intcr"',
        "<HYP CONTENT='-'/>",
        "multinational",
        ("intcr-", "inter-"),
        b"multinational",
    ),
}


@pytest.mark.parametrize(("first", "hyphen", "whole", "change", "after"), HALVES.values(), ids=HALVES)
def test_the_whole_word_agrees_with_its_halves(
    first: str, hyphen: str, whole: str, change: tuple[str, str], after: bytes
) -> None:
    template = (
        '<alto><TextLine><String CONTENT={first} SUBS_TYPE="HypPart1" SUBS_CONTENT="{whole}"/>{hyphen}</TextLine>'
        '<TextLine><String SUBS_TYPE="HypPart2" SUBS_CONTENT="{whole}" CONTENT="national,"/></TextLine></alto>'
    )
    data = template.format(first=first, whole=whole, hyphen=hyphen).encode()
    text = document_of("a.xml", data).text
    assert text == "intcr-\nnational,"
    changed = edited("a.xml", data, [edit(text, *change)])
    mended = first.replace("intcr", "inter")
    assert changed == template.format(first=mended, whole=after.decode(), hyphen=hyphen).encode()


# ---------------------------------------------------------------- what holds of every page

# Anything that a file can say: no control characters, no halves of characters, nothing that reads as blank at an end.
word = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp", "Cf"]), min_size=1, max_size=6
)
pages = st.lists(st.lists(st.lists(word, min_size=1, max_size=4), min_size=1, max_size=3), min_size=1, max_size=3)


@each_format
@given(page=pages)
def test_a_page_reads_as_it_was_written_and_unchanged_is_the_same_bytes(name: str, page: Page) -> None:
    data = MAKERS[name](page)
    assert document_of(name, data).text == "\n\n".join("\n".join(" ".join(line) for line in p) for p in page)
    assert edited(name, data, []) == data


@each_format
@given(page=pages, new=word, draw=st.data())
def test_a_change_of_a_word_touches_its_bytes_alone(name: str, page: Page, new: str, draw: st.DataObject) -> None:
    data = MAKERS[name](page)
    document = document_of(name, data)
    place = document.container
    i = draw.draw(st.integers(0, len(document.word_confidences) - 1))
    start, end, _ = document.word_confidences[i]
    low, high = place.offsets(document, [start, end])  # type: ignore[union-attr]
    changed = edited(name, data, [Edit(start, end, new)])
    assert changed[:low] == data[:low]
    if name == "b.xml":  # the line says the word again
        changed_back, data_back = (re.sub(rb"<Unicode>.*?</Unicode>", b"", whole) for whole in (changed, data))
        assert changed_back == data_back
    else:
        assert changed[len(changed) - (len(data) - high) :] == data[high:]
    words = document.text.split()
    words[i] = new
    assert document_of(name, changed).text.split() == words


@each_format
@given(page=pages, draw=st.data())
def test_whatever_is_changed_is_read_again(name: str, page: Page, draw: st.DataObject) -> None:
    data = MAKERS[name](page)
    document = document_of(name, data)
    length = len(document.text)
    marks = sorted(draw.draw(st.sets(st.integers(0, length), max_size=8)))
    new = st.text(st.sampled_from("ab<&' \n"), max_size=5)
    edits = [Edit(a, b, draw.draw(new)) for a, b in zip(marks[::2], marks[1::2], strict=False)]
    changed = edited(name, data, edits)
    assert document_of(name, changed).text.split() == algebra.apply(document.text, edits).split()
    assert changed.count(b"<") == data.count(b"<")  # no element comes or goes


@each_format
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252", "us-ascii"])
def test_encodings_survive_and_what_one_cannot_write_is_an_entity(name: str, encoding: str) -> None:
    declared = encoding.removesuffix("-sig").encode()
    data = MAKERS[name]([[["qqqq", "cat"]]]).replace(b"UTF-8", declared).decode().encode(encoding)
    changed = edited(name, data, [Edit(0, 4, "é—Ω")])
    assert document_of(name, changed).text == "é—Ω cat"
    as_written = changed.decode(encoding).replace("&#937;", "Ω").replace("&#8212;", "—").replace("&#233;", "é")
    assert as_written == data.decode(encoding).replace("qqqq", "é—Ω")


# ---------------------------------------------------------------- what is refused, and what is none of ours

ENTITIES = b'<!DOCTYPE alto [<!ENTITY a "aaaa">]><alto/>'
OUTER = b'<!DOCTYPE alto [<!ENTITY a SYSTEM "file:///etc/passwd">]><alto/>'
LATIN = b'<?xml version="1.0" encoding="UTF-8"?><alto>\xff</alto>'
REFUSED = {
    "no hOCR": ("a.hocr", b"<html><p>Some page</p></html>", "ocr_page.*--format text"),
    "cut off in a tag": ("a.hocr", hocr(PAGE)[:900], "cut off"),
    "cut off in an element": (
        "a.hocr",
        hocr(PAGE).split(b"</p>")[0],
        "ends inside <div>, of line 6: the file was cut off",
    ),
    "ALTO cut off": (
        "a.xml",
        alto(PAGE).split(b"</TextLine>")[0],
        "inside <TextLine>, of line 7: the file was cut off",
    ),
    "crossed tags": ("a.xml", b"<alto>\n<TextLine>\n</alto>", "line 3: </alto> stands where <TextLine> of line 2"),
    "a bare <": ("a.hocr", b"<div class='ocr_page'>\na < b</div>", "line 2: .*&lt;"),
    "own entities": ("a.xml", ENTITIES, "refused for safety"),
    "an outer entity": ("a.xml", OUTER, "refused for safety"),
    "another encoding": ("a.xml", LATIN, "declares UTF-8, but byte 44"),
    "an unknown encoding": ("a.xml", b'<?xml version="1.0" encoding="klingon"?><alto/>', "'klingon'"),
    "a shifting encoding": ("a.xml", b'<?xml version="1.0" encoding="utf-7"?><alto/>', "'utf-7'.*iconv"),
    "NUL bytes": ("a.hocr", b"<div class='ocr_page'>\0</div>", "NUL"),
    "forced": ("alto", b"<music/>", "root is <music>"),
}


@pytest.mark.parametrize(("name", "data", "told"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_told(name: str, data: bytes, told: str) -> None:
    with pytest.raises(Unreadable, match=told):
        read(name, data, ReadOptions("alto" if name == "alto" else None))


def test_a_bad_page_stops_nobody_else(elsewhere) -> None:  # type: ignore[no-untyped-def]
    from command import cleaner

    (elsewhere / "in").mkdir()
    (elsewhere / "in/bad.hocr").write_bytes(hocr(PAGE)[:-60])
    words = "Men of EE. UU. said no. It came from the US. UU. And it left.".split()
    (elsewhere / "in/good.xml").write_bytes(alto([[words]]))
    ran = cleaner("clean", "in", "-o", "out", cwd=elsewhere)
    assert ran.code == 2 and "bad.hocr: the last tag" in ran.err
    assert not (elsewhere / "out/bad.hocr").exists()
    changed = (elsewhere / "out/good.xml").read_bytes()
    assert document_of("good.xml", changed).text == "Men of the US said no. It came from the US and it left."
    assert b'CONTENT="US"' in changed and b'CONTENT=""' in changed


@pytest.mark.parametrize(
    ("name", "data", "format"),
    [
        ("a.xml", alto(PAGE), "alto"),
        ("a.xml", alto(PAGE).decode().replace("UTF-8", "UTF-16").encode("utf-16"), "alto"),
        ("a.xml", page_xml(PAGE), "page"),
        ("a.html", hocr(PAGE), "hocr"),
        ("a.HTM", hocr(PAGE), "hocr"),
        ("a.hocr", b"", "hocr"),
        ("a.xml", b"<music/>", None),
        ("a.xml", b"", None),
        ("a.html", b"<p>We write class='ocr_page' here</p>", "html"),
        ("a.txt", hocr(PAGE), "text"),
        ("a.rtf", alto(PAGE), None),
    ],
)
def test_a_name_or_what_stands_in_it_tells_the_format(elsewhere, name: str, data: bytes, format: str | None) -> None:  # type: ignore[no-untyped-def]
    (elsewhere / name).write_bytes(data)
    assert format_of_file(elsewhere / name) == format


def test_html_that_is_no_scan_is_a_page() -> None:
    data = b"<p>It came from the US. UU. And it left.</p>\n"
    assert document_of("a.html", data).text == "It came from the US. UU. And it left."
    assert document_of("a.xml", data).text == "It came from the US. UU. And it left."


def test_megabytes_take_seconds() -> None:
    words = ["The", "governrnent", "of", "the", "caf\u00e9", "met", "again."]
    data = hocr([[words] * 12] * 275)
    assert len(data) > 2_250_000
    began = time.process_time()
    source = read("a.hocr", data)
    (document,) = source.documents
    at = [i for i in range(len(document.text)) if document.text.startswith("governrnent", i)]
    changed = edited("a.hocr", data, [Edit(i, i + 11, "government") for i in at])
    assert time.process_time() - began < 10
    assert changed == data.replace(b"governrnent", b"government")


SLOW = {  # what would make a careless scanner look at everything again and again
    "a name without end": b"<a " + b"a" * 300_000 + b"></a>",
    "quotes in quotes": b"<a " + b'"x=\'" ' * 50_000 + b"></a>",
    "attributes without values": b"<a " + b"a=" * 200_000 + b"></a>",
    "classes without end": b"<a" + b" class=" * 100_000 + b"></a>",
    "entities that are none": b"<span class=ocrx_word>" + b"&aaaaaaaaaaaaaaaa" * 20_000 + b"</span>",
    "a line in pieces": b"<span class=ocr_line>" + b"a<b></b>" * 30_000 + b"</span>",
    "comments in a script": b"<script>" + b"<!--<meta " * 50_000 + b"</script>",
}


@pytest.mark.parametrize("markup", SLOW.values(), ids=SLOW)
def test_no_file_takes_for_ever(markup: bytes) -> None:
    began = time.process_time()
    read("a.html", b"<div class='ocr_page'>" + markup + b"</div>")
    assert time.process_time() - began < 10


@each_format
def test_a_scan_goes_through_the_ledger_and_in_place(elsewhere, name: str) -> None:  # type: ignore[no-untyped-def]
    from command import cleaner

    data = MAKERS[name]([["Men of EE. UU. said no. It came from the US. UU. And it left.".split()]])
    mended = MAKERS[name]([["Men of the US said no. It came from the US  and it left.".split(" ")]])
    (elsewhere / name).write_bytes(data)
    assert cleaner("clean", name, "-o", "out", "--edits", cwd=elsewhere).code == 0
    assert (elsewhere / "out" / name).read_bytes() == mended
    assert cleaner("apply", "out", cwd=elsewhere).code == 0
    assert (elsewhere / "out" / name).read_bytes() == mended
    row = json.loads((elsewhere / "out/edits.jsonl").read_text().splitlines()[0])
    assert data[row["byte_start"] :].startswith(row["before"][:1].encode())
    diff = cleaner("clean", name, "--diff", cwd=elsewhere).text
    assert {line[:1] for line in diff.splitlines() if "UU" in line} == {"-"}
    assert cleaner("clean", name, "--in-place", cwd=elsewhere).code == 0
    assert (elsewhere / name).read_bytes() == mended
    assert (
        cleaner("clean", "-", "--format", MAKERS[name].__name__.removesuffix("_xml"), stdin=data, cwd=elsewhere).out
        == mended
    )


# ---------------------------------------------------------------- PAGE XML

EQUIVS = {  # what stands in a TextRegion: what it reads
    "the best of several": (
        "<TextLine><Word><TextEquiv index='1'><Unicode>tbe</Unicode></TextEquiv>"
        "<TextEquiv index='0'><Unicode>the</Unicode></TextEquiv></Word></TextLine>",
        "the",
    ),
    "the first of several": (
        "<TextLine><TextEquiv><Unicode>the</Unicode></TextEquiv><TextEquiv><Unicode>tbe</Unicode></TextEquiv></TextLine>",
        "the",
    ),
    "no glyph": (
        "<TextLine><Word><Glyph><TextEquiv><Unicode>a</Unicode></TextEquiv></Glyph>"
        "<TextEquiv><PlainText>x</PlainText><Unicode>b</Unicode></TextEquiv></Word></TextLine>",
        "b",
    ),
    "words without a text": ("<TextLine><Word/><TextEquiv><Unicode>a b</Unicode></TextEquiv></TextLine>", "a b"),
    "lines of a region": ("<TextEquiv><Unicode>a b\r\nc &amp; d</Unicode></TextEquiv>", "a b\nc & d"),
    "nothing": ("<TextLine/><TextLine><TextEquiv><Unicode/></TextEquiv></TextLine>", ""),
}


def region(inner: str) -> bytes:
    return f"<PcGts><Page><TextRegion>{inner}</TextRegion></Page></PcGts>".encode()


@pytest.mark.parametrize(("inner", "reads"), EQUIVS.values(), ids=EQUIVS)
def test_what_a_region_of_page_xml_reads(inner: str, reads: str) -> None:
    assert document_of("b.xml", region(inner)).text == reads
    assert edited("b.xml", region(inner), []) == region(inner)


def test_what_says_the_words_again_agrees_and_what_says_others_stays() -> None:
    def equiv(text: str) -> str:
        return f"<TextEquiv><Unicode>{text}</Unicode></TextEquiv>"

    def file(first: str, second: str, again: str) -> bytes:
        words = f"<Word>{equiv(first)}</Word><Word>{equiv(second)}</Word>"
        return region(f"<TextLine>{words}{equiv(again)}</TextLine>{equiv(again)}")

    for old, new in (("tbe", "the"), ("ofthe", "of the"), ("tbe ofthe", "theof the")):
        text = f"{old} x".split(" ", 1) if " " not in old else old.split()
        before = file(text[0], text[1], " ".join(text))
        reads = document_of("b.xml", before).text
        after = edited("b.xml", before, [edit(reads, old, new)])
        assert document_of("b.xml", after).text.split() == reads.replace(old, new).split()
        said = reads.replace(old, new).encode()
        assert after.count(b"<Unicode>" + said + b"</Unicode>") == 2
    others = file("tbe", "x", "tbe y")
    assert edited("b.xml", others, [Edit(0, 3, "the")]) == others.replace(b">tbe<", b">the<")


AGAIN = {  # the words of a line, how the line says them, what is put for what, and how it says them then
    "with blanks elsewhere": (["tbe", "man", ","], "tbe man,", "tbe", "the", "the man,"),
    "two words from one": (["ofthe", "man", ","], "ofthe man,", "ofthe", "of the", "of the man,"),
    "one word from two": (["po", "lice", ","], "po lice,", "po lice", "police", "police,"),
    "a word goes": (["a", "|", "man", "."], "a | man.", "| ", "", "a man."),
}


@pytest.mark.parametrize(("words", "said", "old", "new", "after"), AGAIN.values(), ids=AGAIN)
def test_a_line_that_puts_its_blanks_elsewhere_agrees(
    words: list[str], said: str, old: str, new: str, after: str
) -> None:
    def equiv(text: str) -> str:
        return f"<TextEquiv><Unicode>{text}</Unicode></TextEquiv>"

    before = region("<TextLine>" + "".join(f"<Word>{equiv(w)}</Word>" for w in words) + equiv(said) + "</TextLine>")
    changed = edited("b.xml", before, [edit(document_of("b.xml", before).text, old, new)])
    assert changed.endswith(f"{equiv(after)}</TextLine></TextRegion></Page></PcGts>".encode())
