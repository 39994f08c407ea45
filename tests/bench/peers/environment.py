"""The environment of the peers, apart from ours: made once, with pinned releases."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
HOME = ROOT / ".tools" / "peers"
RELEASES = (
    "django==5.2.19",
    "django-allauth[mfa]==65.21.1",
    "django-two-factor-auth==1.18.1",
    "phonenumbers==9.0.43",
    "argon2-cffi==25.1.0",
    "gunicorn==27.0.1",
)


def peers_python() -> Path:
    """The Python of the peers' environment; the first call makes it and needs the network."""
    python, done = HOME / "bin" / "python", HOME / "done"
    if not done.exists() or done.read_text() != "\n".join(RELEASES):
        _uv("venv", "--quiet", "--clear", "--python", sys.executable, str(HOME))
        _uv("pip", "install", "--quiet", "--python", str(python), *RELEASES)
        done.write_text("\n".join(RELEASES))
    return python


def _uv(*arguments: str) -> None:
    program = shutil.which("uv") or str(ROOT / ".tools" / "uv" / "bin" / "uv")
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    subprocess.run([program, *arguments], check=True, env=environment)
