"""EPUB and DOCX: texts in an archive change, and every other byte of it stays; archives made to hurt are told."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping
from xml.etree import ElementTree

import pytest
from command import cleaner
from hypothesis import given
from hypothesis import strategies as st

from cleaner.formats import Source, Unreadable, archive, read
from cleaner.model import Document, Edit

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NOTE = "A note on tbe river."
CONTAINER = (
    '<?xml version="1.0"?><container><rootfiles><rootfile full-path="OEBPS/content.opf"/></rootfiles></container>'
)


def packed(members: Mapping[str, str | bytes], stored: str = "mimetype") -> bytes:
    """A zip archive as authoring tools write it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, data in members.items():
            kind = zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            made.writestr(zipfile.ZipInfo(name, (2026, 11, 28, 1, 2, 4)), data, kind)
    return file.getvalue()


def parts_of_docx(body: str) -> dict[str, str | bytes]:
    return {
        "[Content_Types].xml": "<Types>"
        f'<Override PartName="/word/document.xml" ContentType="{MAIN}.document.main+xml"/>'
        f'<Override PartName="/word/footnotes.xml" ContentType="{MAIN}.footnotes+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{MAIN}.styles+xml"/></Types>',
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document {WORD}>{body}</w:document>',
        "word/footnotes.xml": f"<w:footnotes {WORD}><w:p><w:r><w:t>{NOTE}</w:t></w:r></w:p></w:footnotes>",
        "word/styles.xml": "<w:styles>tbe</w:styles>",
        "word/media/image.png": bytes(range(256)) * 40,
    }


def docx(body: str) -> bytes:
    return packed(parts_of_docx(body))


def parts_of_epub(body: str) -> dict[str, str | bytes]:
    page = (
        f'<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'
    )
    return {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OEBPS/content.opf": "<package><manifest>"
        '<item id="b" href="b%20two.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="a" href="text/../a.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="c" href="far.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        '<item id="s" href="style.css" media-type="text/css"/></manifest>'
        '<spine><itemref idref="a"/><itemref idref="b"/></spine></package>',
        "OEBPS/a.xhtml": page,
        "OEBPS/b two.xhtml": page.replace("<body>", "<body><h1>Two</h1>"),
        "OEBPS/nav.xhtml": page.replace(body, "<nav><ol><li>tbe town</li></ol></nav>"),
        "OEBPS/style.css": "p{tbe}",
    }


def epub(body: str) -> bytes:
    return packed(parts_of_epub(body))


MAKERS: dict[str, Callable[[str], bytes]] = {"a.docx": docx, "a.epub": epub}


def paragraphs(name: str, *texts: str) -> str:
    """Paragraphs whose texts are split into runs at each `|`."""
    if name == "a.epub":
        return "".join(f"<p>{''.join(f'<b>{run}</b>' for run in text.split('|'))}</p>" for text in texts)
    run = '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'
    return "".join(f"<w:p>{''.join(map(run.format, text.split('|')))}</w:p>" for text in texts)


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def edited(source: Source, document: Document, *changes: tuple[str, str]) -> bytes:
    edits = []
    for old, new in changes:
        assert document.text.count(old) == 1, (old, document.text)
        at = document.text.index(old)
        edits.append(Edit(at, at + len(old), new))
    made = document.container.edits(document, sorted(edits, key=lambda e: e.start))  # type: ignore[attr-defined]
    return source.rewritten(sorted(made, key=lambda e: (e.start, e.end)))


# ---------------------------------------------------------------- reading

