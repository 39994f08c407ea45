"""A TOTP secret as Step 2 shows it, on a page with ``no-store``: QR code, key in groups of four, link."""

from dataclasses import dataclass, field

import segno

from core.second_factor import totp

MASK = 2  # of the eight; comparing all of them is most of the work, and this is the best of them most often


@dataclass(frozen=True)
class SecretDrawing:
    """The three shapes of one secret. None of them may reach a log or a transcript."""

    qr: str = field(repr=False)  # an SVG as a data: address, dark on white with its quiet zone in both modes
    groups: str = field(repr=False)
    uri: str = field(repr=False)


def draw_secret(secret: bytes, email: str) -> SecretDrawing:
    """Draw ``secret`` for the account ``email``; the QR code is drawn here, never by another server."""
    uri = totp.provisioning_uri(secret, email)
    drawn = segno.make(uri, error="m", micro=False, mask=MASK)
    return SecretDrawing(
        qr=drawn.svg_data_uri(scale=6, border=4, dark="#000", light="#fff"),
        groups=totp.in_groups(secret),
        uri=uri,
    )
