"""The routes of the inbox. Only agents and supervisors act; an auditor looks."""

from collections.abc import Mapping

from starlette.routing import BaseRoute, Route

from console.staff import (
    feedback,
    inbox,
    inbox_acts,
    inbox_conversation,
    office_hours_page,
    saved_reply_pages,
)
from console.staff.cleaning import Clean
from console.web.doors import Handler, door
from console.web.site import Site
from core.staff_rights import DECIDERS

ONE = "/inbox/{conversation_id}"


def inbox_routes(site: Site, *, clean: Clean) -> list[BaseRoute]:
    """The list, its desk (saved replies, office hours), and one conversation."""
    looks = {
        "/inbox": inbox.show_inbox,
        "/inbox/replies": saved_reply_pages.show,
        "/inbox/hours": office_hours_page.show,
        "/inbox/feedback": feedback.show,
    }
    by_itself = {"/inbox/list": inbox.show_list, "/inbox/count": inbox.show_count}
    acts = {
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
        *_acts(site, acts),
        *_conversation(site, clean),
    ]


def _conversation(site: Site, clean: Clean) -> list[BaseRoute]:
    acts = {
        f"{ONE}/take": inbox_acts.take,
        f"{ONE}/reply": inbox_acts.replying(clean),
        f"{ONE}/note": inbox_acts.noting(clean),
        f"{ONE}/give-back": inbox_acts.give_back,
        f"{ONE}/close": inbox_acts.close,
        f"{ONE}/insert": inbox_acts.insert,
        f"{ONE}/typing": inbox_acts.typing,
    }
    return [
        *_looks(site, {ONE: inbox_conversation.show_conversation}),
        *_looks(site, {f"{ONE}/thread": inbox_conversation.show_thread}, by_itself=True),
        *_acts(site, acts),
        *_acts(site, {f"{ONE}/seen": inbox_acts.seen}, by_itself=True),
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