W = "<w:p>{}</w:p>".format
READS = {  # what stands in a paragraph of Word: what it reads
    "<w:r><w:t>T</w:t></w:r><w:r><w:t>be</w:t></w:r>": "Tbe",
    '<w:r><w:t xml:space="preserve">a  b </w:t></w:r><w:r><w:t> c </w:t></w:r>': "a  b c",
    "<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t></w:r>": "a\nb\nc",
    "<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b &amp; c</w:t></w:r>": "a\u2011b & c",
    "<w:r><w:t>a</w:t><w:softHyphen/><w:t>b</w:t><w:footnoteReference w:id='1'/></w:r>": "ab",
    "<w:del><w:r><w:delText>no</w:delText></w:r></w:del><w:ins><w:r><w:t>a</w:t></w:r></w:ins>": "a",
    "<w:moveFrom><w:r><w:t>no</w:t></w:r></w:moveFrom><w:r><w:instrText>no</w:instrText><w:t>a</w:t></w:r>": "a",
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t>no</w:t></w:r><w:r><w:t>a</w:t></w:r>": "a",
    "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>a</w:t></w:r>": "a",
    "<w:r><m:t>no</m:t><a:t>no</a:t><w:t>a</w:t><w:t/></w:r>": "a",
    "<w:r><mc:Choice><w:t>a</w:t></mc:Choice><mc:Fallback><w:t>no</w:t></mc:Fallback></w:r>": "a",
    "<w:r><w:t>a</w:t></w:r></w:p><w:p/><w:p><w:r><w:t>b</w:t></w:r>": "a\n\nb",
}


@pytest.mark.parametrize(("inner", "reads"), READS.items())
def test_what_a_paragraph_of_word_reads(inner: str, reads: str) -> None:
    source = read("a.docx", docx(W(inner)))
    assert source.documents[0].text == reads
    assert source.rewritten([]) == docx(W(inner))


def test_what_is_in_a_style_for_code_is_kept() -> None:
    run = "<w:r><w:rPr><w:rStyle w:val='VerbatimChar'/></w:rPr><w:t>tbe</w:t></w:r><w:r><w:t>tbat</w:t></w:r>"
    block = "<w:pPr><w:pStyle w:val='SourceCode'/></w:pPr><w:r><w:t>tbis</w:t></w:r>"
    document = read("a.docx", docx(W(run) + W(block) + W("<w:r><w:t>tbose</w:t></w:r>"))).documents[0]
    kept = [document.text[start:end] for start, end in document.kept]
    assert [k for k in kept if k.strip()] == ["tbe", "tbis"]


def test_another_prefix_and_another_encoding_of_word() -> None:
    body = W("<w:r><w:t>Tbe café</w:t></w:r>")
    parts = parts_of_docx(body)
    assert isinstance(parts["word/document.xml"], str)
    odd = (
        parts["word/document.xml"]
        .replace("w:", "ns0:")
        .replace(":w=", ":ns0=")
        .replace("UTF-8", "UTF-16")
        .encode("utf-16")
    )
    source = read("a.docx", packed(parts | {"word/document.xml": odd}))
    assert source.documents[0].text == "Tbe café"
    after = members(edited(source, source.documents[0], ("Tbe", "The")))
    assert after["word/document.xml"].decode("utf-16") == odd.decode("utf-16").replace("Tbe", "The")


def test_the_documents_of_each() -> None:
    assert [(d.id, d.text) for d in read("a.docx", docx(W("<w:r><w:t>A</w:t></w:r>"))).documents] == [
        ("a.docx", "A"),
        ("a.docx:word/footnotes.xml", "A note on tbe river."),
    ]
    assert [(d.id, d.text) for d in read("a.epub", epub("<p>A<i/>B</p>")).documents] == [
        ("a.epub:OEBPS/a.xhtml", "AB"),
        ("a.epub:OEBPS/b two.xhtml", "Two\n\nAB"),
        ("a.epub:OEBPS/nav.xhtml", ""),
    ]


# ---------------------------------------------------------------- writing


@pytest.mark.parametrize("name", MAKERS)
def test_an_edit_changes_its_runs_and_no_other_member(name: str) -> None:
    make = MAKERS[name]
    before = make(paragraphs(name, "The mayor said T|be town of|the river", "===== a ====="))
    source = read(name, before)
    after = edited(source, source.documents[0], ("Tbe", "The"), ("ofthe", "of the"))
    wanted = members(make(paragraphs(name, "The mayor said T|he town of |the river", "===== a =====")))
    part = {"a.docx": "word/document.xml", "a.epub": "OEBPS/a.xhtml"}[name]
    assert members(after) == members(before) | {part: wanted[part]}
    assert list(members(after)) == list(members(before))


