"""The page: its addresses, and which view answers each."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import jinja2
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from cleaner.ledger import Case, Ledger, LedgerError, Pattern
from cleaner.ledger.trouble import trouble
from cleaner.model import Tier
from cleaner.packs.remember import Remember
from cleaner.review.moving import WORTH_A_SAMPLE
from cleaner.review.session import new_session
from cleaner.review.web import views
from cleaner.review.web.actions import Actions, Done, RefusalError
from cleaner.review.web.guard import Guard
from cleaner.review.web.samples import Sample, Samples
from cleaner.review.web.views import Asked
from cleaner.text.plural import count
from cleaner.text.visible import abridged, lines_visible, one_line, visible

_TEMPLATES = jinja2.Environment(
    loader=jinja2.PackageLoader("cleaner.review.web"),
    autoescape=True,  # nothing that a document holds is ever markup
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters.update(visible=visible, lines=lines_visible, one_line=one_line)
_TEMPLATES.filters.update(abridged=abridged, to_edit=views.to_edit, exactly=json.dumps)
_TEMPLATES.globals.update(sides=views.sides, pages=views.pages, LIST=views.LIST, count=count)


def build(ledger: Ledger, remember: Remember, *, token: str, port: int, who: str = "") -> Guard:
    """The whole application, guarded.  It shares the ledger's connection, so it must run in one thread."""
    page = ReviewPage(ledger, remember, token, who)
    routes = [
        Route("/", page.start),
        Route("/patterns", page.patterns),
        Route("/documents", page.documents),
        Route("/history", page.history),
        Route("/why", page.why),
        Route("/decide", page.decide, methods=["POST"]),
        Route("/undo", page.undo, methods=["POST"]),
        Route("/sample", page.sample, methods=["POST"]),
        Mount("/static", StaticFiles(packages=[("cleaner.review.web", "static")])),
    ]
    handlers = {HTTPException: page.missing, sqlite3.Error: page.troubled, LedgerError: page.troubled}
    app = Starlette(routes=routes, exception_handlers=handlers)
    return Guard(app, token, {f"127.0.0.1:{port}", f"localhost:{port}"})


class ReviewPage:
    """Views of one ledger."""

    def __init__(self, ledger: Ledger, remember: Remember, token: str, who: str) -> None:
        self._ledger = ledger
        self._base = f"/{token}"
        self._samples = Samples(ledger)
        self._actions = Actions(ledger, remember, self._samples, who, new_session())

    async def start(self, request: Request) -> Response:
        return RedirectResponse(f"{self._base}/patterns")

    async def patterns(self, request: Request) -> Response:
        """Patterns on the left, the chosen one's cases on the right."""
        asked = Asked.of(request.query_params)
        totals = self._ledger.count(asked.wanted)
        asked = asked.on_a_page_of(totals[0])
        listed = self._ledger.patterns(asked.wanted, views.LIST, asked.page * views.LIST)
        pattern = views.selected_pattern(self._ledger, asked, listed)
        asked = asked.showing(pattern.id if pattern else None).on_a_part_of(pattern.count if pattern else 0)
        sample = self._samples.of(pattern.id) if pattern and "sample" in asked.given else None
        return self._page(
            "patterns.html",
            asked,
            listed=listed,
            totals=totals,
            pattern=pattern,
            sample=sample,
            worth_a_sample=pattern is not None and pattern.count > WORTH_A_SAMPLE and not pattern.is_flag,
            document=self._ledger.document(asked.wanted.document) if asked.wanted.document is not None else None,
            case_pages=views.pages(pattern.count if pattern and not sample else 0, views.CASES),
            cases=[views.shown(self._ledger, c) for c in self._cases(asked, pattern, sample)],
        )

    def _cases(self, asked: Asked, pattern: Pattern | None, sample: Sample | None) -> Sequence[Case]:
        if pattern is None:
            return []
        if sample:
            return sample.left
        return self._ledger.findings(replace(asked.wanted, pattern=pattern.id), views.CASES, asked.part * views.CASES)

    async def documents(self, request: Request) -> Response:
        """Documents on the left, the chosen one side by side on the right."""
        asked = Asked.of(request.query_params)
        only_open = request.query_params.get("in", "open") == "open"
        words = asked.wanted.words
        total = self._ledger.count_documents(words, only_open)
        asked = asked.on_a_page_of(total)
        listed = self._ledger.documents(views.LIST, asked.page * views.LIST, words, only_open)
        chosen = self._ledger.document(asked.selected) if asked.selected is not None else None
        if chosen is None and listed:  # named in the address, a document stays though its last question is answered
            return RedirectResponse(f"{self._base}/documents{asked.link(id=listed[0].id)}")
        return self._page(
            "documents.html",
            asked,
            listed=listed,
            total=total,
            only_open=only_open,
            document=chosen,
            sheet=views.sheet(self._ledger, chosen.id, asked.part) if chosen else None,
        )

    async def history(self, request: Request) -> Response:
        """What was answered, the latest first."""
        asked = Asked.of(request.query_params)
        shown = asked.page * views.LIST
        said = self._ledger.history(shown + views.LIST + 1)[shown:]
        return self._page("history.html", asked, said=said[: views.LIST], more=len(said) > views.LIST)

    async def why(self, request: Request) -> Response:
        """The evidence for one case, as a piece of a page."""
        number = request.query_params.get("case", "")
        found = self._ledger.cases([int(number)]) if number.isdecimal() and len(number) < 16 else []
        if not found:
            raise HTTPException(404, "there is no such finding")
        return self._page("why.html", Asked.of({}), shown=views.shown(self._ledger, found[0]))

    async def decide(self, request: Request) -> Response:
        return await self._act(request, self._actions.decide)

    async def undo(self, request: Request) -> Response:
        return await self._act(request, self._actions.undo)

    async def sample(self, request: Request) -> Response:
        return await self._act(request, self._actions.sample)

    async def _act(self, request: Request, act: Callable[[dict[str, object]], Done]) -> Response:
        try:
            said = json.loads(await request.body())
            if not isinstance(said, dict):
                raise RefusalError("an answer is a JSON object")
            done = act(said)
            return JSONResponse({**done, "did": abridged(visible(str(done["did"])), 400)})
        except RefusalError as error:
            return JSONResponse({"wrong": abridged(visible(str(error)), 400)}, 400)
        except (ValueError, RecursionError):  # no JSON, or nested as no answer is
            return JSONResponse({"wrong": "an answer is JSON"}, 400)

    async def troubled(self, request: Request, error: Exception) -> Response:
        """The ledger cannot be read or written: what was answered before is saved, this was not."""
        told = visible(trouble(error) if isinstance(error, sqlite3.Error) else str(error))
        if request.method == "POST":
            return JSONResponse({"wrong": abridged(told, 400)}, 503)
        return PlainTextResponse(told + "\n", 503)

    async def missing(self, request: Request, error: Exception) -> Response:
        code = error.status_code if isinstance(error, HTTPException) else 500
        return self._page("missing.html", Asked.of({}), status=code, what=getattr(error, "detail", ""))

    def _page(self, template: str, asked: Asked, status: int = 200, **given: Any) -> Response:
        given |= {
            "base": self._base,
            "here": template.removesuffix(".html"),
            "asked": asked,
            "progress": views.progress(self._ledger),
            "tiers": list(Tier),
        }
        text = _TEMPLATES.get_template(template).render(given)
        return HTMLResponse(text.encode("utf-8", "replace"), status)
