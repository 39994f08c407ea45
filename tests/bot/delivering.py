"""What is due goes out now, without waiting for the worker of a running site."""

import asyncio
from datetime import datetime

from bot.delivery.deliveries import delivery_worker
from core.ground.installation import Installation
from core.ground.outbox import Via


def deliver_due(installation: Installation, *, via: Via, now: datetime) -> int:
    """Deliver until nothing is due; how many notices were tried."""
    return asyncio.run(delivery_worker(installation, via, clock=lambda: now).work_off())
