"""Every route of the audit pages. All are looks: nothing here changes anything but the entry that says who exported."""

from starlette.routing import BaseRoute, Route

from console.staff.audit import chain_page, evidence, listing, report
from console.staff.audit.exporting import exporting
from console.web.doors import door
from console.web.site import Site


def audit_routes(site: Site) -> list[BaseRoute]:
    """The list, its exports, the chain, and the evidence of one request."""
    pages = {
        listing.PAGE: listing.show,
        f"{listing.PAGE}/export.csv": exporting("csv"),
        f"{listing.PAGE}/export.jsonl": exporting("jsonl"),
        chain_page.PAGE: chain_page.show,
        report.PAGE: report.show,
        f"{listing.PAGE}/requests/{{request_id}}": evidence.show,
    }
    return [
        Route(path, door(site, handler, needs="session"), methods=["GET"]) for path, handler in pages.items()
    ]
