"""One counter per person, over every purpose: it only ever goes up, by one guarded UPDATE."""

from core.second_factor import used_steps
from tests.cast import Cast


def test_a_step_is_used_once_and_no_older_one_after_it(cast: Cast) -> None:
    priya, tom = cast.person("Priya").id, cast.person("Tom").id

    def advance(step: int) -> bool:
        return cast.do(lambda session: used_steps.advance(session, priya, step))

    used = [advance(step) for step in (7, 7, 6, 8, 7)]
    assert used == [True, False, False, True, False], "an A-B-A replay is refused whatever was judged before"
    assert cast.do(lambda session: used_steps.last_step(session, priya)) == 8
    assert cast.do(lambda session: used_steps.last_step(session, tom)) == -1