def test_a_text_of_word_that_gets_a_blank_at_its_end_says_that_it_counts() -> None:
    body = W("<w:r><w:t>of</w:t></w:r><w:r><w:t>the</w:t></w:r><w:r><w:t>town</w:t></w:r>")
    source = read("a.docx", docx(body))
    after = members(edited(source, source.documents[0], ("ofthe", "of the")))["word/document.xml"].decode()
    assert '<w:t xml:space="preserve">of </w:t></w:r><w:r><w:t>the</w:t></w:r><w:r><w:t>town</w:t>' in after
    changed = members(edited(source, source.documents[0], ("town", "city")))["word/document.xml"].decode()
    assert "preserve" not in changed and "<w:t>city</w:t>" in changed


@pytest.mark.parametrize("space", ["default", ""])
def test_what_a_text_says_of_its_blanks_is_said_once_and_in_its_tag(space: str) -> None:
    said, aside = f"<w:r><w:t xml:space='{space}'>of</w:t></w:r>", "<w:r><w:t><!-- -->the</w:t></w:r>"
    for body in (W(said + aside), W(aside + said)):
        source = read("a.docx", docx(body))
        whole = source.documents[0].text
        after = members(edited(source, source.documents[0], (whole, f"{whole[:2]} {whole[2:]}")))
        ElementTree.fromstring(after["word/document.xml"].replace(b"w:", b""))
    source = read("a.docx", docx(W(said + aside)))
    after = members(edited(source, source.documents[0], ("ofthe", "of the")))["word/document.xml"].decode()
    assert said.replace(f"'{space}'", "'preserve'").replace("of<", "of <") + aside in after
    source = read("a.docx", docx(W(aside + said)))
    after = members(edited(source, source.documents[0], ("theof", "the of")))["word/document.xml"].decode()
    assert aside.replace("<w:t>", '<w:t xml:space="preserve">').replace("the<", "the <") + said in after


@given(
    st.dictionaries(
        st.text("abc/.é", min_size=1, max_size=6), st.tuples(st.binary(max_size=60), st.booleans()), max_size=6
    ),
    st.data(),
)
def test_an_archive_keeps_every_member_that_is_not_put_anew(
    held: dict[str, tuple[bytes, bool]], data: st.DataObject
) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, (content, deflated) in held.items():
            info = zipfile.ZipInfo(name)
            info.comment, info.extra = b"c" * len(content), b"\xfe\xca\2\0xy"
            made.writestr(info, content, zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED)
        made.comment = b"the end"
    before = archive.Archive(file.getvalue(), "zip")
    assert before.with_members({}) == file.getvalue()
    new = {name: data.draw(st.binary(max_size=80)) for name in held if data.draw(st.booleans())}
    after = before.with_members(new)
    assert members(after) == {name: new.get(name, content) for name, (content, _) in held.items()}
    with zipfile.ZipFile(io.BytesIO(file.getvalue())) as old, zipfile.ZipFile(io.BytesIO(after)) as now:
        for was, entry in zip(old.infolist(), now.infolist(), strict=True):
            assert (was.comment, was.extra, was.compress_type) == (entry.comment, entry.extra, entry.compress_type)
        assert now.comment == b"the end"


def test_sizes_that_follow_a_member_are_written_into_its_head() -> None:
    class Pipe(io.BytesIO):
        def seek(self, *_: object) -> int:
            raise OSError

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts_of_docx(W("<w:r><w:t>Tbe town</w:t></w:r>")).items():
            with made.open(name, "w") as member:
                member.write(content.encode() if isinstance(content, str) else content)
    source = read("a.docx", pipe.getvalue())
    with zipfile.ZipFile(io.BytesIO(source.file)) as opened:
        assert opened.getinfo("word/document.xml").flag_bits & 8
    after = edited(source, source.documents[0], ("Tbe", "The"))
    assert b"The town" in members(after)["word/document.xml"]
    with zipfile.ZipFile(io.BytesIO(after)) as opened:
        entry = opened.getinfo("word/document.xml")
        head = struct.unpack_from("<4s5H3L2H", after, entry.header_offset)
        assert head[2] & 8 == 0 and head[6:9] == (entry.CRC, entry.compress_size, entry.file_size)


