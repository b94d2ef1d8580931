"""Access control of the review page: only the browser that was given its address.

Any page in the same browser can send requests to a local port, and an attacker can make a domain
point at it (DNS rebinding). So each request must have our own host name and the token, and a
verdict must repeat the token in a header that no foreign page may set."""

from __future__ import annotations

import secrets
from collections.abc import Set

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TOKEN_HEADER = "X-Mahdar-Token"
MAX_BODY = 1_000_000  # bytes of a request; a verdict has a few hundred

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src "
    "'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # the address contains the token
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def guarded(app: ASGIApp, token: str, hosts: Set[str]) -> ASGIApp:
    """Return `app` restricted to HTTP requests with one of `hosts` (`127.0.0.1:8000`) and a path
    under `/TOKEN/`. Every answer, also a refusal, carries `HEADERS`."""

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise RuntimeError(f"only HTTP is served, not {scope['type']}")

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        refusal = _refusal(scope["method"], scope["path"], Headers(scope=scope), token, hosts)
        body = None if refusal else await _body(receive)
        if body is not None:
            await app(scope, _once(body, receive), send_with_headers)
        else:
            refusal = refusal or PlainTextResponse("too long", 413, {"Connection": "close"})
            await refusal(scope, receive, send_with_headers)

    return guard


def _refusal(
    method: str, path: str, headers: Headers, token: str, hosts: Set[str]
) -> PlainTextResponse | None:
    if headers.get("host") not in hosts:
        return PlainTextResponse("this address is not served here", 421)
    if not _same(path.split("/")[1] if "/" in path else "", token):
        return PlainTextResponse("wrong token: open the address that mahdar review printed", 404)
    if method in ("GET", "HEAD"):
        return None
    if not _same(headers.get(TOKEN_HEADER, ""), token):
        return PlainTextResponse("no token in the request", 403)
    if headers.get("origin", f"http://{headers['host']}") != f"http://{headers['host']}":
        return PlainTextResponse("sent by another page", 403)
    if headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        return PlainTextResponse("only JSON is read", 415)
    length = headers.get("content-length", "0")
    if not length.isdecimal() or len(length) > 9 or int(length) > MAX_BODY:
        return PlainTextResponse("too long", 413)
    return None


async def _body(receive: Receive) -> bytes | None:
    """Return the body of a request, read without trusting its stated length; None if it exceeds
    MAX_BODY, of which the rest is not read."""
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":  # the client has gone
            return body
        body += bytes(message.get("body", b""))
        if len(body) > MAX_BODY:
            return None
        if not message.get("more_body"):
            return body


def _once(body: bytes, receive: Receive) -> Receive:
    """Return a receive function that gives `body` whole, and then what comes after it."""
    waiting = [body]

    async def receiving() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return receiving


def _same(a: str, b: str) -> bool:
    return secrets.compare_digest(a.encode(), b.encode())
