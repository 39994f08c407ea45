"""How soon Slack is answered while 20 people write: it waits three seconds, and asks again after that."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2

from tests.bot.slack.process import a_product
from tests.parts.slack_driver import PATH, Delivery

PEOPLE = 20
EACH = 15
PAUSE = 0.3  # seconds from an answer to the same person's next message: faster than anybody types
LIMIT = 500.0  # milliseconds that 99 of 100 acknowledgements stay below


def acknowledged(folder: Path) -> list[float]:
    """Milliseconds until each signed message of 20 parallel people was acknowledged, shortest first."""
    with a_product(folder) as product, product.running():
        users = [f"UBENCH{number}" for number in range(PEOPLE)]
        for user in (*users, "UFIRST"):
            product.slack.add_user(user, user)
        say = product.driver.said
        told = {user: [say(user, f"is it on yet? {number}") for number in range(EACH)] for user in users}
        product.driver.post(say("UFIRST", "hello"))  # the first one pays for loading
        product.slack.wait(lambda: product.slack.dm("UFIRST"), "the first answer")
        with ThreadPoolExecutor(PEOPLE) as crowd:
            taken = list(crowd.map(lambda user: _one_person(product.driver.site, told[user]), users))
    return sorted(each for theirs in taken for each in theirs)


def _one_person(site: str, deliveries: list[Delivery]) -> list[float]:
    with httpx2.Client(trust_env=False, timeout=20) as client:
        return [_once(client, site, delivery) for delivery in deliveries]


def _once(client: httpx2.Client, site: str, delivery: Delivery) -> float:
    start = time.perf_counter()
    answer = client.post(site + PATH, content=delivery.body, headers=dict(delivery.headers))
    taken = (time.perf_counter() - start) * 1000
    assert answer.status_code == 200, answer.status_code
    time.sleep(PAUSE)
    return taken
