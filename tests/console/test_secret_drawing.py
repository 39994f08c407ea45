"""The QR code of a set-up: a real reader reads it, whatever the secret and the address are."""

import base64
import io
import re
import time
from collections.abc import Callable
from urllib.parse import unquote

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from console.web.screens.secret_drawing import draw_secret
from tests.parts.phone import Phone

EMAIL = "dana@lakeside.example"
SCALE = 4  # pixels a module


@given(
    st.binary(min_size=20, max_size=20), st.from_regex(r"[a-z.]{1,60}@[a-z]{1,30}\.example", fullmatch=True)
)
@settings(max_examples=40)
def test_a_phone_reads_the_code_of_every_secret_and_address(secret: bytes, email: str) -> None:
    phone = Phone.scanning(picture(draw_secret(secret, email).qr))
    assert (phone.secret, phone.account) == (secret, email)


@pytest.mark.parametrize("byte", [0x00, 0x55, 0xAA, 0xFF])
def test_a_phone_reads_secrets_of_one_repeated_byte(byte: int) -> None:
    secret = bytes([byte]) * 20
    assert Phone.scanning(picture(draw_secret(secret, EMAIL).qr)).secret == secret


def test_drawing_costs_less_than_comparing_all_masks_alone() -> None:
    address = draw_secret(bytes(20), EMAIL).uri
    assert _cost(lambda: draw_secret(bytes(20), EMAIL)) < _cost(lambda: segno.make(address, error="m"))


def _cost(work: Callable[[], object]) -> float:
    """Processor seconds, the least of ten runs."""
    return min(_seconds(work) for _ in range(10))


def _seconds(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before


def picture(address: str) -> bytes:
    """The SVG of a ``data:`` address as a PNG: its one path is a row of lines, each one module high."""
    svg = _svg(address)
    size = int(re.search(r"M0 0h(\d+)v", svg)[1])  # type: ignore[index]  # the white square is always there
    image = Image.new("1", (size * SCALE, size * SCALE), 1)
    x, y = 0.0, 0.0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", re.findall(r" d='(.*?)'", svg)[1]):
        first, *rest = (float(number) for number in numbers.split())
        if command == "h":
            box = (int(x) * SCALE, int(y) * SCALE, int(x + first) * SCALE, (int(y) + 1) * SCALE)
            image.paste(0, box)
        x, y = (first if command == "M" else x + first), (_row(command, y, rest))
    made = io.BytesIO()
    image.save(made, "PNG")
    return made.getvalue()


def _row(command: str, y: float, rest: list[float]) -> float:
    if command == "h":
        return y
    return rest[0] if command == "M" else y + rest[0]


def _svg(address: str) -> str:
    head, _, body = address.partition(",")
    return base64.b64decode(body).decode() if head.endswith("base64") else unquote(body)
