"""The page in a real browser: every key, undo, kill -9 and resume, hostile texts, another site's page."""

import http.server
import os
import signal
import statistics
import threading
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import launched
from command import cleaner
from made import TBE, asked, cleaned, finding, ledger_of, record
from playwright.sync_api import sync_playwright
from serving import Process, Server
from test_pictures import image, scan
from test_web_guard import EVIL

from cleaner.ledger import Ledger
from cleaner.model import Verdict
from cleaner.reports.html import report


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


# What a browser says of a server that is no longer there.
GONE = ("ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE", "ERR_CONTENT_LENGTH_MISMATCH")


def expected(wrong):
    """The server was killed or closed: what the page asked it for since is refused or cut off."""
    wrong[:] = [w for w in wrong if not any(gone in w for gone in GONE)]


@pytest.fixture
def wrong():
    """What a page told that nobody expected."""
    told = []
    yield told
    assert told == []


@pytest.fixture
def serve(tmp_path):
    """Starts a server for a run's documents; it is closed when its page is."""
    servers = []

    def started(*documents, by=Server):
        ledger_of(*documents, path=tmp_path / "run.db").close()
        servers.append(by(tmp_path))
        return servers[0]

    yield started
    for server in servers:
        server.close()


@pytest.fixture(scope="module")
def tab(browser):
    """One tab for all tests: each goes to a server, so to an origin, of its own."""
    return browser.new_page()


