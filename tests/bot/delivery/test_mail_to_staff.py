"""Mail to the team: it leads to the console, and each of its texts is whole."""

from email.message import EmailMessage

import pytest
from sqlalchemy.orm import Session

from bot.delivery import mailing
from bot.delivery.mailing import Recipient
from core.ground import outbox
from core.ground.outbox import NoticeKind
from core.passwords import password_changes
from core.team import recovery, staff
from tests.cast import MONDAY, Cast
from tests.core.team.test_recovery import BY


def mail_of(cast: Cast, kind: NoticeKind) -> EmailMessage:
    """The mail of the last notice of this kind."""
    notice = cast.told(kind)[-1]
    person = Recipient("alex@thoroughcare.example", "Alex Morgan", "America/New_York", is_staff=True)
    return mailing.compose(cast.installation, notice, person, now=MONDAY)


def test_a_forgotten_password_leads_to_the_console(cast: Cast) -> None:
    by = cast.actor("Alex")
    cast.do(
        lambda session: password_changes.ask_reset(session, "alex@thoroughcare.example", by=by, now=MONDAY)
    )
    console = cast.installation.settings.console_url
    assert f"{console}/password/reset/" in mail_of(cast, "reset_password").get_content()


def test_emergency_access_names_the_supervisor(cast: Cast) -> None:
    kim = cast.person("Kim").id

    def alone(session: Session) -> None:
        staff.disable(session, kim, by=BY, now=MONDAY)
        recovery.recover(session, "sam@thoroughcare.example", by=BY, now=MONDAY)

    cast.do(alone)
    text = mail_of(cast, "staff_recovered").get_content()
    assert "Sam Okafor (sam@thoroughcare.example)" in text
    assert f"{cast.installation.settings.console_url}/audit" in text


@pytest.mark.parametrize("count", [0, 3])
def test_the_weekly_report_has_its_numbers_and_its_page(cast: Cast, count: int) -> None:
    numbers = dict.fromkeys(("resets", "locks", "activations", "team", "odd_hours"), count)
    alex = cast.person("Alex").id
    cast.do(
        lambda session: outbox.tell(
            session,
            "weekly_report",
            via="mail",
            user_id=alex,
            data=numbers | {"monday": "2026-03-02"},
            now=MONDAY,
        )
    )
    mail = mail_of(cast, "weekly_report")
    assert mail["Subject"] == "Your week in the staff console, from 2026-03-02"
    assert mail.get_content().count(f": {count}\n") == 5
    assert "/audit/report?week=2026-03-02" in mail.get_content()
