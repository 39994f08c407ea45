"""``tc2fa serve`` and ``tc2fa demo``: both sites in one process."""

import asyncio
import gc
import os
from pathlib import Path

from rich.console import Console

from console import logs
from console.asgi import Product, compose
from console.commands import demo
from console.commands.problems import Stopped
from console.serving import Address, listen, serve_both, showing_counters
from core.ground import migrate
from core.ground.installation import open_installation
from core.ground.settings import read_settings
from core.imports import demo_data

SERVING = 10_000  # objects before a garbage collection, once everything is loaded
out = Console()


def serve(host: str, port: int, console_port: int) -> None:
    """Serve both sites on the configured database. Raises Stopped when its tables are old."""
    settings = read_settings(os.environ)
    logs.configure(settings.log_level)
    installation = open_installation(settings)
    if not migrate.is_current(installation.database):
        raise Stopped("The database is not up to date. Run: tc2fa db upgrade")
    sockets = demo.DemoSockets(listen(Address(host, port)), listen(Address(host, console_port)))
    product = compose(installation)
    out.print(
        f"Account site for {settings.public_url} on {host}:{port}; console for {settings.console_url} on {host}:{console_port}",
        soft_wrap=True,
    )
    with showing_counters(settings.metrics_port):
        _serve(product, sockets)


def serve_demo(port: int, console_port: int, data: Path, *, fresh: bool) -> None:
    """Serve both sites on this machine with demo data, which is made when it is missing."""
    logs.configure("info")
    sockets = demo.DemoSockets(listen(Address(demo.HOST, port)), listen(Address(demo.HOST, console_port)))
    installation = open_installation(
        demo.settings_of(data.resolve(), sockets, fresh=fresh, environ=os.environ)
    )
    demo_data.load(installation, now=demo.utc_now())
    demo.introduce(out, sockets, data)
    _serve(compose(installation), sockets)
    out.print("Stopped.")


def _serve(product: Product, sockets: demo.DemoSockets) -> None:
    gc.freeze()  # loaded objects stay until the end
    gc.set_threshold(SERVING)
    pairs = [(product.account, sockets.account), (product.console, sockets.console)]
    asyncio.run(serve_both(pairs, on_stop=product.end_streams))
