"""The routes of the inbox. Only agents and supervisors act; an auditor looks."""

from collections.abc import Mapping

from starlette.routing import BaseRoute, Route

from console.staff.cleaning import Clean
from console.staff.inbox import acts, conversation, feedback, office_hours_page, saved_reply_pages, waiting
from console.web.doors import Handler, door
from console.web.site import Site
from core.people.staff_rights import DECIDERS

ONE = "/inbox/{conversation_id}"


def inbox_routes(site: Site, *, clean: Clean) -> list[BaseRoute]:
    """The list, its desk (saved replies, office hours), and one conversation."""
    looks = {
        "/inbox": waiting.show_inbox,
        "/inbox/replies": saved_reply_pages.show,
        "/inbox/hours": office_hours_page.show,
        "/inbox/feedback": feedback.show,
    }
    by_itself = {"/inbox/list": waiting.show_list, "/inbox/count": waiting.show_count}
    routes = {
        "/inbox/replies/save": saved_reply_pages.saving(clean),
        "/inbox/replies/delete": saved_reply_pages.delete,
    }
    return [
        *_looks(site, looks),
        *_looks(site, by_itself, by_itself=True),
        Route(
            "/inbox/hours",
            door(site, office_hours_page.change, needs="session", roles=("supervisor",)),
            methods=["POST"],
        ),
        *_acts(site, routes),
        *_conversation(site, clean),
    ]


def _conversation(site: Site, clean: Clean) -> list[BaseRoute]:
    routes = {
        f"{ONE}/take": acts.take,
        f"{ONE}/reply": acts.replying(clean),
        f"{ONE}/note": acts.noting(clean),
        f"{ONE}/give-back": acts.give_back,
        f"{ONE}/close": acts.close,
        f"{ONE}/insert": acts.insert,
        f"{ONE}/typing": acts.typing,
    }
    return [
        *_looks(site, {ONE: conversation.show_conversation}),
        *_looks(site, {f"{ONE}/thread": conversation.show_thread}, by_itself=True),
        *_acts(site, routes),
        *_acts(site, {f"{ONE}/seen": acts.seen}, by_itself=True),
    ]


def _looks(site: Site, pages: Mapping[str, Handler], *, by_itself: bool = False) -> list[BaseRoute]:
    return [
        Route(path, door(site, handler, needs="session", by_itself=by_itself), methods=["GET"])
        for path, handler in pages.items()
    ]


def _acts(site: Site, acts: Mapping[str, Handler], *, by_itself: bool = False) -> list[BaseRoute]:
    return [
        Route(
            path, door(site, handler, needs="session", roles=DECIDERS, by_itself=by_itself), methods=["POST"]
        )
        for path, handler in acts.items()
    ]
