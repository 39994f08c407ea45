"""A recovery token that was pasted into a chat is worthless afterwards, and opens nothing."""

import pytest

from core.second_factor import attempts
from core.second_factor.attempts import Burned, Proven
from core.second_factor.refusals import Refusal
from tests.cast import Cast, after
from tests.core.second_factor.enrolled_people import Owner, set_up_factor

NOW = after()


@pytest.fixture
def priya(cast: Cast) -> Owner:
    return set_up_factor(cast)


def burn(priya: Owner, text: str) -> object:
    return attempts.burn(priya.cast.installation, priya.user_id, text, by=priya.by, now=NOW)


def test_a_true_token_is_burned_and_its_owner_is_told(priya: Owner) -> None:
    assert burn(priya, priya.tokens[2].lower()) == Burned(tokens_left=9)
    assert priya.refusal(priya.token(3), now=NOW).kind == "already_used"
    assert [notice.data for notice in priya.cast.told("recovery_token_burned")] == [{"tokens_left": 9}]
    assert len(priya.cast.audited("recovery_token.burned")) == 1
    assert priya.cast.audited("recovery_token.used") == []


def test_the_others_still_work(priya: Owner) -> None:
    burn(priya, priya.tokens[2])
    assert priya.check(priya.token(4), now=NOW) == Proven("recovery_token", tokens_left=8)


def test_a_token_cannot_be_burned_twice(priya: Owner) -> None:
    burn(priya, priya.tokens[2])
    assert burn(priya, priya.tokens[2]) == Refusal("already_used", factor="recovery_token")
    assert len(priya.cast.audited("recovery_token.burned")) == 1


def test_pasting_guesses_spends_the_budget_of_signing_in(priya: Owner) -> None:
    for _ in range(5):
        assert burn(priya, priya.wrong_token(1).text) == Refusal("wrong", factor="recovery_token")
    outcome = burn(priya, priya.tokens[0])
    assert isinstance(outcome, Refusal)
    assert outcome.kind == "too_many_tries"
    assert priya.refusal(priya.code(NOW), now=NOW).kind == "too_many_tries"


def test_a_burned_token_eases_no_budget(priya: Owner) -> None:
    for number in range(1, 6):
        burn(priya, priya.tokens[number - 1])
    assert priya.refusal(priya.code(NOW), now=NOW).kind == "too_many_tries"


def test_what_is_no_token_costs_nothing(priya: Owner) -> None:
    for _ in range(9):
        assert burn(priya, "my dog ate it") == Refusal("malformed", factor="recovery_token")
    assert isinstance(priya.check(priya.code(NOW), now=NOW), Proven)
