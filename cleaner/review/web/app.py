"""The page: its addresses, and the view that answers each."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import jinja2
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from cleaner.ledger import Case, Ledger, LedgerError, Reviewer
from cleaner.ledger.trouble import trouble
from cleaner.ledger.values import Group
from cleaner.model import Tier
from cleaner.packs.remember import Remember
from cleaner.review.catalogue import Selection, options_of
from cleaner.review.grouping import suggestions
from cleaner.review.pictures import Pictures
from cleaner.review.sampling import DrawnSample, is_worth_a_sample
from cleaner.review.session import Session, new_session
from cleaner.review.web import shown
from cleaner.review.web.address import CASES, LIST, Asked, lot_fields, pages
from cleaner.review.web.answers import PageRequests
from cleaner.review.web.checked import RefusalError, Reply
from cleaner.review.web.guard import Guard
from cleaner.review.web.picture import picture
from cleaner.text.plural import count
from cleaner.text.visible import abridged, both_sides, lines_visible, one_line, visible

AROUND = 110  # characters on both sides of a case
_TEMPLATES = jinja2.Environment(
    loader=jinja2.PackageLoader("cleaner.review.web"),
    autoescape=True,  # nothing that a document holds is ever markup
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters.update(visible=visible, lines=lines_visible, one_line=one_line)
_TEMPLATES.filters.update(abridged=abridged, to_edit=shown.to_edit, exactly=json.dumps)
_TEMPLATES.globals.update(
    sides=partial(both_sides, most=1000), pages=pages, LIST=LIST, count=count, suggestions=suggestions
)


def build(
    ledger: Ledger, remember: Remember, *, token: str, port: int, who: str = "", pictures: Pictures | None = None
) -> Guard:
    """The whole application, guarded.  It shares the ledger's connection, so it must run in one thread."""
    page = ReviewPage(ledger, Session(ledger, Reviewer(who, new_session()), remember), token, pictures)
    requests = page.requests
    routes = [
        Route("/", page.start),
        Route("/patterns", page.patterns),
        Route("/groups", page.groups),
        Route("/documents", page.documents),
        Route("/history", page.history),
        Route("/why", page.why),
        Route("/picture", page.picture),
        Route("/decide", _carrying_out(requests.decide), methods=["POST"]),
        Route("/undo", _carrying_out(requests.undo), methods=["POST"]),
        Route("/sample", _carrying_out(requests.sample), methods=["POST"]),
        Route("/lot", _carrying_out(requests.lot), methods=["POST"]),
        Route("/close", _carrying_out(requests.close), methods=["POST"]),
        Mount("/static", StaticFiles(packages=[("cleaner.review.web", "static")])),
    ]
    handlers = {HTTPException: page.missing, sqlite3.Error: page.troubled, LedgerError: page.troubled}
    app = Starlette(routes=routes, exception_handlers=handlers)
    return Guard(app, token, {f"127.0.0.1:{port}", f"localhost:{port}"})


def _carrying_out(act: Callable[[dict[str, object]], Reply]) -> Callable[[Request], Awaitable[Response]]:
    """The end point for requests of the page's script."""

    async def carry_out(request: Request) -> Response:
        try:
            said = json.loads(await request.body())
            if not isinstance(said, dict):
                raise RefusalError("an answer is a JSON object")
            reply = act(said)
            return JSONResponse({**reply, "did": abridged(visible(str(reply["did"])), 400)})
        except (RefusalError, LookupError) as error:
            return JSONResponse({"wrong": abridged(visible(str(error)), 400)}, 400)
        except (ValueError, RecursionError):  # no JSON, or nested too deep
            return JSONResponse({"wrong": "an answer is JSON"}, 400)

    return carry_out