class Empty(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def nowhere():
    """An empty page on the servers' machine: for one from elsewhere, `about:blank` too, a browser starts a process."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Empty)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(tab, nowhere, serve, wrong):
    """A page on which anything unexpected is an error: dialogs, errors of scripts, refusals of the policy."""
    watched = {
        "dialog": lambda d: (wrong.append(f"dialog {d.message}"), d.dismiss()),
        "pageerror": lambda e: wrong.append(f"error {e}"),
        "console": lambda m: wrong.append(m.text) if m.type == "error" else None,
    }
    for event, told in watched.items():
        tab.on(event, told)
    yield tab
    tab.goto(nowhere)
    for event, told in watched.items():
        tab.remove_listener(event, told)


TOWNS = [
    *(asked(f"in/{i}.txt", f"Town {i}. A man urged the mafia not to enter.", after=("mob", "crowd")) for i in range(4)),
    *(asked(f"in/t{i}.txt", f"It was tbe end of day {i}.", "tbe", "the", rule=TBE) for i in range(2)),
]


@pytest.fixture
def server(serve):
    return serve(*TOWNS)


def press(page, keys, until):
    """Presses keys one after another; each answer is waited for, as a person waits."""
    for key in keys:
        before = page.evaluate("document.body.dataset.settled")
        page.keyboard.press(key)
        if key in "ynaAdNu12":
            page.wait_for_function("t => document.body.dataset.settled !== t", arg=before, timeout=20_000)
    page.wait_for_function(
        "t => document.getElementById('progress').textContent.startsWith(t)", arg=until, timeout=20_000
    )


KEYS = [
    ("y", ["accept mob"] * 4),
    ("n", ["reject None"] * 4),
    ("2", ["replace crowd"] * 4),
    ("1", ["accept mob"] * 4),
    ("A", ["accept mob"] * 4),
    ("Nn", ["reject None"] * 4),
    ("Ny", ["reject None"] * 4),
    ("a", ["accept mob"] * 4),
    ("d", ["reject None"] * 4),
    ("jy", ["accept mob"]),
    ("jjn", ["reject None"]),
    ("jxky", ["accept mob"] * 3),
    ("yu", []),
    ("jyu", []),
    ("jynky", ["accept mob", "reject None", "accept mob", "accept mob"]),
]


@pytest.mark.parametrize(("keys", "expected"), KEYS)
def test_every_key_that_answers(page, server, keys, expected):
    page.goto(server.address)
    press(page, keys, f"{len(expected)} answered")
    assert [f"{a} {t}" for n, a, t in server.answered() if "/t" not in n] == expected


@pytest.fixture
def several(serve):
    """Six patterns of one case each, and one of two, which is the first."""
    words = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"]
    documents = [asked(f"in/{w}.txt", f"Here {w} stands alone.", w, f"{w}s", rule=f"r/{w}") for w in words]
    documents += [asked(f"in/two{i}.txt", f"It was tbe end of day {i}.", "tbe", "the", rule=TBE) for i in range(2)]
    return serve(*documents)


def shown(page):
    return page.inner_text(".head .old")


def test_after_an_answer_comes_the_next_pattern_and_after_undo_the_undone(page, several):
    page.goto(several.address)
    assert shown(page) == "tbe"
    page.locator("[data-item]", has_text="gamma").click()
    page.wait_for_function("document.querySelector('.head .old').textContent === 'gamma'")
    seen = []
    for key in "nyuuJJyn":
        press(page, key, "")
        if key == "J":
            page.wait_for_timeout(300)
        seen.append(shown(page))
    assert seen == ["delta", "epsilon", "delta", "gamma", "delta", "epsilon", "zeta", "tbe"]  # and then those skipped
    assert page.locator('[data-item][aria-current="true"]').inner_text().startswith("2")
    assert {n for n, _, _ in several.answered()} == {"in/epsilon.txt", "in/zeta.txt"}


def test_several_wordings_are_one_question_and_each_case_keeps_its_own_words(page, serve):
    sums = {"in/0.txt": "$84", "in/1.txt": "$3", "in/2.txt": "$84"}
    server = serve(*(
        asked(name, f"It spent {n} millions there.", f"{n} millions", f"{n} million", rule="mt/es/money")
        for name, n in sums.items()
    ))  # fmt: skip
    page.goto(server.address)
    assert page.inner_text(".head h1") == "millions → million"
    assert "3 cases in 3 documents, 2 wordings" in page.inner_text(".head")
    press(page, "jn", "1 answered")
    assert "2 cases in 2 documents" in page.inner_text(".head") and page.locator(".current[data-case]").count() == 1
    press(page, "ky", "3 answered")
    put = {name: f"{n} million" for name, n in sums.items()}
    assert {n: t for n, a, t in server.answered() if a == "accept"}.items() <= put.items()
    assert [a for _, a, _ in server.answered()].count("reject") == 1
    press(page, "u", "1 answered")
    page.keyboard.press("e")
    assert page.input_value("#replacement") == "million"
    page.keyboard.type("bn")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.getElementById('progress').textContent.startsWith('3 answered')")
    assert {t for _, a, t in server.answered() if a == "replace"} <= {"$84 bn", "$3 bn"}


def test_an_answer_to_one_case_stays_with_its_pattern(page, several):
    page.goto(several.address)
    press(page, "jy", "1 answered")
    page.reload()
    assert shown(page) == "tbe"
    press(page, "y", "2 answered")
    assert shown(page) == "alpha" and "next=" not in page.url
    page.reload()
    assert shown(page) == "alpha"


def test_never_asks_before_a_rule_is_switched_off(page, server, tmp_path):
    page.goto(server.address)
    page.keyboard.press("N")
    page.wait_for_selector("#sure[open]")  # the rules are loaded first, which may take its time
    page.keyboard.press("Escape")
    page.wait_for_selector("#sure", state="hidden")
    assert server.answered() == [] and not list(tmp_path.rglob("*.yaml"))
    press(page, "N", "0 answered")
    assert "no exception would leave anything" in page.inner_text("#doubt")
    press(page, "n", "4 answered")
    assert not list(tmp_path.rglob("*.yaml"))
    press(page, "u", "0 answered")
    press(page, "Ny", "4 answered")
    assert [p.name for p in tmp_path.rglob("*.yaml")] == ["without.yaml"]


def test_history_says_by_what_words_were_replaced(page, server):
    page.goto(server.address)
    press(page, "2", "4 answered")
    press(page, "y", "6 answered")
    page.keyboard.press("h")
    page.wait_for_selector(".history")
    assert page.locator(".answer").all_inner_texts() == ["accepted “the”", "replaced by “crowd”"]


def test_replacing_by_words_of_one_s_own(page, server):
    page.goto(server.address)
    page.keyboard.press("e")
    assert page.input_value("#replacement") == "mob"
    page.keyboard.type("gang")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.getElementById('progress').textContent.startsWith('4 answered')")
    assert {t for _, _, t in server.answered()} == {"gang"}
    page.keyboard.press("e")
    page.keyboard.press("Escape")
    assert len(server.answered()) == 4


def test_keys_that_show(page, server):
    page.goto(server.address)
    page.keyboard.press("j")
    page.keyboard.press("w")
    assert "the rule" in page.wait_for_selector("[data-why] table").text_content()
    page.keyboard.press("?")
    assert page.is_visible("#help")
    page.keyboard.press("Escape")
    page.keyboard.press("J")
    page.wait_for_selector("h1:has-text('tbe')")
    page.keyboard.press("K")
    page.wait_for_selector("h1:has-text('mafia')")
    page.keyboard.press("o")
    page.wait_for_selector(".pair .mark")
    page.keyboard.press("h")
    page.wait_for_selector("h1:has-text('answered')")
    page.keyboard.press("P")
    page.wait_for_selector(".head h1")
    page.keyboard.press("/")
    page.keyboard.type("tbe")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=1 pattern, 2 cases")
    page.go_back()
    page.wait_for_selector("text=2 patterns, 6 cases")


def test_a_change_in_a_document_is_clicked_and_answered(page, server):
    page.goto(f"{server.address}documents")
    page.click(".mark")
    page.wait_for_selector("[data-why]")
    page.click("[data-why] [data-do=option] >> nth=1")
    page.wait_for_selector(".mark.made:has-text('crowd')")
    assert server.answered() == [("in/0.txt", "replace", "crowd")]
    page.click(".mark")
    page.click("[data-why] [data-do=reject]")
    page.wait_for_selector(".mark.kept:has-text('mafia')")
    assert server.answered() == [("in/0.txt", "reject", None)]


def test_history_undoes_any_answer(page, server):
    page.goto(server.address)
    press(page, "yy", "6 answered")
    page.keyboard.press("h")
    page.click("li:has-text('mafia') button")
    page.wait_for_selector("li.undone:has-text('mafia')")
    assert [n for n, _, _ in server.answered()] == ["in/t0.txt", "in/t1.txt"]


def test_filters_and_links_work_by_mouse(page, server):
    page.goto(server.address)
    page.select_option("select[name=show]", "all")
    page.fill("input[name=rule]", "ocr/*")
    page.click(".filter button")
    page.wait_for_selector("text=1 pattern, 2 cases")
    page.click(".where a")
    page.wait_for_selector("h1:has-text('in/t0.txt')")


def test_kill_9_loses_nothing_and_nothing_is_asked_twice(page, serve, wrong):
    server = serve(*TOWNS, by=Process)
    page.goto(server.address)
    press(page, "jyy", "2 answered")
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait(20)
    expected(wrong)
    again = Server(server.out)
    try:
        page.goto(again.address)
        expected(wrong)  # what was on its way when the server was killed may be told late
        assert "2 cases in 2 documents" in page.text_content(".head")
        press(page, "yy", "6 answered")
        assert "Every question is answered" in page.text_content("#main")
        assert page.locator(".detail :text('filter')").count() == 0
    finally:
        again.close()


@pytest.mark.parametrize("key", "ynuJophwD")
def test_a_dead_server_is_told_whatever_is_pressed(page, server, wrong, key):
    page.goto(server.address)
    page.keyboard.press("j")
    assert page.is_hidden("#stopped")
    server.close()
    page.keyboard.press(key)
    page.wait_for_selector("#stopped:has-text('Nothing is lost')")
    expected(wrong)


def test_a_filter_that_matches_nothing_is_told_from_a_finished_review(page, server):
    for path, field in (("patterns", "words"), ("documents", "words")):
        page.goto(server.address + path)
        page.fill(f"input[name={field}]", "nowhere")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=Nothing matches this filter")
        assert "6 questions in all are open" in page.text_content("#detail")
        page.keyboard.press("Enter")  # the link that clears it has the focus
        page.wait_for_selector("text=2 patterns, 6 cases")
    page.keyboard.press("y")
    page.wait_for_selector("#progress:has-text('4 answered')")
    page.goto(server.address + "patterns?rule=mt/*")
    page.wait_for_selector("text=2 questions in all are open")


def test_white_space_that_differs_is_seen(page, serve):
    texts = {"tbe  end": "the end", "a  b": "a b", "was ,": "was,"}
    documents = [
        asked(f"in-{i}", f"It {w} so.", w, to, rule=f"ocr/rule-{i}") for i, (w, to) in enumerate(texts.items())
    ]
    server = serve(*documents)
    for view in ("patterns", "documents"):
        page.goto(server.address + view)
        shown = [page.inner_text(".head h1" if view == "patterns" else ".mark")]
        for i in (1, 2):
            page.keyboard.press("J")
            page.wait_for_selector(f"[data-item][aria-current]:has-text('-{i}')")
            shown.append(page.inner_text(".head h1" if view == "patterns" else ".mark"))
        assert ["→".join(part.strip() for part in s.split("→")) for s in shown] == [
            "tbe··end→the end",
            "a··b→a·b",
            "was·,→was,",
        ]
    page.goto(server.address)
    page.keyboard.press("e")
    assert page.input_value("#replacement") == "the end"  # the words, not the signs for them


def test_a_sample_proves_what_it_proves(page, serve):
    documents = [asked(f"in/{i:02}.txt", f"Town {i}. A man urged the mafia not to enter.") for i in range(31)]
    documents += [asked(f"in/t{i}.txt", f"It was tbe end of day {i}.", "tbe", "the", rule=TBE) for i in range(25)]
    server = serve(*documents)
    page.goto(server.address)
    page.keyboard.press("t")
    page.wait_for_selector(".proof:has-text('20 left to look at')")
    assert page.locator(".card[data-case]").count() == 20
    press(page, "y" * 19 + "n", "20 answered")
    assert "19 of 20 right: at least 78% right with 95% confidence" in page.text_content(".proof")
    press(page, "u", "19 answered")
    assert "1 left to look at, 19 of 19 right so far" in page.text_content(".proof")
    press(page, "jy", "20 answered")
    assert "20 of 20 right: at least 86% right" in page.text_content(".proof")
    press(page, "y", "31 answered")
    assert "tbe" in page.text_content("h1") and page.locator(".proof").count() == 0
    assert "sample" not in page.url


def test_an_answer_for_one_document_alone(page, serve):
    text = "A man urged the mafia not to enter. The mafia left."
    both = [record(finding(text, "mafia", "mob", nth=n), text) for n in (0, 1)]
    server = serve(*(cleaned(f"in/{i}.txt", text, *both) for i in range(3)))
    page.goto(server.address)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("D")
    page.wait_for_selector(".head:has-text('2 cases in 1 document')")
    page.keyboard.press("D")
    page.wait_for_selector(".head:has-text('6 cases in 3 documents')")
    page.keyboard.press("j")
    page.keyboard.press("D")
    page.wait_for_selector(".head:has-text('for this document alone')")
    press(page, "n", "2 answered")
    page.wait_for_selector(".head:has-text('4 cases in 2 documents')")
    assert "document" not in page.url.partition("?")[2]
    assert {n for n, _, _ in server.answered()} == {"in/0.txt"}
    with Ledger.open(server.out) as ledger:
        assert ledger.history()[0].scope == "document"
    page.keyboard.press("h")
    page.wait_for_selector(".answer:has-text('rejected, in this document')")


def test_always_and_never_are_called_so_in_the_history(page, server):
    page.goto(server.address)
    press(page, "AN", "6 answered")
    page.keyboard.press("h")
    page.wait_for_selector(".history")
    assert page.locator(".answer").all_inner_texts() == ["never", "always “mob”"]


@pytest.mark.parametrize("width", [1280, 400])
def test_history_breaks_no_word(browser, serve, width):
    rule = "encoding/replacement-character-for-a-currency"
    server = serve(asked("in/long.txt", "It was circumnavigation.", "circumnavigation", "x", rule=rule))
    page = browser.new_page(viewport={"width": width, "height": 800})
    try:
        page.goto(server.address)
        press(page, "A", "1 answered")
        page.keyboard.press("h")
        page.wait_for_selector(".history li")
        lines = "e => e.getClientRects().length === 1 && e.offsetHeight < 30"
        for part in ("time", ".who", ".answer", ".words", "button", ".cases"):
            assert page.eval_on_selector(f".history {part}", lines), part
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    finally:
        page.close()
        server.close()


HOSTILE = [
    EVIL,
    "\u202emafia\u2066\u200b",
    "{{ 7*7 }} {% raw %}",
    "</textarea></title><base href=//evil.example>",
    "\ud800",
]


@pytest.mark.parametrize("evil", HOSTILE)
def test_a_hostile_document_does_no_harm(page, serve, evil):
    server = serve(asked(f"x {evil}", f"{evil} mafia {evil}", after=evil, rule=f"mt/{evil}"))
    for path in ("patterns", "documents", "history"):
        page.goto(server.address + path)
        if path != "history":
            page.keyboard.press("w" if path == "documents" else "j")
            page.keyboard.press("w")
        assert page.evaluate("document.querySelectorAll('img, base, main script').length") == 0
        assert not set("\u202e\u2066\u200b") & set(page.evaluate("document.body.innerText"))
    page.goto(server.address)
    press(page, "y", "1 answered")


@pytest.mark.parametrize("evil", HOSTILE)
def test_a_hostile_document_does_no_harm_in_the_report(page, tmp_path, evil):
    document = asked(f"x {evil}", f"{evil} mafia {evil}", after=evil, rule=f"mt/{evil}")
    (tmp_path / "report.html").write_bytes(report([document], evil).encode("utf-8", "replace"))
    page.goto((tmp_path / "report.html").as_uri())
    page.locator(".pair mark").last.click()
    page.wait_for_selector(".why")
    assert page.evaluate("document.querySelectorAll('img, base, main script').length") == 0
    assert not set("\u202e\u2066\u200b") & set(page.evaluate("document.documentElement.innerText"))


def test_a_word_s_picture_is_shown_and_one_that_is_not_at_hand_leaves_no_gap(tab, tmp_path):
    (tmp_path / "in").mkdir()
    for name in ("a", "b"):
        (tmp_path / "in" / f"{name}.hocr").write_text(scan(f"{name}.png"))
    image(tmp_path / "in" / "a.png")
    assert cleaner("clean", tmp_path / "in", "-o", tmp_path / "out", "-q").code == 0
    server = Server(tmp_path / "out")
    try:
        tab.goto(server.address + "patterns?show=fixed", wait_until="networkidle")
        widths = tab.evaluate("[...document.querySelectorAll('.picture img')].map((img) => img.naturalWidth)")
        assert tab.locator("article[data-case]").count() == 2 * len(widths) and min(widths) > 100  # of one scan of two
    finally:
        server.close()


def test_an_inline_script_would_not_run(browser, server, tmp_path):
    """Were anything ever to become markup, the policies of page and report would still stop it."""
    (tmp_path / "report.html").write_text(report([asked("a")]), encoding="utf-8")
    for address in (server.address, (tmp_path / "report.html").as_uri()):
        page = browser.new_page()
        page.goto(address)
        page.evaluate(
            """() => { const script = document.createElement("script"); script.textContent = "window.ran = 1";
                document.body.append(script);
                const box = document.createElement("div"); box.innerHTML = "<img src=x onerror='window.ran = 2'>";
                document.body.append(box); }"""
        )
        page.wait_for_timeout(300)
        assert page.evaluate("window.ran") is None
        page.close()


def test_another_site_s_page_cannot_decide(browser, server):
    attack = f"""<!doctype html><title>evil</title><script>
      const to = "{server.address}decide", body = JSON.stringify({{case: 1, answer: "accept"}});
      (async () => {{
        for (const options of [{{mode: "no-cors"}}, {{mode: "cors", headers: {{"content-type": "application/json"}}}}])
          await fetch(to, {{method: "POST", body, ...options}}).catch(() => 0);
        navigator.sendBeacon(to, new Blob([body], {{type: "application/json"}}));
        const form = document.createElement("form");
        Object.assign(form, {{method: "post", action: to, enctype: "text/plain", target: "frame"}});
        const field = document.createElement("input");
        Object.assign(field, {{name: '{{"case":1,"answer":"accept","x":"', value: '"}}'}});
        form.append(field); document.body.append(form); form.submit();
        setTimeout(() => document.title = "done", 500);
      }})();</script><body><iframe name="frame"></iframe>"""

    class Site(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(attack.encode())

        def log_message(self, *_):
            pass

    site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{site.server_port}/")
    page.wait_for_function("document.title === 'done'", timeout=10_000)
    page.close()
    site.shutdown()
    assert server.answered() == []


def test_ten_thousand_open_findings_answer_within_a_tenth_of_a_second(page, serve):
    text = "\n".join(f"w{i} mafia{i % 40} v{i} and some more words on a line" for i in range(520))
    documents = []
    for d in range(20):
        records = [record(finding(text, f"w{i} mafia{i % 40}", f"mob{i % 40}"), text) for i in range(520)]
        documents.append(cleaned(f"{d:04}", text, *records))
    server = serve(*documents, by=Process)  # alone on its core, as a user runs it
    page.goto(server.address)
    page.evaluate(
        """() => { window.times = []; let pressed = 0;
            document.addEventListener("keydown", () => { pressed = performance.now(); }, true);
            new MutationObserver(() => window.times.push(performance.now() - pressed))
                .observe(document.body, { attributeFilter: ["data-settled"] }); }"""
    )
    for i in range(1, 21):
        press(page, "y", f"{i * 20:,} answered")
    times = page.evaluate("window.times")
    assert len(times) == 20
    # From the key to the next question; 35 ms on an idle machine.  The slowest answers waited for other processes.
    assert statistics.quantiles(times)[0] < 100, times
    assert len(server.answered()) == 400


def test_a_document_of_a_million_characters(page, serve):
    text = "word mafia and more words. " * 40_000
    records, at = [], 0
    for _ in range(2_000):
        at = text.index("mafia", at + 1)
        found = finding(text, "mafia", "mob")
        records.append(
            record(type(found)(at, at + 5, found.rule, found.damage, found.tier, found.suggestions, "x"), text)
        )
    server = serve(cleaned("long.txt", text, *records))
    begun = time.monotonic()
    page.goto(f"{server.address}documents")
    page.wait_for_selector(".mark")
    assert time.monotonic() - begun < 5
    press(page, "y", "1 answered")


def test_a_change_of_a_million_characters(page, serve):
    text = "start " + "x" * 1_000_000 + " end"
    server = serve(asked("in/long.txt", text, "x" * 1_000_000, "y" * 1_000_000))
    for view, words in (("patterns", ".card[data-case]"), ("documents", ".mark"), ("history", ".history")):
        begun = time.monotonic()
        page.goto(server.address + view)
        page.wait_for_selector(words)
        assert time.monotonic() - begun < 3, view
        assert page.evaluate("document.body.innerText.length") < 20_000, view
        if view == "documents":
            press(page, "y", "1 answered")


def test_the_focus_is_seen_after_each_answer(page, server):
    def focused():
        return page.evaluate(
            """() => { const e = document.activeElement, box = e.getBoundingClientRect();
                return e.matches("[data-target], #detail a") && getComputedStyle(e).outlineStyle === "solid"
                    && box.top >= 0 && box.bottom <= innerHeight + 1; }"""
        )

    page.goto(server.address)
    for keys, until in (("jy", "1 answered"), ("n", "2 answered"), ("u", "1 answered"), ("ky", "4 answered")):
        press(page, keys, until)
        assert focused(), keys
    page.keyboard.press("o")
    page.wait_for_selector(".mark")
    press(page, "y", "5 answered")
    page.goto(server.address)
    press(page, "y", "6 answered")
    page.wait_for_selector("h1:has-text('Every question')")


def test_axe_finds_nothing_wrong(browser, server, tmp_path):
    axe = Axe()
    (tmp_path / "report.html").write_text(report([asked("a"), asked("b")]), encoding="utf-8")
    page = browser.new_context(bypass_csp=True).new_page()  # axe is put into the page as a script
    views = ("patterns", "patterns?document=1", "patterns?words=nowhere", "documents", "history")
    for address in (*(server.address + view for view in views), (tmp_path / "report.html").as_uri()):
        page.goto(address)
        page.keyboard.press("w")
        assert axe.run(page).response["violations"] == [], address


def test_light_and_dark_and_narrow(browser, server):
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme, viewport={"width": 400, "height": 800})
        page = context.new_page()
        page.goto(server.address)
        colours = page.evaluate(
            "[getComputedStyle(document.body).color,"
            " getComputedStyle(document.querySelector('header')).backgroundColor]"
        )
        assert (colours[0] == "rgb(0, 0, 0)") == (scheme == "light"), colours
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        context.close()


def test_the_report_of_a_thousand_documents(page, tmp_path):
    fixed = [f"Town {i}. A man urged the mafia not to enter." for i in range(999)]
    documents = [cleaned(f"d{i}", t, record(finding(t, "mafia", "mob"), t, Verdict.FIX)) for i, t in enumerate(fixed)]
    documents.append(asked(EVIL, f"{EVIL} mafia", after=EVIL, rule=f"mt/{EVIL}"))
    (tmp_path / "report.html").write_text(report(documents), encoding="utf-8")
    begun = time.monotonic()
    page.goto((tmp_path / "report.html").as_uri())
    page.wait_for_selector("#documents details")
    assert time.monotonic() - begun < 3
    page.fill("#words", "d500")
    page.wait_for_selector("text=1 of 1000 documents")
    assert page.text_content("ins") == "mob"
    page.click("ins")
    assert "A crowd." in page.text_content(".why")
    page.fill("#words", "")
    page.check("#open")
    page.wait_for_selector("text=1 of 1000 documents")
    assert page.evaluate("document.querySelectorAll('img, main script').length") == 0
    assert "alert(1)" in page.text_content("#documents .pair >> nth=1")


def test_the_ledger_says_who_and_in_which_session(page, server):
    page.goto(server.address)
    press(page, "y", "4 answered")
    with Ledger.open(server.out) as ledger:
        (said,) = ledger.history()
    assert said.who == "ann" and said.session and said.cases == 4


SCAN_WORDS = ["tbe", "tbat", "tbem", "tben", "tbere", "tbis", "tbose", "tbough", "tbree", "tbus"]


def scans(pages=3):
    return [
        asked(f"in/{i}-{w}.txt", f"Here {w} stood.", w, w.replace("b", "h"), rule="spelling/word", weight=2.0)
        for i in range(pages)
        for w in SCAN_WORDS
    ]


def settled(page, key):
    """Presses a key that asks the server for something, and waits until the page shows the outcome."""
    before = page.evaluate("document.body.dataset.settled")
    page.keyboard.press(key)
    page.wait_for_function("t => document.body.dataset.settled !== t", arg=before, timeout=20_000)


def test_a_group_is_sampled_and_the_rest_answered_with_one_key(page, serve):
    server = serve(*scans(), asked("in/mob.txt"))
    page.goto(server.address)
    page.keyboard.press("g")
    page.wait_for_selector("[data-lot]")
    page.locator("[data-item]", has_text="spelling/word").click()
    page.wait_for_selector("#filtered:has-text('spelling/word')")
    assert page.locator("[data-item]").all_inner_texts() == ["30\nb → h\n92% sure, 10 patterns"]
    page.keyboard.press("y")
    assert "test a sample first" in page.inner_text("#said")
    settled(page, "t")
    assert page.locator("[data-case]").count() == 9
    page.keyboard.press("2")
    page.keyboard.press("j")
    page.keyboard.press("x")  # the first
    assert page.locator("[data-out]:checked").count() == 2
    for key in "yyy":
        settled(page, key)
    assert "18 of 20 right: at least 71% right" in page.inner_text(".proof")
    assert "10 cases left that nobody looked at: at most 4 of them are wrong" in page.inner_text(".head")
    settled(page, "y")
    assert page.inner_text("#progress") == "30 answered, 1 open"
    given = [(answer, text) for name, answer, text in server.answered()]
    assert given.count(("reject", None)) == 2 and len(given) == 30
    settled(page, "u")  # the rest
    settled(page, "u")  # the last sheet
    assert page.inner_text("#progress") == "18 answered, 13 open"
    settled(page, "u")
    settled(page, "u")  # the first sheet, with what was marked on it
    assert page.inner_text("#progress") == "0 answered, 31 open"
    page.click("#filtered a")
    page.wait_for_selector("h1:has-text('everything that is open')")


def test_one_key_closes_a_page_wherever_it_is_seen(page, serve):
    bad = "tbe man and tbat man"
    marks = [record(finding(bad, w, w.replace("b", "h"), rule="spelling/word"), bad) for w in ("tbe", "tbat")]
    server = serve(asked("in/good.txt"), cleaned("in/bad.txt", bad, *marks), *scans(1))
    page.goto(server.address + "documents")
    first = page.locator("[data-item]").first
    assert "in/bad.txt" in first.inner_text()  # the most open first
    settled(page, "p")
    assert "closed in/bad.txt: 2 cases left as they are" in page.inner_text("#said")
    page.wait_for_selector("h1:has-text('in/good.txt')")
    settled(page, "u")
    assert page.inner_text("#progress") == "0 answered, 13 open"
    page.keyboard.press("P")
    page.wait_for_selector(".head:has-text('2 cases in 2 documents')")
    page.keyboard.press("p")
    assert "several pages" in page.inner_text("#said")
    page.keyboard.press("j")
    settled(page, "p")
    assert {name for name, _, _ in server.answered()} == {"in/bad.txt"}


def test_the_filter_is_seen_taken_off_and_carried_on(page, serve):
    page.goto(serve(*scans(1), asked("in/mob.txt")).address + "patterns?rule=spelling&min=0.5")
    assert page.locator("#filtered a").all_inner_texts() == ["spelling ×", "at least 50% sure ×"]
    page.keyboard.press("g")
    page.wait_for_selector("h1:has-text('only spelling, at least 50% sure')")
    page.keyboard.press("s")
    page.wait_for_selector(".head[data-pattern]")
    assert "rule=spelling" in page.url
    page.locator("#filtered a", has_text="50%").click()
    page.wait_for_function("() => document.querySelectorAll('#filtered a').length === 1")
    page.locator("#filtered a").click()
    page.wait_for_function("() => !document.querySelector('#filtered')")
    page.wait_for_selector("p.faint:has-text('11 patterns, 11 cases')")


def test_what_was_looked_at_is_marked_as_seen_and_the_pace_is_told(page, serve):
    page.goto(serve(*scans(1)).address)
    assert page.locator(".seen").count() == 0
    page.keyboard.press("J")
    page.wait_for_selector(".seen")
    assert page.locator(".seen").count() == 1
    for _ in range(4):
        settled(page, "n")
    assert page.locator("#pace").count() == 0
    settled(page, "n")
    assert "a minute" in page.inner_text("#pace")


@pytest.mark.parametrize("keys", ["", "t", "tyyy"])
def test_groups_are_fit_for_everybody_and_for_a_narrow_window(browser, serve, keys):
    page = browser.new_context(bypass_csp=True, viewport={"width": 400, "height": 800}).new_page()
    try:
        page.goto(serve(*scans()).address + "groups?rule=spelling")
        for key in keys:
            settled(page, key)
        assert Axe().run(page).response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 400
    finally:
        page.close()


def test_a_whole_rule_with_many_cases_is_asked_about_once_more(page, serve):
    page.goto(serve(*scans(4), asked("in/mob.txt")).address)
    page.keyboard.press("a")
    page.wait_for_selector("#sure:has-text('40 cases of spelling/word')")
    assert page.inner_text("#sure-title") == "Answer the whole rule?"
    assert not page.is_visible("#sure-no")
    page.keyboard.press("Escape")
    page.wait_for_selector("#sure", state="hidden")
    assert page.inner_text("#progress") == "0 answered, 41 open"
    page.keyboard.press("a")
    page.wait_for_selector("#sure[open]")
    press(page, "y", "40 answered")
