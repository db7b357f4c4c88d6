"""A doubtful word's picture as the page's server sends it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response

from cleaner.files.page_images import NoPictureError
from cleaner.ledger import Case
from cleaner.review.pictures import Pictures
from cleaner.text.visible import visible

_ONE = Lock()  # a decoded page may take 100 MB


async def picture(pictures: Pictures | None, case: Case) -> Response:
    """The picture, or why there is none."""
    try:
        if pictures is None:
            raise NoPictureError("pictures need Pillow: pip install 'article-cleaner[pictures]'")
        cut = pictures.of(case.path, case.record.finding)  # reads the ledger, so in this thread
        return Response(await run_in_threadpool(_alone, cut), media_type="image/jpeg")
    except NoPictureError as error:
        return PlainTextResponse(visible(str(error)) + "\n", 404)


def _alone(cut: Callable[[], bytes]) -> bytes:
    with _ONE:
        return cut()
