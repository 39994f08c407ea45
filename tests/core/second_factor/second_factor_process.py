"""One more process that checks second factors, for the tests of what holds between processes."""

import os
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy.orm import Session

from core.ground.actors import Actor
from core.ground.db import Database
from core.ground.hashing import Argon2, HashingPool
from core.ground.installation import Installation
from core.ground.settings import read_settings
from core.second_factor import attempts
from core.second_factor.attempts import Proven, Typed
from core.second_factor.refusals import Refusal
from tests.parts.processes import Say


def try_all(say: Say, task: dict[str, Any]) -> None:
    """Try all texts of the task at once, and say how often each outcome came."""
    settings = read_settings({"TC2FA_DATABASE_URL": task["database_url"], "TC2FA_KEYS": task["keys"]})
    hashing = HashingPool(Argon2(rounds=1, memory=64), queue=500)
    installation = Installation(settings, Database(settings.database_url), settings.keys, hashing)
    with ThreadPoolExecutor(8) as threads:
        outcomes = Counter(threads.map(lambda text: _try(installation, task, text), task["texts"]))
    say(outcomes)
    installation.database.close()


def _try(installation: Installation, task: dict[str, Any], text: str) -> str:
    outcome = attempts.check(
        installation,
        task["user_id"],
        Typed("totp" if len(text) == 6 else "recovery_token", text),
        purpose="sign_in",
        by=Actor(task["user_id"], "account"),
        now=task["now"],
        conclude=_die if task["dies"] else _stay,
    )
    return outcome.kind if isinstance(outcome, Refusal) else "accepted"


def _stay(_: Session, proven: Proven) -> Proven:
    return proven


def _die(session: Session, _: Proven) -> Proven:
    """A power cut after everything is written and before it is committed."""
    session.flush()
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("nobody survives this")
