"""An admin of 200 practices with the oddest names, through the whole channel: Slack takes every view and message."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.ground.actors import SYSTEM
from core.people.users import User
from core.practices import practices
from core.requests.request_states import ActivationRequest
from tests.bot.slack.test_requests import card, open_modal, typed
from tests.bot.slack.workspace import InSlack
from tests.parts.clock import shown_time

pytestmark = pytest.mark.databases("sqlite")  # what Slack takes does not depend on the database

ODD = ("<!channel> & <@U0BOT>", "*bold* _it_ ~no~ `code`", ":tada: 🎉", "\u202eesrever", "x" * 100)
MANY = 200


def give_many_practices(in_slack: InSlack, name: str) -> list[str]:
    """The person is an admin of 200 practices; their ids, the oddly named first."""
    person, now = in_slack.cast.person(name).id, shown_time()
    zone = "America/Chicago"

    def work(session: Session) -> list[str]:
        session.get_one(User, person).name = "Dana <!here> *Whitfield*"
        names = [*ODD, *(f"{'Practice ' * 10}{number:03d}" for number in range(MANY - len(ODD)))]
        made = [practices.add_practice(session, each, by=SYSTEM, now=now, time_zone=zone) for each in names]
        for each in made:
            practices.add_membership(session, person, each.id, "admin", by=SYSTEM, now=now)
        return [each.id for each in made]

    return in_slack.cast.do(work)


def test_the_modal_home_and_card_fit_and_the_answer_comes_back_whole(in_slack: InSlack) -> None:
    odd_id = give_many_practices(in_slack, "Dana")[0]
    in_slack.link("Dana")
    view = open_modal(in_slack, "Dana")
    (block,) = (each for each in view["blocks"] if each["block_id"] == "practice")
    options = [option for group in block["element"]["option_groups"] for option in group["options"]]
    assert len(options) == MANY + 1  # Lakeside too
    (odd,) = (each for each in options if each["value"] == odd_id)
    values = {
        "practice": {"type": "static_select", "selected_option": odd},
        "note": typed("<!channel> & *all*"),
    }
    delivery = in_slack.driver.sent_modal("UDANA", view, values)
    assert (
        len(delivery.body) > 48 * 1024
    )  # near what a form of the site may be; the door for Slack takes more
    assert in_slack.driver.post(delivery).text == ""
    assert in_slack.cast.one(select(ActivationRequest)).note == "<!channel> & *all*"
    assert "<!" not in str(card(in_slack, "Dana", "not decided yet")["blocks"])
    in_slack.slack.wait(lambda: in_slack.slack.messages["C0STAFF"], "the team's channel")
    everything = str([call.given for call in in_slack.slack.calls])
    assert "<!channel>" not in everything
    assert "<!here>" not in everything
    assert [call for call in in_slack.slack.calls if not call.answer.get("ok")] == []


def test_the_conversation_copes_with_200_practices(in_slack: InSlack) -> None:
    give_many_practices(in_slack, "Dana")
    in_slack.link("Dana")
    in_slack.says("Dana", "please turn on two factor")
    told = in_slack.driver.post(in_slack.driver.command("UDANA", "status")).json()
    assert told["response_type"] == "ephemeral"
    assert [call for call in in_slack.slack.calls if not call.answer.get("ok")] == []
