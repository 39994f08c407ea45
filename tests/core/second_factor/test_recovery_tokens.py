"""Recovery tokens: strong, forgiving to type, used once, and dead when a new set is made."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from core.ground.hashing import Argon2, Busy, HashingPool, PasswordChecked
from core.second_factor import recovery_tokens
from core.second_factor.attempts import Proven, Typed
from core.second_factor.recovery_tokens import ALPHABET, PlainToken, RecoveryToken, read_token
from core.second_factor.refusals import Refusal
from tests.cast import Cast, after
from tests.core.second_factor.enrolled_people import Owner, set_up_factor

TOKEN = "03-0A1B-2C3D-4E5F-6G7H"
NORMAL = (3, "030A1B2C3D4E5F6G7H")


@pytest.fixture
def priya(cast: Cast) -> Owner:
    return set_up_factor(cast)


def test_a_set_is_ten_numbered_tokens_of_80_bits() -> None:
    tokens = recovery_tokens.make_set()
    assert [token.text[:3] for token in tokens] == [f"{number:02}-" for number in range(1, 11)]
    assert all(len(token.text) == len(TOKEN) for token in tokens)
    letters = "".join(
        token.text[3:].replace("-", "") for _ in range(50) for token in recovery_tokens.make_set()
    )
    assert set(letters) == set(ALPHABET)
    assert len(ALPHABET) == 32
    assert len({token.text[3:] for _ in range(20) for token in recovery_tokens.make_set()}) == 200


@pytest.mark.parametrize(
    "typed",
    [
        TOKEN,
        TOKEN.lower(),
        "03 0A1B 2C3D 4E5F 6G7H",
        "030A1B2C3D4E5F6G7H",
        "O3-OAIB-2C3D-4E5F-6G7H",
        "03-oalb-2c3d-4e5f-6g7h",
        "3-0A1B-2C3D-4E5F-6G7H",
        "03\u20130A1B\u20112C3D\u00a04E5F\u22126G7H",
        "  03-0A1B-2C3D-4E5F-6G7H\n",
    ],
)
def test_slips_of_the_hand_are_forgiven(typed: str) -> None:
    assert read_token(typed) == NORMAL


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "123456",
        "00-0A1B-2C3D-4E5F-6G7H",
        "11-0A1B-2C3D-4E5F-6G7H",
        "03-0A1B-2C3D-4E5F",
        "03-UA1B-2C3D-4E5F-6G7H",
        TOKEN + "0",
        TOKEN * 9,
    ],
)
def test_anything_else_is_no_token(typed: str) -> None:
    assert read_token(typed) is None


def test_the_database_holds_hashes_only(priya: Owner) -> None:
    rows = priya.cast.rows(select(RecoveryToken))
    assert len(rows) == 10
    assert all(row.hash.startswith("$argon2id$") for row in rows)
    assert not any(text in str(vars(row)) for row in rows for text in priya.tokens)


def test_a_full_hashing_queue_gives_no_half_set() -> None:
    pool = HashingPool(Argon2(rounds=1, memory=64), slots=1, queue=0)
    assert pool._places.acquire(blocking=False)  # someone else hashes
    assert isinstance(recovery_tokens.hash_set(pool, recovery_tokens.make_set()), Busy)


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


def test_an_unknown_number_costs_one_comparison_too(priya: Owner) -> None:
    hashing = Watched()
    priya.cast.installation = replace(priya.cast.installation, hashing=hashing)
    priya.refusal(priya.wrong_token(1), now=after())
    priya.cast.do(lambda session: recovery_tokens.drop_set(session, priya.user_id, now=after()))
    priya.refusal(priya.token(1), now=after())
    assert [hashed is not None for hashed in hashing.compared] == [True, False]


def test_a_new_set_kills_the_old_one_at_once(priya: Owner) -> None:
    made = recovery_tokens.make_set()
    hashed = recovery_tokens.hash_set(priya.cast.installation.hashing, made)
    assert not isinstance(hashed, Busy)
    live = priya.live.id
    priya.cast.do(
        lambda session: recovery_tokens.store_set(session, priya.user_id, live, hashed, now=after())
    )
    assert priya.refusal(priya.token(1), now=after()).kind == "wrong"
    assert priya.check(Typed("recovery_token", made[0].text), now=after()) == Proven("recovery_token", 9)
