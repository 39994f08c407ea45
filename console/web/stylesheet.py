"""The one style sheet of both sites and of the private cards: the files of ``styles/`` in order of their names."""

import hashlib
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from console.web.static_files import KEPT, static_path

STYLES = Path(__file__).parent / "styles"


@cache
def sheet() -> bytes:
    """The whole sheet; small files for people, one request for browsers. Its fonts have cacheable addresses."""
    whole = "\n".join(path.read_text(encoding="utf-8") for path in sorted(STYLES.glob("*.css")))
    return whole.replace("/static/fonts/", static_path("fonts/")).encode()


@cache
def sheet_path() -> str:
    """Its address, which changes with its content."""
    return f"/static/app.css?v={hashlib.sha256(sheet()).hexdigest()[:12]}"


async def serve_sheet(_request: Request) -> Response:
    """The sheet, kept by browsers for a year."""
    return Response(sheet(), media_type="text/css", headers={"Cache-Control": KEPT})
