"""Fonts, icons and scripts, at addresses that change with their content, so that browsers may keep them for a year."""

import hashlib
from functools import cache
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).parent / "static"
KEPT = "public, max-age=31536000, immutable"


@cache
def version() -> str:
    """What changes with any of the files. It is a folder, so that imports between scripts carry it."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        digest.update(path.name.encode() + (path.read_bytes() if path.is_file() else b""))
    return f"v-{digest.hexdigest()[:12]}"


def static_path(name: str) -> str:
    """The address of one file as pages and styles name it."""
    return f"/static/{version()}/{name}"


class KeptStatic(StaticFiles):
    """The files: asked for by their version they are kept; at a plain or older address they are revalidated each time."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file at ``path``, or 404."""
        folder, _, name = path.partition("/")
        response = await super().get_response(name if folder.startswith("v-") else path, scope)
        response.headers["Cache-Control"] = KEPT if folder == version() else "no-cache"
        return response
