"""How long the page takes from a key to the next question, in Chromium, with as many questions open as a run has left.

    python benchmarks/review_page.py OUT      # a folder that `cleaner clean -o OUT` wrote; it is copied, not changed

Milliseconds, median and slowest twentieth: until the new page stands, and the two requests that it takes.  Close other
programs: browser and server share the machine with them.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from browser import launched
from playwright.sync_api import Page, sync_playwright
from test_web_guard import Server

ANSWERS = 60
WATCH = """() => {
    window.taken = {answer: [], decide: [], show: []};
    const ask = window.fetch;
    window.fetch = async (...what) => {
        const begun = performance.now(), response = await ask(...what);
        await response.clone().text();
        window.taken[String(what[0]).includes("/decide") ? "decide" : "show"].push(performance.now() - begun);
        return response;
    };
    let pressed = 0;
    document.addEventListener("keydown", () => { pressed = performance.now(); }, true);
    new MutationObserver(() => window.taken.answer.push(performance.now() - pressed))
        .observe(document.body, { attributeFilter: ["data-settled"] });
}"""


def measured(page: Page, address: str, first: str, keys: str) -> str:
    page.goto(address)
    page.evaluate(WATCH)
    page.keyboard.press(first)
    for number in range(ANSWERS):
        page.keyboard.press(keys[number % len(keys)])
        page.wait_for_function("n => window.taken.answer.length > n", arg=number)
    taken = page.evaluate("window.taken")
    return "  ".join(
        f"{name} {statistics.median(times):.0f} {statistics.quantiles(times, n=20)[-1]:.0f}"
        for name, times in taken.items()
    )


def main(out: Path) -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        shutil.copy(out / "run.db", folder)
        server, browser = Server(Path(folder)), launched(playwright)
        page = browser.new_page()
        print("a pattern  ", measured(page, server.address, "k", "yn"))
        print("a case     ", measured(page, server.address, "j", "yn"))
        print("a document ", measured(page, f"{server.address}documents", "k", "yn"))
        browser.close()
        server.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
