"""The camera: one screen, drawn light and dark, on a desktop and on a phone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, product
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Page

from tests.parts.browser import SIZES, Device, Scheme

DEVICES: tuple[Device, ...] = ("desktop", "phone")
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


class Lens(Protocol):
    """Whatever looks at the screens of the walk: the camera here, a reader of accessibility rules in the tests."""

    def shoot(self, page: Page, name: str, *, whole: bool = True) -> None:
        """Look at what ``page`` shows now; ``whole`` is the full length, not only the window."""


@dataclass
class Camera:
    """Writes numbered pictures into a folder, in the order in which a person meets the screens."""

    folder: Path
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    taken: list[str] = field(default_factory=list)

    def shoot(self, page: Page, name: str, *, whole: bool = True) -> None:
        """Four pictures of what ``page`` shows now. ``whole`` is the full length, not only the window."""
        number = next(self.numbers)
        for device, scheme in product(DEVICES, SCHEMES):
            page.set_viewport_size(SIZES[device])
            page.emulate_media(color_scheme=scheme)
            page.wait_for_timeout(150)  # the layout of the other size, and the fonts in it
            file = self.folder / f"{number:02}-{name}-{device}-{scheme}.png"
            page.screenshot(path=file, full_page=whole, animations="disabled")
        page.set_viewport_size(SIZES["desktop"])
        page.emulate_media(color_scheme="light")
        self.taken.append(name)
