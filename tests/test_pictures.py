"""The picture beside a doubtful word: where the file says that it stands, which image is at hand, what is cut out."""

import http.client
import io
import os
from pathlib import Path

import pytest
import yaml
from command import cleaner
from PIL import Image
from serving import Server

from cleaner.files import page_images
from cleaner.files.page_images import NoPictureError, Shares, at_hand, cut_out
from cleaner.formats import read
from cleaner.formats.scans.layout import LayoutContainer
from cleaner.formats.scans.pictured import PageBoxes
from cleaner.ledger import Filter, Ledger, Status

PLACES = {case["what"]: case for case in yaml.safe_load((Path(__file__).parent / "data" / "pictured.yaml").read_text())}


@pytest.mark.parametrize("what", PLACES)
def test_where_a_word_stands(what: str) -> None:
    case = PLACES[what]
    (document,) = read(case["name"], case["holds"].encode()).documents
    at = document.text.index("tbe")
    container = document.container
    found = PageBoxes(container).of(at, at + 3) if isinstance(container, LayoutContainer) else None
    if "box" not in case:
        assert found is None
    else:
        assert found and (found.image, found.page) == (case["image"], case["page"])
        assert [round(100 * share) for share in found.box] == case["box"]


def test_two_words_of_a_line_have_one_box_and_of_two_lines_the_first_one_s() -> None:
    word = "<span class='ocrx_word' title='bbox {} {} {} {}'>{}</span> "
    words = [(0, 100, 40, 120, "a"), (50, 90, 90, 120, "b"), (0, 200, 40, 220, "c")]
    page = "<div class='ocr_page' title='bbox 0 0 100 1000'>" + "".join(word.format(*w) for w in words) + "</div>"
    (document,) = read("a.hocr", page.encode()).documents
    assert document.text == "a b c" and isinstance(document.container, LayoutContainer)
    boxes = PageBoxes(document.container)
    joined, first = boxes.of(0, 3), boxes.of(2, 5)
    assert joined and joined.box == (0, 0.09, 0.9, 0.12)
    assert first and first.box == (0.5, 0.09, 0.9, 0.12)


# What a file names, and what lies beside it → the image at hand.
AT_HAND = {
    "its name": ("p1.png", ["p1.png", "p1.tif"], "p1.png"),
    "a way on another machine": ("/home/ann/p1.tif", ["p1.png", "p1.tif"], "p1.tif"),
    "a way on Windows": ("C:\\scans\\p1.jp2", ["p1.jp2"], "p1.jp2"),
    "another ending": ("p1.jp2", ["p1.jpeg"], "p1.jpeg"),
    "none named": ("", ["a.jpg"], "a.jpg"),
    "none there": ("p1.png", ["p2.png", "a.jpg"], None),
    "no image": ("a.xml", ["a.xml"], None),
    "a way out": ("../secret.png", [], None),
}


@pytest.mark.parametrize("what", AT_HAND)
def test_which_image_is_at_hand(what: str, tmp_path: Path) -> None:
    named, there, found = AT_HAND[what]
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.png").touch()
    for name in there:
        (tmp_path / "in" / name).touch()
    place = at_hand(named, Path("a.xml"), [tmp_path / "else", tmp_path / "in"])
    assert place == (tmp_path / "in" / found if found else None)


def image(place: Path, box: tuple[int, int, int, int] = (500, 100, 600, 120), **how: object) -> Path:
    """A white page of 1000 × 1000 with a black word."""
    page = Image.new("L", (1000, 1000), 255)
    page.paste(0, box)
    page.save(place, **how)
    return place


WORD = Shares(0.5, 0.1, 0.6, 0.12)


