"""People who act at once, in a process of their own: what they cost is not in the figures of the product."""

import hashlib
import hmac
import http.client
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from urllib.parse import urlsplit

from tests.parts.slack.slack_driver import PATH, SIGNING_SECRET

PAUSE = 0.3  # seconds from an answer to the same person's next act: faster than anybody types
WAITS = 30.0  # seconds


@dataclass(frozen=True)
class Act:
    """One delivery of Slack's, signed when it is sent. ``trigger`` of a press that opens a modal."""

    kind: str
    body: bytes
    content_type: str
    trigger: str = ""


@dataclass(frozen=True)
class Answered:
    """How long the acknowledgement took (milliseconds), and when it was asked for (seconds since 1970)."""

    kind: str
    milliseconds: float
    asked_at: float
    trigger: str


def together(site: str, plans: Sequence[Sequence[Act]]) -> list[Answered]:
    """Let each person do their acts one after the other, all persons beside each other."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as elsewhere:
        return elsewhere.submit(_crowd, site, plans).result()


def _crowd(site: str, plans: Sequence[Sequence[Act]]) -> list[Answered]:
    with ThreadPoolExecutor(len(plans)) as people:
        done = list(people.map(partial(_one_person, urlsplit(site).netloc), plans))
    return [each for theirs in done for each in theirs]


def _one_person(host: str, plan: Sequence[Act]) -> list[Answered]:
    line = http.client.HTTPConnection(host, timeout=WAITS)
    line.connect()
    answered = []
    for act in plan:
        answered.append(_once(line, act))
        time.sleep(PAUSE)
    line.close()
    return answered


def _once(line: http.client.HTTPConnection, act: Act) -> Answered:
    asked_at, start = time.time(), time.perf_counter()
    moment = str(int(asked_at))
    signed = hmac.new(SIGNING_SECRET.encode(), b"v0:" + moment.encode() + b":" + act.body, hashlib.sha256)
    headers = {
        "Content-Type": act.content_type,
        "X-Slack-Request-Timestamp": moment,
        "X-Slack-Signature": f"v0={signed.hexdigest()}",
    }
    line.request("POST", PATH, act.body, headers)
    answer = line.getresponse()
    answer.read()
    assert answer.status == 200, answer.status
    return Answered(act.kind, (time.perf_counter() - start) * 1000, asked_at, act.trigger)
