"""Files are compressed on their way to browsers; pages never are.

The length of a compressed page tells whether what a visitor typed repeats what it keeps secret (BREACH). Files are the
same for everybody, and what an answer allows every cache to keep for a year holds no secret.
"""

import gzip
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

WORTH_IT = ("text/css", "text/javascript", "application/javascript", "image/svg+xml", "text/plain")
SMALLEST = 500  # bytes; one packet holds less than twice as much


class CompressedFiles:
    """ASGI middleware around a site's routes: each file is compressed once and held, as there are few of them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._packed: dict[str, bytes] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass another message through."""
        if scope["type"] == "http" and scope["method"] == "GET":
            takes_gzip = _takes_gzip(Headers(scope=scope))
            send = _Packing(scope["path"], self._packed, send, takes_gzip=takes_gzip).send
        await self.app(scope, receive, send)


@dataclass
class _Packing:
    """The answer to one request: held back while it is a file, else passed on as it comes."""

    path: str
    packed: dict[str, bytes]
    pass_on: Send
    takes_gzip: bool
    start: Message | None = None
    pieces: list[bytes] = field(default_factory=list)

    async def send(self, message: Message) -> None:
        """Take the next message of the answer."""
        if message["type"] == "http.response.start" and _is_file(message):
            self.start = message
        elif self.start is None:
            await self.pass_on(message)
        else:
            self.pieces.append(message.get("body", b""))
            if not message.get("more_body"):
                await self._send_packed(self.start, b"".join(self.pieces))

    async def _send_packed(self, start: Message, body: bytes) -> None:
        headers = MutableHeaders(scope=start)
        headers.add_vary_header("Accept-Encoding")
        if self.takes_gzip and len(body) >= SMALLEST:
            if self.path not in self.packed:
                self.packed[self.path] = gzip.compress(body, mtime=0)
            body = self.packed[self.path]
            headers["Content-Encoding"], headers["Content-Length"] = "gzip", str(len(body))
            del headers["ETag"], headers["Accept-Ranges"]  # both speak of the bytes of the file itself
        await self.pass_on(start)
        await self.pass_on({"type": "http.response.body", "body": body})


def _takes_gzip(headers: Headers) -> bool:
    taken = [part.strip().split(";") for part in headers.get("accept-encoding", "").split(",")]
    return any(name.strip() == "gzip" and "q=0" not in map(str.strip, rest) for name, *rest in taken)


def _is_file(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    is_kept = "immutable" in headers.get("cache-control", "")
    kind = headers.get("content-type", "").partition(";")[0]
    return (
        start["status"] == HTTPStatus.OK
        and is_kept
        and kind in WORTH_IT
        and "content-encoding" not in headers
    )
