"""A Slack user speaks for a member only after that member said so, signed in and with a fresh code."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from core.ground.actors import Actor
from core.people.users import User
from core.practices import practices
from core.slack import slack_link_starts, slack_links
from core.slack.slack_link_starts import LinkStart, SlackLinkStart
from core.slack.slack_links import HasAnother, Linked, LinkedToAnother, NeedsFreshFactor, SlackLink, StartGone
from tests.cast import MONDAY, Cast, after

TEAM, PRIYAS, OTHERS = "T0CLINIC", "U0PRIYA", "U0OTHER"


def start(
    cast: Cast, slack_user: str = PRIYAS, *, name: str = "priya.r", now: datetime = MONDAY, team: str = TEAM
) -> str:
    return cast.do(
        lambda s: slack_link_starts.start(s, team_id=team, slack_user_id=slack_user, slack_name=name, now=now)
    )


def confirm(cast: Cast, token: str, by: Actor, *, now: datetime = MONDAY) -> Any:
    return cast.do(lambda s: slack_links.confirm(s, token, by=by, now=now))


def foresee(cast: Cast, token: str, by: Actor, *, now: datetime = MONDAY) -> Any:
    return cast.look(lambda s: slack_links.foresee(s, token, by=by, now=now))


def person_of(cast: Cast, slack_user: str = PRIYAS, *, team: str = TEAM) -> str | None:
    return cast.look(lambda s: slack_links.person_of(s, team_id=team, slack_user_id=slack_user))


def link(cast: Cast, name: str, slack_user: str = PRIYAS) -> Linked:
    outcome = confirm(cast, start(cast, slack_user), cast.actor(name))
    assert isinstance(outcome, Linked)
    return outcome


def test_nobody_is_linked_until_the_member_says_so(cast: Cast) -> None:
    token = start(cast)
    assert person_of(cast) is None
    seen = cast.look(lambda s: slack_link_starts.started(s, token, now=MONDAY))
    assert seen == LinkStart(TEAM, PRIYAS, "priya.r", after(minutes=10))
    assert isinstance(confirm(cast, token, cast.actor("Priya")), Linked)
    assert person_of(cast) == cast.person("Priya").id
    assert person_of(cast, team="T0ELSE") is None  # the same id in another team is another person


def test_the_database_does_not_hold_what_opens_the_page(cast: Cast) -> None:
    token = start(cast)
    (row,) = cast.rows(select(SlackLinkStart))
    assert token not in str(vars(row))
    assert row.token_sha256 != token


def test_a_start_works_once_and_ten_minutes(cast: Cast) -> None:
    token = start(cast)
    assert confirm(cast, token, cast.actor("Priya"), now=after(minutes=10)) == StartGone()
    assert isinstance(confirm(cast, token, cast.actor("Priya"), now=after(minutes=9, seconds=59)), Linked)
    assert confirm(cast, token, cast.actor("Miguel")) == StartGone()
    assert person_of(cast) == cast.person("Priya").id
    assert confirm(cast, "nonsense", cast.actor("Miguel")) == StartGone()


def test_pressing_twice_finds_it_done(cast: Cast) -> None:
    token = start(cast)
    first = confirm(cast, token, cast.actor("Priya"))
    assert confirm(cast, token, cast.actor("Priya"), now=after(minutes=1)) == first
    assert len(cast.audited("slack.linked")) == 1


def test_a_later_start_makes_the_earlier_one_worthless(cast: Cast) -> None:
    first, second = start(cast), start(cast, now=after(minutes=1))
    assert confirm(cast, first, cast.actor("Priya")) == StartGone()
    assert isinstance(confirm(cast, second, cast.actor("Priya"), now=after(minutes=1)), Linked)


def test_of_many_members_who_confirm_one_start_at_once_one_is_linked(cast: Cast) -> None:
    token = start(cast)
    names = ["Priya", "Miguel", "Dana", "Owen"] * 3
    actors = [cast.actor(name) for name in names]
    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(lambda by: confirm(cast, token, by), actors))
    (row,) = cast.rows(select(SlackLink))
    winners = {
        by.user_id for by, outcome in zip(actors, outcomes, strict=True) if isinstance(outcome, Linked)
    }
    assert winners == {row.user_id}
    assert len(cast.audited("slack.linked")) == 1


def test_whoever_has_a_factor_must_have_shown_it_within_five_minutes(cast: Cast) -> None:
    cast.enrolled("Priya")
    token = start(cast)
    assert confirm(cast, token, cast.actor("Priya")) == NeedsFreshFactor()
    stale = replace(cast.fresh("Priya"), factor_at=after(minutes=-5, seconds=-1))
    assert confirm(cast, token, stale) == NeedsFreshFactor()
    assert isinstance(confirm(cast, token, cast.fresh("Priya")), Linked)  # a refused try uses nothing up


def test_a_slack_user_of_somebody_else_is_refused_until_they_let_go(cast: Cast) -> None:
    made = link(cast, "Miguel")
    token = start(cast)
    assert foresee(cast, token, cast.actor("Priya")) == LinkedToAnother()
    assert confirm(cast, token, cast.actor("Priya")) == LinkedToAnother()
    assert person_of(cast) == cast.person("Miguel").id
    miguel = cast.actor("Miguel")
    assert cast.do(lambda s: slack_links.revoke(s, made.link.id, by=miguel, now=MONDAY))
    assert isinstance(confirm(cast, token, cast.actor("Priya")), Linked)


def test_a_member_has_one_slack_user_in_a_team(cast: Cast) -> None:
    made = link(cast, "Priya")
    token = start(cast, OTHERS, name="attacker")
    assert confirm(cast, token, cast.actor("Priya")) == HasAnother(made.link)
    assert person_of(cast, OTHERS) is None
    elsewhere = start(cast, OTHERS, team="T0ELSE")
    assert isinstance(confirm(cast, elsewhere, cast.actor("Priya")), Linked)


def test_only_the_member_ends_their_link(cast: Cast) -> None:
    made = link(cast, "Priya")
    dana, priya = cast.actor("Dana"), cast.actor("Priya")
    assert not cast.do(lambda s: slack_links.revoke(s, made.link.id, by=dana, now=MONDAY))
    assert cast.look(lambda s: slack_links.links_of(s, str(priya.user_id))) == (made.link,)
    assert cast.do(lambda s: slack_links.revoke(s, made.link.id, by=priya, now=MONDAY))
    assert not cast.do(lambda s: slack_links.revoke(s, made.link.id, by=priya, now=MONDAY))
    assert person_of(cast) is None
    assert len(cast.audited("slack.unlinked")) == 1


def test_a_user_deleted_in_slack_is_unlinked(cast: Cast) -> None:
    link(cast, "Priya")
    gone: dict[str, Any] = {"team_id": TEAM, "slack_user_id": PRIYAS, "now": MONDAY}
    assert cast.do(lambda s: slack_links.revoke_slack_user(s, **gone))
    assert not cast.do(lambda s: slack_links.revoke_slack_user(s, **gone))
    assert person_of(cast) is None
    (entry,) = cast.audited("slack.unlinked")
    assert (entry.actor_id, entry.channel, entry.details["why"]) == (None, "system", "gone_from_slack")


def test_slack_opens_nothing_for_people_who_may_not_sign_in(cast: Cast) -> None:
    link(cast, "Priya")
    priya, lakeside, by = cast.person("Priya").id, cast.practice("Lakeside").id, cast.fresh("Sam")
    cast.do(lambda s: s.execute(update(User).where(User.id == priya).values(disabled_at=MONDAY)))
    assert person_of(cast) is None
    cast.do(lambda s: s.execute(update(User).where(User.id == priya).values(disabled_at=None)))
    assert person_of(cast) == priya
    cast.do(lambda s: practices.end_membership(s, priya, lakeside, by=by, now=MONDAY))
    assert person_of(cast) is None


def test_staff_and_nobody_cannot_be_linked(cast: Cast) -> None:
    token = start(cast)
    assert confirm(cast, token, cast.fresh("Sam")) == StartGone()
    assert confirm(cast, token, Actor(None, "account")) == StartGone()


def test_linking_and_unlinking_are_audited_and_told_everywhere(cast: Cast) -> None:
    made = link(cast, "Priya")
    priya = cast.actor("Priya")
    cast.do(lambda s: slack_links.revoke(s, made.link.id, by=priya, now=after(minutes=1)))
    (linked,), (unlinked,) = cast.audited("slack.linked"), cast.audited("slack.unlinked")
    for entry in (linked, unlinked):
        assert (entry.actor_id, entry.subject_id) == (priya.user_id, priya.user_id)
        assert entry.details["slack_user_id"] == PRIYAS
    for kind in ("slack_linked", "slack_unlinked"):
        told = {row.via: row for row in cast.told(kind)}
        assert set(told) == {"mail", "conversation", "slack"}
        assert told["mail"].data["slack_name"] == "priya.r"
        slack = told["slack"]
        assert (slack.data["team_id"], slack.data["slack_user_id"]) == (TEAM, PRIYAS)
        assert {row.user_id for row in told.values()} == {priya.user_id}


@pytest.mark.databases("sqlite")  # only the text of a name, before any database sees it
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("  Priya \n Raman ", "Priya Raman"),
        ("\u202eanaD\u202c", "anaD"),
        ("\u200b\u2066", PRIYAS),
        ("", PRIYAS),
        ("<!channel> *_~", "<!channel> *_~"),
        ("x" * 300, "x" * 80),
    ],
)
def test_a_name_is_one_plain_line(cast: Cast, name: str, shown: str) -> None:
    token = start(cast, name=name)
    seen = cast.look(lambda s: slack_link_starts.started(s, token, now=MONDAY))
    assert seen is not None
    assert seen.slack_name == shown
