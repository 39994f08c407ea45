"""``tc2fa understand``: what each message wants, line by line."""

import contextlib
import sys
from pathlib import Path
from typing import BinaryIO

import typer

from bot.understanding.lines import understand_lines


def understand(file: str) -> None:
    """JSON lines in, JSON lines out, same order; ``-`` is standard input."""
    with _bytes_of(file) as stored:
        for answer in understand_lines(line.decode(errors="replace") for line in stored):
            typer.echo(answer)


def _bytes_of(file: str) -> contextlib.AbstractContextManager[BinaryIO]:
    """Bytes, so that a bad encoding breaks only its own line."""
    if file == "-":
        return contextlib.nullcontext(sys.stdin.buffer)
    try:
        return Path(file).open("rb")
    except OSError as error:
        typer.echo(f"{file} cannot be read: {error.strerror}.", err=True)
        raise typer.Exit(1) from None
