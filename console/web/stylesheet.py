"""The one style sheet of both sites and of the private cards: the files of ``styles/`` in order of their names."""

import hashlib
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

STYLES = Path(__file__).parent / "styles"


@cache
def sheet() -> bytes:
    """The whole sheet; small files for people, one request for browsers."""
    return b"\n".join(path.read_bytes() for path in sorted(STYLES.glob("*.css")))


@cache
def sheet_path() -> str:
    """Its address, which changes with its content."""
    return f"/static/app.css?v={hashlib.sha256(sheet()).hexdigest()[:12]}"


async def serve_sheet(_request: Request) -> Response:
    """The sheet, kept by browsers for a year."""
    kept = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(sheet(), media_type="text/css", headers=kept)
