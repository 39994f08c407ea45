"""What the chain holds and what its last check found. The page reads what was stored; it never walks the chain."""

from starlette.responses import Response

from console.web.visit import Visit
from core.audit import checks
from core.audit.checks import EVERY

PAGE = "/audit/chain"


async def show(visit: Visit) -> Response:
    """The standing of the chain and the last checks."""
    standing = await visit.database.read(checks.standing)
    done = await visit.database.read(checks.finished)
    minutes = int(EVERY.total_seconds()) // 60
    return visit.page("audit_chain.html", chain=standing, finished=done, every=minutes)