@pytest.mark.parametrize("name", MAKERS)
def test_the_whole_road(elsewhere, name: str) -> None:  # type: ignore[no-untyped-def]
    make = MAKERS[name]
    text = "The mayor said {}| town would build {} bridge over {} river, and {} it would pay for {} work."
    before = make(paragraphs(name, text.format("T|be", "tbe", "tbe", "tbat", "tbe")))
    mended = make(paragraphs(name, text.format("T|he", "the", "the", "that", "the")))
    (elsewhere / "in").mkdir()
    (elsewhere / "in" / name).write_bytes(before)
    ran = cleaner("clean", "in", "-o", "out", "--damage", "ocr", cwd=elsewhere)
    assert ran.code == 0, ran.err
    after = members((elsewhere / "out" / name).read_bytes())
    wanted = members(mended)
    if name == "a.docx":
        wanted["word/footnotes.xml"] = wanted["word/footnotes.xml"].replace(b"tbe", b"the")
    assert after == wanted
    diff = (elsewhere / "out/changes.diff").read_text()
    assert diff and all(line.startswith("# ") for line in diff.splitlines())
    kept = (elsewhere / "out" / name).read_bytes()
    assert cleaner("apply", "out", cwd=elsewhere).code == 0
    assert (elsewhere / "out" / name).read_bytes() == kept
    assert cleaner("check", f"out/{name}", "--damage", "ocr", cwd=elsewhere).code == 0


# ---------------------------------------------------------------- archives made to hurt


def encrypted(data: bytes) -> bytes:
    """The archive in which the last member says that it is encrypted."""
    at, entry = data.rindex(b"PK\3\4"), data.rindex(b"PK\1\2")
    data = data[: at + 6] + b"\1" + data[at + 7 :]
    return data[: entry + 8] + b"\1" + data[entry + 9 :]


def twice(parts: dict[str, str | bytes], name: str) -> bytes:
    file = io.BytesIO(packed(parts))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(file, "a") as made:
        made.writestr(name, "again")
    return file.getvalue()


def last(parts: dict[str, str | bytes], name: str) -> dict[str, str | bytes]:
    return {k: v for k, v in parts.items() if k != name} | {name: parts[name]}


WHOLE = parts_of_docx(W("<w:r><w:t>A town.</w:t></w:r>")) | {"word/footnotes.xml": "<w:footnotes/>"}
BOOK = parts_of_epub("<p>A town.</p>")
DOC, PAGE = "word/document.xml", "OEBPS/a.xhtml"
LOCKED = '<encryption><CipherReference URI="OEBPS/a.xhtml"/></encryption>'
BAD = {  # an archive, and what is said of it
    "no archive": ("a.docx", b"PK\3\4 no", "no whole DOCX"),
    "nothing": ("a.epub", b"", "no whole EPUB"),
    "cut off": ("a.docx", packed(WHOLE)[:-40], "cut off"),
    "cut in its middle": ("a.docx", packed(WHOLE)[:900], "cut off"),
    "a member spoilt": ("a.docx", packed(WHOLE, DOC).replace(b"A town", b"B town"), f"{DOC} is broken"),
    "no document": ("a.docx", packed({k: v for k, v in WHOLE.items() if k != DOC}), f"no {DOC} in it"),
    "no types": ("a.docx", packed({"a.txt": "x"}), "Content_Types"),
    "an archive in an archive": ("a.docx", packed({"a.docx": packed(WHOLE)}), "Content_Types"),
    "an archive for a document": ("a.docx", packed(WHOLE | {DOC: packed(WHOLE)}), DOC),
    "encrypted": ("a.docx", encrypted(packed(last(WHOLE, DOC))), f"{DOC} is encrypted"),
    "one member twice": ("a.docx", twice(WHOLE, DOC), "2 times"),
    "entities in entities": (
        "a.docx",
        packed(WHOLE | {DOC: '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w:document>&b;</w:document>'}),
        "declarations of its own",
    ),
    "XML that is cut off": ("a.docx", packed(WHOLE | {DOC: f"<w:document {WORD}><w:p>"}), "cut off"),
    "a bomb": ("a.docx", packed(WHOLE | {DOC: b"<" + bytes(archive.LARGEST)}), "a bomb"),
    "no container": ("a.epub", packed({"mimetype": "x"}), "META-INF/container.xml"),
    "no package": ("a.epub", packed({"META-INF/container.xml": CONTAINER}), "OEBPS/content.opf"),
    "no chapter": ("a.epub", packed(BOOK | {"OEBPS/content.opf": "<package/>"}), "names no chapter"),
    "a book with a lock": ("a.epub", packed(BOOK | {"META-INF/encryption.xml": LOCKED}), f"{PAGE} is encrypted"),
}