@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.jpg"])
def test_what_is_cut_out(name: str, tmp_path: Path) -> None:
    made = Image.open(io.BytesIO(cut_out(image(tmp_path / name), 0, WORD)))
    assert made.format == "JPEG" and 300 < made.width < 400 and 40 < made.height < 50
    dark = made.convert("L").point(lambda v: v < 60 and 255).getbbox()
    assert dark and abs((dark[0] + dark[2]) / 2 - made.width / 2) < 3 and 95 <= dark[2] - dark[0] <= 110
    red = [made.getpixel((x, made.height // 2)) for x in range(made.width)]
    assert sum(r > b + 40 for r, _, b in red) >= 2  # the frame's two sides


def test_of_an_image_with_several_pages_its_own(tmp_path: Path) -> None:
    pages = [Image.new("L", (1000, 1000), shade) for shade in (255, 0)]
    pages[0].save(tmp_path / "a.tif", save_all=True, append_images=pages[1:])
    corner = [
        Image.open(io.BytesIO(cut_out(tmp_path / "a.tif", n, WORD))).convert("L").getpixel((1, 1)) for n in (0, 1)
    ]
    assert corner[0] > 250 and corner[1] < 5


def test_a_new_image_of_the_same_name_is_seen(tmp_path: Path) -> None:
    place = image(tmp_path / "a.png")
    before = cut_out(place, 0, WORD)
    image(place, (0, 0, 1000, 1000))
    os.utime(place, ns=(1, 1))
    assert cut_out(place, 0, WORD) != before


@pytest.mark.parametrize("what", ["text", "cut off", "too large", "svg", "gone"])
def test_an_image_that_cannot_be_shown_says_why(what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = image(tmp_path / "a.png")
    if what == "too large":
        monkeypatch.setattr(page_images, "LARGEST", 999_999)
    elif what == "gone":
        place.unlink()
    else:
        whole = place.read_bytes()
        place.write_bytes({"text": b"no image", "cut off": whole[:200], "svg": b"<svg xmlns='x'/>"}[what])
    with pytest.raises(NoPictureError, match=r"^a\.png cannot be shown: ."):
        cut_out(place, 0, WORD)


HOCR = "<html><body><div class='ocr_page' title='image \"{}\"; bbox 0 0 1000 1000'><p>{}</p></div></body></html>"


def scan(image: str) -> str:
    words = "The rnan met tbe crowd of tbe town and tbe old men there .".split()
    box = "<span class='ocrx_word' title='bbox {} 100 {} 120'>{}</span>"
    return HOCR.format(image, " ".join(box.format(n * 60, n * 60 + 50, word) for n, word in enumerate(words)))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scans")
    (folder / "in").mkdir()
    (folder / "images").mkdir()
    (folder / "in" / "a.hocr").write_text(scan("a.png"))
    (folder / "in" / "b.hocr").write_text(scan("b.png"))
    (folder / "in" / "c.txt").write_text("The rnan met tbe crowd of tbe town and tbe old men there.\n")
    image(folder / "in" / "a.png")
    image(folder / "images" / "b.tif")
    assert cleaner("clean", folder / "in", "-o", folder / "out", "-q").code == 0
    return folder


def test_the_page_shows_it(run: Path) -> None:
    with Ledger.open(run / "out", create=False) as ledger:
        paths = {case.id: case.path for case in ledger.findings(Filter(Status.ALL), limit=-1)}
    first = {path: number for number, path in paths.items()}
    server = Server(run / "out")
    try:
        page = server.page("/patterns?show=fixed")[2]
        shown = {number for number in paths if f'data-case="{number}"' in page}
        assert {paths[number] for number in shown} == {"a.hocr", "b.hocr", "c.txt"}
        pictured = {number for number in shown if f'/picture?case={number}"' in page}
        assert {paths[number] for number in pictured} == {"a.hocr", "b.hocr"}
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        for token, status in ((server.token, 200), ("x" * 24, 403)):
            wanted = f"/{token}/picture?case={first['a.hocr']}"
            connection.request("GET", wanted, headers={"Host": f"127.0.0.1:{server.port}"})
            answer = connection.getresponse()
            assert (answer.status, answer.read().startswith(b"\xff\xd8")) == (status, status == 200)
        for path, why in (("b.hocr", "the page image b.png is not at hand"), ("c.txt", "does not tell where")):
            status, _, told = server.page(f"/picture?case={first[path]}")
            assert status == 404 and why in told
        assert server.page("/picture?case=99999")[0] == 404
    finally:
        server.close()


def test_the_report_holds_it(run: Path) -> None:
    assert cleaner("report", run / "out", "--pictures").code == 0
    page = (run / "out" / "report.html").read_text()
    assert page.count("data:image/jpeg;base64,") >= 3 and "img-src data:" in page
    assert cleaner("report", run / "out").code == 0
    assert "data:image/jpeg;base64," not in (run / "out" / "report.html").read_text()


def test_what_is_asked_for_in_vain_is_told(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    review = ("review", run / "out", "--web", "--no-browser", "--pictures")
    ran = cleaner(*review, run / "nowhere")
    assert ran.code == 2 and "nowhere is no folder" in ran.err
    monkeypatch.setattr(page_images, "can_be_cut", lambda: False)
    for command in ((*review, run), ("report", run / "out", "--pictures")):
        ran = cleaner(*command)
        assert ran.code == 2 and "article-cleaner[pictures]" in ran.err
