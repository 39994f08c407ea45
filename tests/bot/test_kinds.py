"""No notice and no row of Slack falls through: each kind that is written has a handler."""

from typing import get_args

from bot.delivery import mailing
from bot.engine.steps.news import DECISIONS, OTHERS
from bot.engine.steps.reset_news import NEWS as RESET_NEWS
from bot.slack.incoming.working import WORK
from core.ground.outbox import NoticeKind
from core.second_factor.set_up_progress import NOTICES
from core.slack.slack_events import SlackEventKind

KINDS = frozenset(get_args(NoticeKind))
IN_MAIL = {file.stem for file in mailing.TEMPLATES.glob("*.txt")}
IN_CHAT = {*DECISIONS, *OTHERS, *RESET_NEWS, *NOTICES.values(), "request_more_information"}
IN_SLACK = {"slack_line", "slack_settle", "slack_linked", "slack_unlinked"}
IN_THE_CHANNEL = {
    "request_asked",
    "request_answered",
    "reset_proposed",
    "conversation_waiting",
    "practice_change_proposed",
    "practice_change_decided",
}


def test_every_kind_of_notice_has_a_text_and_every_text_a_kind() -> None:
    assert IN_MAIL | IN_CHAT | IN_SLACK | IN_THE_CHANNEL == KINDS


def test_every_kind_of_row_from_slack_has_its_work() -> None:
    had_its_effect_when_it_was_written = {"sent"}
    assert set(WORK) | had_its_effect_when_it_was_written == set(get_args(SlackEventKind))
