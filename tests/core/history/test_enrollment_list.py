"""People are found by how their words begin, and by where their second factor stands; pages neither repeat nor skip."""

import pytest
from sqlalchemy import select, update

from core.history import enrollment_list
from core.history.enrollment_list import EnrollmentFilter, EnrollmentRow
from core.history.person_page import member_page
from core.people import users
from core.people.users import User
from core.second_factor import enrollments
from core.second_factor.enrollments import Enrollment
from core.second_factor.recovery_tokens import RecoveryToken
from core.second_factor.set_up_progress import SetUpProgress
from tests.cast import MONDAY, Cast, after
from tests.core.second_factor.enrolled_people import begin, set_up_factor


def names(cast: Cast, typed: str = "", only: EnrollmentFilter | None = None, **more: str) -> list[str]:
    page = cast.look(
        lambda session: enrollment_list.people(session, text=typed, only=only, now=after(days=3), **more)  # type: ignore[arg-type]  # practice_id or after
    )
    return [row.name.split()[0] for row in page.rows]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Dan", ["Dana"]),
        ("WHITFIELD", ["Dana"]),
        ("whitf dan", ["Dana"]),
        ("miguel@lakeside.example", []),
        ("miguel", ["Miguel"]),
        ("tega", []),
        ("ó", ["Miguel", "Owen"]),
        ("Alex", []),
        ("zzz", []),
        ("%", []),
        ("a' OR 1=1 --", []),
    ],
)
def test_words_are_found_by_how_they_begin(cast: Cast, typed: str, found: list[str]) -> None:
    assert names(cast, typed) == found


def test_without_words_everybody_of_the_practices_comes_by_name(cast: Cast) -> None:
    assert names(cast) == ["Dana", "Grace", "Miguel", "Owen", "Priya", "Tom"]
    riverbend = cast.practice("Riverbend").id
    assert names(cast, practice_id=riverbend) == ["Grace", "Tom"]


def test_a_new_person_is_found_and_one_with_two_such_words_is_listed_once(cast: Cast) -> None:
    by = cast.actor("Sam")
    cast.do(
        lambda session: users.add_member(
            session, email="ann@annex.example", name="Anna Annis", by=by, now=MONDAY
        )
    )
    assert names(cast, "ann") == ["Anna"]


@pytest.mark.parametrize("typed", ["", "e"])
def test_pages_show_everybody_once(cast: Cast, typed: str) -> None:
    by = cast.actor("Sam")
    for number in range(7):
        email, name = f"e{number}@x.example", f"Eve Number{number % 2}"
        cast.do(
            lambda session, email=email, name=name: users.add_member(  # type: ignore[misc]  # bound now
                session, email=email, name=name, by=by, now=MONDAY
            )
        )
    whole = cast.look(lambda session: enrollment_list.people(session, text=typed, now=MONDAY, limit=100))
    seen: list[EnrollmentRow] = []
    cursor: str | None = None
    while True:
        page = cast.look(
            lambda session, cursor=cursor: enrollment_list.people(  # type: ignore[misc]  # bound now
                session, text=typed, after=cursor, now=MONDAY, limit=3
            )
        )
        seen += page.rows
        if page.next is None:
            break
        cursor = page.next
    assert seen == list(whole.rows)
    assert len({row.id for row in seen}) == len(seen) >= 7


def test_each_filter_finds_its_people_and_no_others(cast: Cast) -> None:
    priya = set_up_factor(cast, "Priya")
    set_up_factor(cast, "Dana")
    set_up_factor(cast, "Owen")
    dana, owen = cast.person("Dana").id, cast.person("Owen").id
    by = cast.actor("Dana")
    cast.do(lambda s: enrollments.acknowledge(s, dana, by=by, now=MONDAY))
    cast.do(
        lambda s: s.execute(update(Enrollment).where(Enrollment.user_id == owen).values(locked_at=MONDAY))
    )
    spent = update(RecoveryToken).where(RecoveryToken.user_id == priya.user_id, RecoveryToken.number <= 7)
    cast.do(lambda s: s.execute(spent.values(used_at=MONDAY)))
    begin(cast, cast.actor("Miguel"), now=MONDAY)
    assert names(cast, only="set_up") == ["Dana", "Owen", "Priya"]
    assert names(cast, only="not_set_up") == ["Grace", "Miguel", "Tom"]
    assert names(cast, only="locked") == ["Owen"]
    assert names(cast, only="few_tokens") == ["Priya"]
    assert names(cast, only="unsaved") == ["Owen", "Priya"]
    assert names(cast, only="stuck") == ["Miguel"]
    assert names(cast, "priya", only="locked") == []
    assert names(cast, "owen", only="locked") == ["Owen"]


def test_somebody_who_moved_today_is_not_stuck(cast: Cast) -> None:
    cast.activate("Lakeside")
    begin(cast, cast.actor("Miguel"), now=MONDAY)
    recent = update(SetUpProgress).values(moved_at=after(days=2, hours=12))
    cast.do(lambda s: s.execute(recent))
    assert names(cast, only="stuck") == []


def test_the_page_of_a_member_holds_no_seed_hash_or_token(cast: Cast) -> None:
    priya = set_up_factor(cast, "Priya")
    token, _ = cast.sign_in_as("Priya", factor="totp")
    shown = repr(cast.look(lambda s: member_page(s, priya.user_id, now=MONDAY)))
    stored = cast.one(select(User).where(User.id == priya.user_id))
    for secret in (priya.live.secret, stored.password_hash, token, *priya.tokens, priya.phone.secret.hex()):
        assert str(secret) not in shown
    assert "Priya Raman" in shown


def test_there_is_no_member_page_of_the_team_and_of_nobody(cast: Cast) -> None:
    for user_id in (cast.person("Alex").id, "0" * 24, ""):
        assert cast.look(lambda s, user_id=user_id: member_page(s, user_id, now=MONDAY)) is None  # type: ignore[misc]  # bound now
