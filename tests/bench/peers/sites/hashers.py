"""The password hash of both peers: argon2id at the cost that the bench asks for, ``t,m,p`` in BENCH_ARGON2."""

import os

from django.contrib.auth.hashers import Argon2PasswordHasher


class BenchHasher(Argon2PasswordHasher):  # type: ignore[misc]  # Django is in an environment of its own
    """The cost is the bench's, so that each product hashes alike."""

    time_cost, memory_cost, parallelism = map(int, os.environ["BENCH_ARGON2"].split(","))
