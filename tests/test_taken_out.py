"""Texts that are taken out of a file which is not written back: a PDF's text layer, a scraped page's article."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from command import cleaner

from cleaner.formats import NoText, ReadOptions, Unreadable, read


def pdf(*pages: str) -> bytes:
    """A PDF with some lines of text on each page."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for page in pages:
        lines = " ".join(f"({line}) Tj 0 -20 Td" for line in page.split("\n")) if page else ""
        content = f"BT /F1 8 Tf 72 700 Td {lines} ET".encode()
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    made, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


STORY = [
    "The mayor said tbe town would build tbe bridge over tbe river, and tbat it would pay for tbe work in spring.",
    "The council, she said, would vote on it next week, and tbe clerk would then count all of tbe votes by hand.",
    "Nobody in the room knew what the bridge would cost, or who would build it, but few of them seemed to mind.",
]
MENDED = "\n".join(STORY).replace("tbe", "the").replace("tbat", "that")
SCRAPED = (
    '<html lang="en"><head><meta charset="utf-8"><title>The bridge</title></head><body><nav><a href="/">Home</a></nav>'
    f"<article><h1>The bridge</h1>{''.join(f'<p>{line}</p>' for line in STORY)}</article>"
    "<footer>All rights reserved. Sign up for our newsletter.</footer></body></html>"
)


def test_a_pdf_reads_as_its_text_layer() -> None:
    source = read("a.pdf", pdf("One line\nand the next", "", "Another page"))
    (document,) = source.documents
    assert document.text == "One line\nand the next\n\nAnother page\n"
    assert source.file.startswith(b"%PDF") and source.rewritten([]) == document.text.encode()


def test_an_article_is_taken_out_of_a_page() -> None:
    (document,) = read("a.html", SCRAPED.encode(), ReadOptions(extract=True)).documents
    assert STORY[2] in document.text and "newsletter" not in document.text and "Home" not in document.text
    assert "newsletter" in read("a.html", SCRAPED.encode()).documents[0].text
    assert read("a.txt", b"<p>x", ReadOptions(extract=True)).documents[0].text == "<p>x"


@pytest.mark.parametrize("name", ["a.pdf", "a.html"])
def test_the_text_is_written_beside_and_the_file_never(elsewhere: Path, name: str) -> None:
    (elsewhere / "in").mkdir()
    data = pdf("\n".join(STORY)) if name == "a.pdf" else SCRAPED.encode()
    (elsewhere / "in" / name).write_bytes(data)
    clean = ["clean", "in", "-o", "out", "--extract", "--damage", "ocr"]
    ran = cleaner(*clean, cwd=elsewhere)
    assert ran.code == 0 and f"its text becomes {name}.txt" in ran.err, ran.err
    assert not (elsewhere / "out" / name).exists()
    written = (elsewhere / "out" / f"{name}.txt").read_text()
    assert all(line in written for line in MENDED.split("\n"))
    assert all(line.startswith("# ") for line in (elsewhere / "out/changes.diff").read_text().splitlines())
    assert "not cleaned again" in cleaner(*clean, cwd=elsewhere).err
    assert cleaner("apply", "out", cwd=elsewhere).code == 0
    assert (elsewhere / "out" / f"{name}.txt").read_text() == written
    ran = cleaner("clean", f"in/{name}", "--in-place", "--extract", "--damage", "ocr", cwd=elsewhere)
    assert ran.code == 2 and "is never written; -o OUT" in ran.err
    assert (elsewhere / "in" / name).read_bytes() == data


BAD = {  # bytes that are called a PDF, and what is said of them
    "no PDF": (b"He left.", "is no PDF"),
    "nothing": (b"", "is no PDF"),
    "cut off at once": (pdf("A line.")[:60], "cut off"),
    "without a text layer": (pdf("", ""), "no text layer"),
    "with a password": (
        pdf("A line.").replace(
            b"/Root 1 0 R",
            b"/Root 1 0 R/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (b"00" * 32, b"11" * 32),
        ),
        "password",
    ),
}


@pytest.mark.parametrize(("data", "said"), BAD.values(), ids=BAD)
def test_a_bad_pdf_is_told(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as told:
        read("a.pdf", data)
    assert said in str(told.value)


def test_a_page_without_an_article_is_counted_in_a_folder_and_told_when_named(elsewhere: Path) -> None:
    (elsewhere / "in").mkdir()
    (elsewhere / "in/a.html").write_text("<html><body></body></html>")
    with pytest.raises(NoText, match="no article"):
        read("a.html", (elsewhere / "in/a.html").read_bytes(), ReadOptions(extract=True))
    (elsewhere / "in/b.txt").write_text("He left.\n")
    ran = cleaner("check", "in", "--extract", cwd=elsewhere)
    assert ran.code == 0 and "1 .html without a text that we know" in ran.err
    assert cleaner("check", "in/a.html", "--extract", cwd=elsewhere).code == 2


@pytest.mark.parametrize(
    ("module", "extra", "name"), [("pypdfium2", "pdf", "a.pdf"), ("trafilatura", "extract", "a.html")]
)
def test_without_the_library_the_message_names_the_extra(
    module: str, extra: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(Unreadable, match=rf"article-cleaner\[{extra}\]"):
        read(name, pdf("A line.") if name == "a.pdf" else SCRAPED.encode(), ReadOptions(extract=True))


def test_heavy_libraries_are_loaded_only_where_a_file_needs_them(elsewhere: Path) -> None:
    import subprocess

    (elsewhere / "a.html").write_text(SCRAPED)
    code = (
        "import json, sys; from cleaner.formats import read;"
        "read('a.html', open('a.html', 'rb').read()); read('a.txt', b'x');"
        "print(json.dumps([m for m in ('trafilatura', 'pypdfium2', 'lxml') if m in sys.modules]))"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=elsewhere, capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == []
