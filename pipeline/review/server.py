"""The server of the review page: a few routes over the desk (`pipeline.review.desk`), for one
browser on this machine."""

from __future__ import annotations

import json
import secrets
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import asdict
from functools import wraps
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qsl

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from pipeline.corrections.decisions import LISTS
from pipeline.errors import MahdarError, UsageError
from pipeline.review import desk as desks
from pipeline.review import filters, listings, values, verdicts
from pipeline.review.desk import Desk
from pipeline.review.guard import guarded
from pipeline.review.rendering import STATIC, environment
from pipeline.review.verdicts import Done, Refused, Sent
from pipeline.review.view import LEGEND
from pipeline.schema import VALUES
from pipeline.words import LANGUAGES, known, language, speaking, words

if TYPE_CHECKING:
    from pipeline.corrections.identity import Word

# loopback only, without an option: the page shows and changes local data
HOST = "127.0.0.1"
REFUSED, FAILED = 422, 503
# What a selection can become, in the order of the buttons: elements of lists, values of the
# meeting, mentions outside any list.
ADD = (
    "people",
    "committees",
    "organizations",
    "countries",
    "initiatives",
    "topics",
    "decisions",
    "referenced_meetings",
)
SET = ("body", *VALUES, "record")
MARK = tuple(
    f"mention:{label}" for label in LEGEND if label in ("HON", "ROLE", "LOC", "MEETING", "DATE")
)
assert set(ADD) == set(LISTS)

Handler = Callable[[Request], Awaitable[Response]]


def serve(desk: Desk, port: int, ready: Callable[[str], None]) -> None:
    """Serve the page until Ctrl-C or SIGTERM. Call `ready` with the address when the server
    answers. `port` 0 means any free port. Raise UsageError if the port is taken."""
    import uvicorn  # slow to import

    try:
        listener = socket.create_server((HOST, port))
    except OSError as err:
        raise UsageError(
            f"port {port}: {err.strerror}; name another --port, or leave it out for a free one"
        ) from err
    with listener:
        port = listener.getsockname()[1]
        # load everything that is read at first use, so that the first verdict does not wait for it
        values.countries()
        _shown(desk, desks.first(desk))
        token = secrets.token_urlsafe(16)
        app = application(desk, token, port)
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            lifespan="off",
            ws="none",
            http="h11",
            loop="asyncio",
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
        )
        ready(f"http://{HOST}:{port}/{token}/")
        with suppress(KeyboardInterrupt):  # uvicorn raises the signal again after it has ended
            uvicorn.Server(config).run(sockets=[listener])


def application(desk: Desk, token: str, port: int) -> ASGIApp:
    """Return the page behind its guard."""
    routes = [
        Route("/", _answering(lambda request: _page(desk, request))),
        Route("/item", _answering(lambda request: _item(desk, request))),
        Route("/form", _answering(lambda request: _form(desk, request))),
        Route("/list", _answering(lambda request: _list(desk, request))),
        Route("/end", _answering(lambda request: _end(desk))),
        Route("/above", _answering(lambda request: _above(desk, request))),
        Route("/accept", _answering(lambda request: _accept(desk, request)), methods=["POST"]),
        Route("/identity", _answering(lambda request: _identity(desk, request)), methods=["POST"]),
        Route("/skip", _answering(lambda request: _skip(desk, request)), methods=["POST"]),
        Route("/verdict", _answering(lambda request: _verdict(desk, request)), methods=["POST"]),
        Route("/undo", _answering(lambda request: _undo(desk)), methods=["POST"]),
        Route("/reviewed", _answering(lambda request: _reviewed(desk)), methods=["POST"]),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    app = Starlette(routes=[Mount(f"/{token}", routes=routes)])
    app.state.token = token
    return guarded(app, token, frozenset({f"{HOST}:{port}", f"localhost:{port}"}))


def _answering(handler: Handler) -> Handler:
    """Turn an error for the reviewer into an answer of one line; a refusal differs from a failure
    that can be retried."""

    @wraps(handler)
    async def answering(request: Request) -> Response:
        with speaking(known(request.query_params.get("lang"))):
            return await answer(request)

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except Refused as err:
            form = _html("_form.html", form=err.form) if err.form else None
            return JSONResponse({"error": str(err), "form": form}, REFUSED)
        except ValidationError:
            return JSONResponse({"error": words()["said"]["invalid"]}, REFUSED)
        except MahdarError as err:
            return JSONResponse({"error": str(err)}, FAILED)

    return answering


async def _page(desk: Desk, request: Request) -> Response:
    await run_in_threadpool(desks.renewed, desk)
    n = _number(request, await run_in_threadpool(desks.first, desk))
    look = await run_in_threadpool(desks.look, desk, n)
    table = words()
    return HTMLResponse(
        _html(
            "review.html",
            item=look,
            token=request.app.state.token,
            by=desk.by,
            page_words=dict(table["page"]),
            help=table["help"].items(),
            languages=[name for name in LANGUAGES if name != language()],
            choices={
                "lists": [(name, table["element"][name]) for name in ADD],
                "values": [
                    (name, table["field"].get(name) or table["review"][name]) for name in SET
                ],
                "labels": [(name, table["label"][name.partition(":")[2]]) for name in MARK],
            },
        )
    )


async def _item(desk: Desk, request: Request) -> Response:
    n = _number(request, 0)
    if by := _number(request, 0, "step"):
        n = await run_in_threadpool(desks.step, desk, n, by, _wanted(request))
    return JSONResponse(await run_in_threadpool(_shown, desk, n))


async def _list(desk: Desk, request: Request) -> Response:
    """Return a page of the records that match the filter, starting at `from`."""
    first = max(_number(request, 0, "from"), 0)
    listing = await run_in_threadpool(listings.listing, desk, _wanted(request), first)
    given = request.query_params
    shown = _html("_list.html", listing=listing, given=given, states=filters.STATES)
    return JSONResponse({"html": shown, "found": listing.found})


async def _end(desk: Desk) -> Response:
    told = await run_in_threadpool(listings.ending, desk)
    return JSONResponse({"html": _html("_end.html", end=told)})


async def _above(desk: Desk, request: Request) -> Response:
    """Return the records that would be accepted: all of their values have at least this
    confidence."""
    above = _number(request, 0, "above")
    found = await run_in_threadpool(verdicts.sure, desk, above / 100, _wanted(request))
    rows = await run_in_threadpool(listings.rows, desk, found)
    shown = _html("_above.html", rows=rows, above=above if above else None)
    return JSONResponse({"html": shown, "found": len(found)})


async def _accept(desk: Desk, request: Request) -> Response:
    given = await _json(request)
    above = given.get("above")
    if not isinstance(above, int | float) or not 0 < above <= 100:
        raise Refused(words()["said"]["invalid"])
    want = filters.wanted(dict(parse_qsl(str(given.get("within", "")))))
    done = await run_in_threadpool(verdicts.accept_sure, desk, above / 100, want)
    return JSONResponse(await run_in_threadpool(_after, desk, done))


async def _identity(desk: Desk, request: Request) -> Response:
    """Record a verdict whether the record and `other` report the same meeting: same or
    different."""
    given = await _json(request)
    sent = Sent.model_validate(given | {"verdict": "accept", "field": "record"})
    other, word = str(given.get("other")), given.get("word")
    done = await run_in_threadpool(verdicts.identify, desk, sent, other, cast("Word", word))
    return JSONResponse(await run_in_threadpool(_after, desk, done))


async def _skip(desk: Desk, request: Request) -> Response:
    sent = Sent.model_validate(await _json(request) | {"verdict": "accept", "field": "record"})
    done = await run_in_threadpool(verdicts.skip, desk, sent)
    return JSONResponse(await run_in_threadpool(_after, desk, done))


async def _form(desk: Desk, request: Request) -> Response:
    given = dict(request.query_params)
    sent = Sent(
        release=given.get("release", ""),
        record=given.get("record", ""),
        verdict="flag" if given.get("flag") else "correct" if given.get("key") else "add",
        field=given.get("field", ""),
        key=given.get("key"),
    )
    return JSONResponse(
        {"form": _html("_form.html", form=await run_in_threadpool(verdicts.form, desk, sent))}
    )


async def _verdict(desk: Desk, request: Request) -> Response:
    sent = Sent.model_validate(await _json(request))
    done = await run_in_threadpool(verdicts.decide, desk, sent)
    return JSONResponse(await run_in_threadpool(_after, desk, done))


async def _undo(desk: Desk) -> Response:
    return JSONResponse(await run_in_threadpool(lambda: _after(desk, verdicts.undo(desk))))


async def _reviewed(desk: Desk) -> Response:
    await run_in_threadpool(verdicts.mark_reviewed, desk)
    return JSONResponse({"said": words()["said"]["reviewed"]})


def _after(desk: Desk, done: Done) -> dict[str, object]:
    return asdict(done) | _shown(desk, done.n)


def _shown(desk: Desk, n: int) -> dict[str, object]:
    look = desks.look(desk, n)
    return {"n": look.n if look else 0, "html": _html("_item.html", item=look)}


def _html(template: str, **shown: object) -> str:
    return environment().get_template(template).render(**shown)


async def _json(request: Request) -> dict[str, Any]:
    try:
        given = json.loads(await request.body())
        # an unpaired surrogate cannot be written to a file
        json.dumps(given, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise Refused(words()["said"]["invalid"])
    return given


def _wanted(request: Request) -> filters.Wanted:
    return filters.wanted(request.query_params)


def _number(request: Request, otherwise: int, name: str = "n") -> int:
    try:
        return int(request.query_params[name])
    except (KeyError, ValueError):
        return otherwise
