"""Recovery tokens: strong, forgiving to type, used once, and dead when a new set is made."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.ground.hashing import Argon2, Busy, HashingPool, PasswordChecked
from core.ground.sealing import KeyRing, new_key
from core.second_factor import enrollments, recovery_tokens
from core.second_factor.attempts import Proven, Typed
from core.second_factor.recovery_tokens import ALPHABET, PlainToken, RecoveryToken, read_token
from core.second_factor.refusals import Refusal
from tests.cast import Cast, after
from tests.core.second_factor.enrolled_people import Owner, set_up_factor

TOKEN = "03-0A1B-2C3D-4E5F-6G7H-8J9K-MNPQ"
NORMAL = (3, "030A1B2C3D4E5F6G7H8J9KMNPQ")
OF_AN_EARLIER_VERSION = "03-0A1B-2C3D-4E5F-6G7H"


@pytest.fixture
def priya(cast: Cast) -> Owner:
    return set_up_factor(cast)


def test_a_set_is_ten_numbered_tokens_of_120_bits() -> None:
    tokens = recovery_tokens.make_set()
    assert [token.text[:3] for token in tokens] == [f"{number:02}-" for number in range(1, 11)]
    assert all(len(token.text) == len(TOKEN) for token in tokens)
    letters = "".join(
        token.text[3:].replace("-", "") for _ in range(50) for token in recovery_tokens.make_set()
    )
    assert set(letters) == set(ALPHABET)
    assert len(ALPHABET) == 32
    assert len(TOKEN[3:].replace("-", "")) * 5 == 120
    assert len({token.text[3:] for _ in range(20) for token in recovery_tokens.make_set()}) == 200


@pytest.mark.parametrize(
    "typed",
    [
        TOKEN,
        TOKEN.lower(),
        "03 0A1B 2C3D 4E5F 6G7H 8J9K MNPQ",
        "030A1B2C3D4E5F6G7H8J9KMNPQ",
        "O3-OAIB-2C3D-4E5F-6G7H-8J9K-MNPQ",
        "03-oalb-2c3d-4e5f-6g7h-8j9k-mnpq",
        "3-0A1B-2C3D-4E5F-6G7H-8J9K-MNPQ",
        "03\u20130A1B\u20112C3D\u00a04E5F\u22126G7H\u20148J9K MNPQ",
        f"  {TOKEN}\n",
    ],
)
def test_slips_of_the_hand_are_forgiven(typed: str) -> None:
    assert read_token(typed) == NORMAL


@pytest.mark.parametrize("typed", [OF_AN_EARLIER_VERSION, "3 0a1b 2c3d 4e5f 6g7h"])
def test_the_shorter_tokens_of_earlier_versions_are_read_too(typed: str) -> None:
    assert read_token(typed) == (3, "030A1B2C3D4E5F6G7H")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "123456",
        "00" + TOKEN[2:],
        "11" + TOKEN[2:],
        "03-0A1B-2C3D-4E5F",
        "03-0A1B-2C3D-4E5F-6G7H-8J9K",
        "03-UA1B-2C3D-4E5F-6G7H-8J9K-MNPQ",
        TOKEN + "0",
        OF_AN_EARLIER_VERSION + "0",
        TOKEN * 9,
    ],
)
def test_anything_else_is_no_token(typed: str) -> None:
    assert read_token(typed) is None


def test_the_database_holds_hashes_only(priya: Owner) -> None:
    rows = priya.cast.rows(select(RecoveryToken))
    assert len(rows) == 10
    assert all(row.hash.startswith("v1.k1.") for row in rows)
    assert not any(text in str(vars(row)) for row in rows for text in priya.tokens)


def test_a_set_takes_no_place_among_those_who_wait_for_a_hash(priya: Owner) -> None:
    pool = priya.cast.installation.hashing
    while pool._places.acquire(blocking=False):  # everybody else hashes
        pass
    assert isinstance(pool.hash("no place is left"), Busy)
    made = issue(priya)
    assert isinstance(priya.check(Typed("recovery_token", made[0]), now=after()), Proven)


def test_a_hash_fits_its_own_row_and_person_only(priya: Owner) -> None:
    first, second = priya.cast.rows(select(RecoveryToken).order_by(RecoveryToken.number))[:2]
    moved = update(RecoveryToken).where(RecoveryToken.id == first.id).values(hash=second.hash)
    priya.cast.do(lambda session: session.execute(moved))
    assert priya.refusal(Typed("recovery_token", "01" + priya.tokens[1][2:]), now=after()).kind == "wrong"
    assert priya.refusal(priya.token(1), now=after()).kind == "wrong"


def test_tokens_work_under_the_key_they_were_made_with(priya: Owner) -> None:
    ring = KeyRing.parse(new_key("k2")).keys + priya.cast.installation.keys.keys
    priya.cast.installation = replace(priya.cast.installation, keys=KeyRing(ring))
    assert isinstance(priya.check(priya.token(1), now=after()), Proven)
    made = issue(priya)
    rows = priya.cast.rows(select(RecoveryToken).where(RecoveryToken.replaced_at.is_(None)))
    assert all(row.hash.startswith("v1.k2.") for row in rows)
    assert isinstance(priya.check(Typed("recovery_token", made[0]), now=after()), Proven)


@pytest.mark.parametrize("damaged", ["", "v1.k1", "v1.gone.AAAA", "v2.k1.AAAA", "$argon2id$"])
def test_a_damaged_hash_fits_nothing(priya: Owner, damaged: str) -> None:
    priya.cast.do(lambda session: session.execute(update(RecoveryToken).values(hash=damaged)))
    assert priya.refusal(priya.token(1), now=after()).kind == "wrong"


def test_a_set_of_an_earlier_version_works_until_it_is_replaced(priya: Owner) -> None:
    old = keep_a_set_of_an_earlier_version(priya)
    now = after()
    assert priya.refusal(Typed("recovery_token", old[:-1] + "0"), now=now).kind == "wrong"
    assert priya.check(Typed("recovery_token", old.lower()), now=now) == Proven("recovery_token", 0)
    assert priya.refusal(Typed("recovery_token", old), now=now).kind == "already_used"
    keep_a_set_of_an_earlier_version(priya)
    issue(priya)
    assert priya.refusal(Typed("recovery_token", old), now=now).kind == "wrong"


def test_a_printed_token_shows_its_number_only() -> None:
    assert TOKEN not in repr(PlainToken(3, TOKEN))


def test_a_token_stands_in_for_the_phone_once(priya: Owner) -> None:
    now = after()
    assert priya.check(priya.token(4), now=now) == Proven("recovery_token", tokens_left=9)
    assert priya.refusal(priya.token(4), now=now) == Refusal("already_used", factor="recovery_token")
    assert priya.check(priya.token(5), now=now) == Proven("recovery_token", tokens_left=8)


def test_its_owner_is_told_and_how_many_are_left(priya: Owner) -> None:
    priya.check(priya.token(1), now=after())
    (notice,) = priya.cast.told("recovery_token_used")
    assert (notice.user_id, notice.via, notice.data["tokens_left"]) == (priya.user_id, "mail", 9)
    (entry,) = priya.cast.audited("recovery_token.used")
    assert (entry.factor, entry.details["tokens_left"]) == ("recovery_token", 9)


def test_a_token_does_not_use_up_the_code_of_that_moment(priya: Owner) -> None:
    priya.check(priya.token(1), now=after())
    assert isinstance(priya.check(priya.code(after()), now=after()), Proven)


def test_a_token_under_another_number_or_of_another_person_is_wrong(priya: Owner) -> None:
    swapped = Typed("recovery_token", "02" + priya.tokens[0][2:])
    assert priya.refusal(swapped, now=after()) == Refusal("wrong", factor="recovery_token")
    tom = set_up_factor(priya.cast, "Miguel")
    assert tom.refusal(priya.token(3), now=after()).kind == "wrong"


class Watched(HashingPool):
    """Remembers what it compared with."""

    def __init__(self) -> None:
        super().__init__(Argon2(rounds=1, memory=64))
        self.compared: list[str | None] = []

    def verify(self, hashed: str | None, plain: str) -> PasswordChecked | Busy:
        self.compared.append(hashed)
        return super().verify(hashed, plain)


def test_the_typed_form_alone_decides_what_a_try_costs(priya: Owner) -> None:
    """Else the time of an answer would tell which set a person has, and whether they have one."""
    hashing = Watched()
    priya.cast.installation = replace(priya.cast.installation, hashing=hashing)
    long, short = priya.wrong_token(1), Typed("recovery_token", "03-ZZZZ-ZZZZ-ZZZZ-ZZZZ")
    for typed in (long, short):
        priya.refusal(typed, now=after())
    keep_a_set_of_an_earlier_version(priya)
    for typed in (long, short):
        priya.refusal(typed, now=after())
    priya.cast.do(lambda session: recovery_tokens.drop_set(session, priya.user_id, now=after()))
    priya.refusal(short, now=after())
    assert [hashed is not None for hashed in hashing.compared] == [False, True, False]


def test_a_new_set_kills_the_old_one_at_once(priya: Owner) -> None:
    made = issue(priya)
    assert priya.refusal(priya.token(1), now=after()).kind == "wrong"
    assert priya.check(Typed("recovery_token", made[0]), now=after()) == Proven("recovery_token", 9)


def issue(priya: Owner) -> tuple[str, ...]:
    """A new set, without the proofs that Settings asks for."""
    keys, live = priya.cast.installation.keys, priya.live.id
    return priya.cast.do(
        lambda session: enrollments.give_tokens(session, keys, priya.user_id, live, now=after())
    )


def keep_a_set_of_an_earlier_version(priya: Owner) -> str:
    """One token as earlier versions made and kept it."""
    live = priya.live.id
    hashed = HashingPool(Argon2(rounds=1, memory=64)).hash(OF_AN_EARLIER_VERSION.replace("-", ""))
    row = RecoveryToken(user_id=priya.user_id, enrollment_id=live, number=3, hash=hashed, created_at=after())

    def keep(session: Session) -> None:
        recovery_tokens.drop_set(session, priya.user_id, now=after())
        session.add(row)

    priya.cast.do(keep)
    return OF_AN_EARLIER_VERSION
