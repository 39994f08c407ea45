"""Whatever was acknowledged is done, however the process ends, and done once. On both databases."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import update

from core.slack.slack_events import SlackEvent
from tests.bot.slack.process import Product, a_product
from tests.parts.slack.slack_driver import labels
from tests.parts.slack.slack_fake import Failure

SLOW = Failure(
    delay=1.5, error="internal_error"
)  # who it is takes long to find out, so the stop comes before


def prompts(product: Product, user: str) -> int:
    """How often this user was offered to link."""
    return sum(labels(each["blocks"]) == ["Link my account"] for each in product.slack.dm(user))


def let_claims_run_out(product: Product) -> None:
    """What a killed worker held is given back after a while; a test does not wait for that."""
    freed = update(SlackEvent).values(claimed_until=None, due_at=SlackEvent.received_at)
    with product.opened() as installation:
        installation.database.transact(lambda session: session.execute(freed))


def test_what_was_acknowledged_outlives_a_kill_is_done_once_and_a_sigterm_waits_for_it(
    tmp_path: Path, database_url: str
) -> None:
    with a_product(tmp_path, database_url) as product:
        for user in ("UEVA", "UBEN"):
            product.slack.add_user(user, user)
        first, eva = (product.driver.said("UEVA", "hello", event_id=name) for name in ("Ev1", "Ev2"))
        ben = product.driver.said("UBEN", "hello", event_id="Ev3")
        product.slack.fail("users.info", SLOW)
        with product.running() as command:
            assert product.driver.post(eva).status_code == 200
            command.kill()
        assert product.slack.dm("UEVA") == []
        product.slack.failures.clear()
        let_claims_run_out(product)
        with product.running() as command:
            with ThreadPoolExecutor(5) as at_once:  # late, twice and in another order than they were written
                answers = list(at_once.map(product.driver.post, (eva, first, eva, first, eva)))
            assert [each.status_code for each in answers] == [200] * 5
            product.slack.wait(lambda: len(product.slack.dm("UEVA")) == 2, "both answers")
            product.slack.wait(lambda: prompts(product, "UEVA") == 1, "the older link to be old")
            assert product.driver.post(ben).status_code == 200
            assert command.terminate() == 0, command.said()
            assert "Traceback" not in command.said()
        assert [len(product.slack.dm(user)) for user in ("UEVA", "UBEN")] == [2, 1]
