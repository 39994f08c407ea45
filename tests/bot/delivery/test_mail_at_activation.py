"""Each member gets one mail when 2FA is switched on for their practice: by day, and only if it still concerns them."""

from dataclasses import replace
from email import message_from_bytes
from pathlib import Path

from core.people import users
from tests.bot.delivering import deliver_due
from tests.cast import Cast, after

DAY = after(hours=5)  # nine in the morning in New York, where the demo's people work
NIGHT = after(hours=2)


def letters(cast: Cast, folder: Path) -> list[str]:
    """Whom the mails in the folder went to."""
    settings = cast.installation.settings.model_copy(update={"mail_directory": folder})
    for now in (NIGHT, DAY):
        deliver_due(replace(cast.installation, settings=settings), via="mail", now=now)
        if now == NIGHT:
            assert list(folder.glob("*-practice_activated-*.eml")) == []
    mails = [message_from_bytes(each.read_bytes()) for each in folder.glob("*-practice_activated-*.eml")]
    assert all("Lakeside Family Medicine" in str(mail["Subject"]) for mail in mails)
    return sorted(str(mail["To"]) for mail in mails)


def test_each_member_is_told_once_and_by_day(cast: Cast, tmp_path: Path) -> None:
    cast.activate("Lakeside", now=NIGHT)
    cast.activate("Lakeside", now=NIGHT)
    assert letters(cast, tmp_path) == [
        "dana@lakeside.example",
        "miguel@lakeside.example",
        "owen@hilltop.example",
        "priya@lakeside.example",
    ]


def test_who_opted_out_or_has_it_already_is_not_written_to(cast: Cast, tmp_path: Path) -> None:
    owen, by = cast.person("Owen").id, cast.actor("Owen")
    cast.do(lambda session: users.opt_out_of_guide(session, owen, by=by, now=NIGHT))
    cast.activate("Lakeside", now=NIGHT)
    cast.enrolled("Priya", now=NIGHT)
    assert letters(cast, tmp_path) == ["dana@lakeside.example", "miguel@lakeside.example"]
