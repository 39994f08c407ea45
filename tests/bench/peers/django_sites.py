"""The two peers as the bench serves them: one worker process with four threads, SQLite, people as in ours."""

import base64
import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from core.imports.demo_data import PASSWORD
from tests.bench.peers.environment import peers_python
from tests.bench.peers.served import Served, started
from tests.parts.server import free_port

SITES = Path(__file__).parent / "sites"


@contextlib.contextmanager
def serve(name: str, folder: Path, people: int, secret: bytes, argon2: str) -> Iterator[Served]:
    """The site in ``sites/NAME_site.py``."""
    address, python = f"127.0.0.1:{free_port()}", str(peers_python())
    settings = {"BENCH_FOLDER": str(folder), "BENCH_PASSWORD": PASSWORD, "BENCH_ARGON2": argon2}
    prepare = [python, f"{name}_site.py", str(people), base64.b32encode(secret).decode()]
    subprocess.run(prepare, cwd=SITES, env=os.environ | settings, check=True)
    serve = [python, "-m", "gunicorn", "--threads", "4", "--bind", address, f"{name}_site:application"]
    log = folder / f"{name}.log"
    with started(serve, f"http://{address}", cwd=SITES, settings=settings, log=log) as served:
        yield served
