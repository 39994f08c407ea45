"""``python -m tests.bench.peers``: processor time of the server a step, ours and two peers', in one run.

Hashing is at its least cost everywhere, so that the figures are of everything else; ``--hashing`` gives everybody the
product's own default. Ratios of one run can be compared, milliseconds of two machines cannot.
"""

import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from core.ground.hashing import Argon2
from tests.bench.peers.browser import Browser
from tests.bench.peers.products import PRODUCTS, SECRET, Product, Step
from tests.bench.peers.served import Served

PEOPLE = 30
LEAST = "1,8,1"  # argon2: rounds, KiB, lanes
TICK = 0.01  # seconds; the kernel counts in these


def main() -> None:
    """Measure all products one after the other and print a table with ratios to the cheaper peer."""
    default = Argon2()
    cost = f"{default.rounds},{default.memory},1" if "--hashing" in sys.argv else LEAST
    measured = {product.name: _measure(product, cost) for product in PRODUCTS}
    title = f"Server processor ms a person, mean of {PEOPLE}, argon2id {cost}"
    table = Table("Step", *measured, "ours / cheaper peer", title=title, title_justify="left")
    mine, *others = measured.values()
    for step, milliseconds in mine.items():
        peers = [other[step] for other in others]
        row = [milliseconds, *peers]
        table.add_row(step, *(f"{each:.1f}" for each in row), f"{milliseconds / max(min(peers), TICK):.2f}")
    Console(width=120).print(table)


def _measure(product: Product, cost: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder, product.serve(Path(folder), PEOPLE, SECRET, cost) as served:
        browsers = [Browser(served.site, f"person{number}@bench.example") for number in range(2 * PEOPLE)]
        sign_in = _costs(served, product.signs_in, browsers[:PEOPLE])
        set_up = _costs(served, product.sets_up, browsers[PEOPLE:])
        for browser in browsers:
            browser.client.close()
    whole = sum(sign_in[step] for step in ("form", "password", "token", "landing"))
    return sign_in | {"full sign-in": whole} | set_up | {"set-up": sum(set_up.values())}


def _costs(served: Served, steps: dict[str, Step], browsers: list[Browser]) -> dict[str, float]:
    return {name: each for name, step in steps.items() if (each := _cost(served, step, browsers)) and name}


def _cost(served: Served, step: Step, browsers: list[Browser]) -> float:
    before = served.processor_seconds()
    for browser in browsers:
        step(browser)
    return (served.processor_seconds() - before) / len(browsers) * 1000


if __name__ == "__main__":
    main()