class ReviewPage:
    """Views of one ledger."""

    def __init__(self, ledger: Ledger, session: Session, token: str, pictures: Pictures | None) -> None:
        self._ledger, self._catalogue, self._pictures = ledger, session.catalogue, pictures
        self._base = f"/{token}"
        self.requests = PageRequests(ledger, session)

    async def start(self, request: Request) -> Response:
        return RedirectResponse(f"{self._base}/patterns")

    async def patterns(self, request: Request) -> Response:
        """Questions on the left, the chosen one's cases on the right."""
        asked = self.requests.resolved(Asked.of(request.query_params))
        totals = self._ledger.count_groups(asked.wanted)
        asked = asked.on_a_page_of(totals[0])
        listed = self._ledger.groups(asked.wanted, LIST, asked.page * LIST)
        chosen = self._chosen(asked, listed)
        asked = asked.showing(chosen.number if chosen else None).on_a_part_of(chosen.count if chosen else 0)
        sample = self.requests.drawn(chosen.number) if chosen and "sample" in asked.given else DrawnSample()
        selection = self._catalogue.of_question(asked.wanted, chosen.number) if chosen else None
        cases = self._cases(asked, selection, sample)
        seen = frozenset(self.requests.seen)
        self.requests.seen |= {chosen.number} if chosen else set()
        return self._page(
            "patterns.html",
            asked,
            listed=self._catalogue.listed(asked.wanted, listed),
            totals=totals,
            seen=seen,
            number=chosen.number if chosen else None,
            selection=selection,
            options=options_of(selection, cases) if selection else (),
            sample=sample if sample.drawn else None,
            worth_a_sample=selection is not None and is_worth_a_sample(selection.pattern),
            document=self._ledger.document(asked.wanted.document) if asked.wanted.document is not None else None,
            case_pages=pages(chosen.count if chosen and not sample.drawn else 0, CASES),
            cases=[self._catalogue.example(c, AROUND) for c in cases],
        )

    def _chosen(self, asked: Asked, listed: list[Group]) -> Group | None:
        """The question that the address names while the filter lets it through, else the next one, else the first."""
        for id in (asked.selected, *asked.following):
            number = None if id is None else self._ledger.group_of(id)
            if found := self._ledger.groups(replace(asked.wanted, alike=number), 1) if number else ():
                return found[0]
        if not listed:
            return None
        # The last question of a full page was answered: the first one of the next page has taken its place.
        was_last = asked.selected is not None and "next" in asked.given and len(listed) == LIST
        return listed[-1] if was_last else listed[0]

    def _cases(self, asked: Asked, selection: Selection | None, sample: DrawnSample) -> Sequence[Case]:
        if selection is None:
            return ()
        return sample.left if sample.drawn else self._ledger.findings(selection.wanted, CASES, asked.part * CASES)

    async def groups(self, request: Request) -> Response:
        """Groups of what is asked about on the left; a sample of the whole, or a sheet of its cases, on the right."""
        asked = self.requests.resolved(Asked.of(request.query_params), one_by_one=False)
        review, place = self.requests.lots.review, self.requests.lots.place(asked.wanted)
        listed = self._ledger.lots(asked.wanted, asked.by, LIST + 1, asked.page * LIST)
        question = review.question(replace(place, by=asked.by))
        return self._page(
            "groups.html",
            asked,
            listed=[(review.name_of(lot), lot, lot_fields(lot, asked.wanted)) for lot in listed[:LIST]],
            more=len(listed) > LIST,
            totals=self._ledger.count_groups(asked.wanted),
            question=question,
            kind=type(question).__name__,
            title=review.title(place),
        )

    async def documents(self, request: Request) -> Response:
        """Documents on the left, the chosen one side by side on the right."""
        asked = Asked.of(request.query_params)
        only_open = request.query_params.get("in", "open") == "open"
        words = asked.wanted.words
        total = self._ledger.count_documents(words, only_open)
        asked = asked.on_a_page_of(total)
        listed = self._ledger.documents(LIST, asked.page * LIST, words, only_open)
        chosen = self._ledger.document(asked.selected) if asked.selected is not None else None
        if chosen is None and listed:  # a document named in the address stays, even when all is answered
            return RedirectResponse(f"{self._base}/documents{asked.link(id=listed[0].id)}")
        return self._page(
            "documents.html",
            asked,
            listed=listed,
            total=total,
            only_open=only_open,
            document=chosen,
            sheet=shown.sheet(self._ledger, chosen.id, asked.part) if chosen else None,
        )

    async def history(self, request: Request) -> Response:
        """What was answered, the latest first."""
        asked = Asked.of(request.query_params)
        first = asked.page * LIST
        said = self._ledger.history(first + LIST + 1)[first:]
        return self._page("history.html", asked, said=said[:LIST], more=len(said) > LIST)

    async def why(self, request: Request) -> Response:
        """The evidence for one case, as a piece of a page."""
        return self._page("why.html", Asked.of({}), case=self._case(request))

    async def picture(self, request: Request) -> Response:
        """The picture of one case's words, cut out of the page's image."""
        return await picture(self._pictures, self._case(request))

    def _case(self, request: Request) -> Case:
        number = request.query_params.get("case", "")
        found = self._ledger.cases([int(number)]) if number.isdecimal() and len(number) < 16 else []
        if not found:
            raise HTTPException(404, "there is no such finding")
        return found[0]

    async def troubled(self, request: Request, error: Exception) -> Response:
        """Tells that the ledger cannot be read or written.  Earlier answers are saved, this one is not."""
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
            "progress": shown.progress(self._ledger),
            "tiers": list(Tier),
            "pictured": self._pictures.may_show if self._pictures else lambda path: False,
            "pace": self.requests.pace(self._ledger.count_groups()[0]),
        }
        text = _TEMPLATES.get_template(template).render(given)
        return HTMLResponse(text.encode("utf-8", "replace"), status)
