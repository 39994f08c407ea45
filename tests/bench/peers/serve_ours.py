"""``tc2fa serve`` with hashes as cheap as the bench wants them: the product's own settings allow no such cost."""

import sys
from functools import partial
from unittest.mock import patch

from console.commands import serve
from core.ground import installation
from core.ground.hashing import Argon2, HashingPool


def main(port: str, console_port: str, argon2: str) -> None:
    """Serve both sites on loopback."""
    cost = Argon2(*map(int, argon2.split(",")))
    with patch.object(installation, "HashingPool", partial(_pool, cost)):
        serve.serve("127.0.0.1", int(port), int(console_port))


def _pool(cost: Argon2, _asked: Argon2) -> HashingPool:
    return HashingPool(cost)


if __name__ == "__main__":
    main(*sys.argv[1:])
