"""The page: its addresses, and which view answers each."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jinja2
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from cleaner.ledger import Case, Ledger
from cleaner.model import Tier
from cleaner.reports.visible import lines_visible, one_line, visible
from cleaner.review.session import Remember, new_session
from cleaner.review.web import views
from cleaner.review.web.actions import Actions, RefusalError
from cleaner.review.web.guard import Guard
from cleaner.review.web.views import Asked

_TEMPLATES = jinja2.Environment(
    loader=jinja2.PackageLoader("cleaner.review.web"),
    autoescape=True,  # nothing that a document holds is ever markup
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters.update(visible=visible, lines=lines_visible, one_line=one_line)


def build(ledger: Ledger, remember: Remember, *, token: str, port: int, who: str = "") -> Guard:
    """The whole application, guarded.  It shares the ledger's connection, so it must run in one thread."""
    page = Page(ledger, remember, token, who)
    routes = [
        Route("/", page.start),
        Route("/patterns", page.patterns),
        Route("/documents", page.documents),
        Route("/history", page.history),
        Route("/why", page.why),
        Route("/decide", page.decide, methods=["POST"]),
        Route("/undo", page.undo, methods=["POST"]),
        Mount("/static", StaticFiles(packages=[("cleaner.review.web", "static")])),
    ]
    app = Starlette(routes=routes, exception_handlers={HTTPException: page.missing})
    return Guard(app, token, {f"127.0.0.1:{port}", f"localhost:{port}"})


class Page:
    """Views of one ledger."""

    def __init__(self, ledger: Ledger, remember: Remember, token: str, who: str) -> None:
        self._ledger = ledger
        self._base = f"/{token}"
        self._actions = Actions(ledger, remember, who, new_session())

    async def start(self, request: Request) -> Response:
        return RedirectResponse(f"{self._base}/patterns")

    async def patterns(self, request: Request) -> Response:
        """Patterns on the left, the chosen one's cases on the right."""
        asked = Asked.of(request.query_params)
        listed = self._ledger.patterns(asked.wanted, views.LIST, asked.page * views.LIST)
        pattern = views.selected_pattern(self._ledger, asked, listed)
        found: list[Case] = []
        if pattern:
            of_pattern = replace(asked.wanted, pattern=pattern.id)
            found = self._ledger.findings(of_pattern, views.CASES, asked.part * views.CASES)
        return self._page(
            "patterns.html",
            asked,
            listed=listed,
            totals=self._ledger.count(asked.wanted),
            pattern=pattern,
            pages=-(-(pattern.count if pattern else 0) // views.CASES),
            cases=[views.shown(self._ledger, c) for c in found],
        )

    async def documents(self, request: Request) -> Response:
        """Documents on the left, the chosen one side by side on the right."""
        asked = Asked.of(request.query_params)
        only_open = request.query_params.get("in", "open") == "open"
        words = asked.wanted.words
        listed = self._ledger.documents(views.LIST, asked.page * views.LIST, words, only_open)
        chosen = self._ledger.document(asked.selected) if asked.selected is not None else None
        if chosen is None and listed:  # named in the address, a document stays though its last question is answered
            return RedirectResponse(f"{self._base}/documents{asked.link(id=listed[0].id)}")
        return self._page(
            "documents.html",
            asked,
            listed=listed,
            total=self._ledger.count_documents(words, only_open),
            only_open=only_open,
            document=chosen,
            sheet=views.sheet(self._ledger, chosen.id, asked.part) if chosen else None,
        )

    async def history(self, request: Request) -> Response:
        """What was answered, the latest first."""
        return self._page("history.html", Asked.of(request.query_params), said=self._ledger.history(200))

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

    async def _act(self, request: Request, act: Callable[[dict[str, object]], str]) -> Response:
        try:
            said = json.loads(await request.body())
            if not isinstance(said, dict):
                raise RefusalError("an answer is a JSON object")
            return JSONResponse({"did": visible(act(said))})
        except RefusalError as error:
            return JSONResponse({"wrong": visible(str(error))}, 400)
        except ValueError:
            return JSONResponse({"wrong": "an answer is JSON"}, 400)

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
            "LIST": views.LIST,
        }
        text = _TEMPLATES.get_template(template).render(given)
        return HTMLResponse(text.encode("utf-8", "replace"), status)