@pytest.mark.parametrize(("name", "data", "said"), BAD.values(), ids=BAD)
def test_a_bad_archive_is_told(name: str, data: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as told:
        read(name, data)
    assert said in str(told.value)


def test_a_bad_archive_stops_no_other_file(elsewhere) -> None:  # type: ignore[no-untyped-def]
    (elsewhere / "in").mkdir()
    for i, (name, data, _) in enumerate(BAD.values()):
        (elsewhere / f"in/{i:02}-{name}").write_bytes(data)
    (elsewhere / "in/z.docx").write_bytes(packed(WHOLE))
    ran = cleaner("clean", "in", "-o", "out", cwd=elsewhere)
    assert ran.code == 2 and f"{len(BAD)} files could not be used" in ran.err, ran.err
    assert (elsewhere / "out/z.docx").read_bytes() == packed(WHOLE)
    assert {p.suffix for p in (elsewhere / "out").iterdir()} <= {".docx", ".diff", ".db", ".jsonl"}


def test_a_member_that_names_a_place_outside_is_copied_and_written_nowhere(elsewhere) -> None:  # type: ignore[no-untyped-def]
    data = packed(WHOLE | {"../../evil.txt": "x", "/etc/evil": "x"})
    (elsewhere / "a.docx").write_bytes(data)
    assert cleaner("clean", "a.docx", "-o", "out", cwd=elsewhere).code == 0
    assert (elsewhere / "out/a.docx").read_bytes() == data
    assert not list(elsewhere.parent.rglob("evil*"))


def test_a_member_that_says_its_sizes_as_zip64_is_written_without() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in WHOLE.items():
            with made.open(name, "w", force_zip64=True) as member:
                member.write(content.encode() if isinstance(content, str) else content)
    source = read("a.docx", file.getvalue())
    assert b"The town" in members(edited(source, source.documents[0], ("A town", "The town")))[DOC]


def test_an_archive_with_the_end_of_a_zip64_is_told_before_anything_is_written() -> None:
    data = packed(WHOLE)
    end = data.rindex(b"PK\5\6")
    count, size, first = struct.unpack_from("<H2L", data, end + 10)
    wide = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, first)
    wide += struct.pack("<4sLQL", b"PK\6\7", 0, end, 1)
    for said in (data[end:], data[end : end + 12] + b"\xff" * 8 + data[end + 20 :]):
        source = read("a.docx", data[:end] + wide + said)
        with pytest.raises(Unreadable, match="ZIP64"):
            edited(source, source.documents[0], ("A town", "The town"))


def test_a_zip64_archive_is_told_before_anything_is_written() -> None:
    data = bytearray(packed(WHOLE))
    entry = data.rindex(b"PK\1\2")  # the image, which nobody reads: its place is said in a ZIP64 field
    place = data[entry + 42 : entry + 46]
    data[entry + 42 : entry + 46] = b"\xff" * 4
    name = struct.unpack_from("<H", data, entry + 28)[0]
    data[entry + 30 : entry + 32] = struct.pack("<H", 12)
    data[entry + 46 + name : entry + 46 + name] = struct.pack("<2H", 1, 8) + place + bytes(4)
    end = data.rindex(b"PK\5\6")
    data[end + 12 : end + 16] = struct.pack("<L", struct.unpack_from("<L", data, end + 12)[0] + 12)
    source = read("a.docx", bytes(data))
    with pytest.raises(Unreadable, match="ZIP64"):
        edited(source, source.documents[0], ("A town", "The town"))
