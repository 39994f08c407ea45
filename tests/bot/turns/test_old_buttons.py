"""A button outlives the role it was shown to: what may be done is read when it is pressed."""

import pytest
from sqlalchemy import select

from core.chat import conversations
from core.practices import practices
from core.requests.request_states import ActivationRequest
from tests.bot.chats import Chat
from tests.cast import MONDAY, Cast


@pytest.mark.parametrize("kind", ["member", "slack"])
def test_an_old_withdraw_button_does_nothing_for_who_is_no_admin_now(
    cast: Cast, kind: conversations.AccountKind
) -> None:
    dana = Chat(cast, "Dana")
    dana.id = cast.do(
        lambda session: conversations.of_member(session, dana.user_id, kind=kind, now=MONDAY).id
    )
    dana.say("please turn on two factor authentication for our practice")
    dana.press("Send request")
    dana.say("withdraw my request")
    lakeside, by = cast.practice("Lakeside"), cast.actor("Sam")
    cast.do(lambda session: practices.end_membership(session, dana.user_id, lakeside.id, by=by, now=MONDAY))
    said = dana.press("Withdraw request")
    assert any("not a site admin of that practice now" in line for line in said)
    assert cast.one(select(ActivationRequest.state)) == "pending"
