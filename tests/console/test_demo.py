"""``tc2fa demo`` on a machine that has nothing yet: it says where and who, both sites answer, Ctrl-C stops it cleanly."""

import re
import signal
import stat
from pathlib import Path

import httpx2

from core.imports.demo_data import PASSWORD, STAFF
from tests.console.ways import FORM_TOKEN, SAME_ORIGIN
from tests.parts.server import STOPS_WITHIN, Command, running

READY = "Ctrl-C stops the demo"


def test_the_demo_starts_in_an_empty_home_and_ctrl_c_stops_it_although_a_browser_listens(
    tmp_path: Path,
) -> None:
    (tmp_path / "home").mkdir()
    settings = {"HOME": str(tmp_path / "home"), "COLUMNS": "120"}
    ports = ("--port", "0", "--console-port", "0")
    with running("demo", *ports, "--data", "demo", settings=settings, folder=tmp_path) as demo:
        demo.wait_for(READY)
        assert_it_tells_who_can_sign_in(demo.said())
        assert stat.S_IMODE((tmp_path / "demo" / "keys").stat().st_mode) == 0o600
        assert stat.S_IMODE((tmp_path / "demo" / "tc2fa.db").stat().st_mode) == 0o600
        assert not list((tmp_path / "home").iterdir()), "it leaves nothing in the home"
        stop_while_somebody_listens(demo)


def assert_it_tells_who_can_sign_in(said: str) -> None:
    """The password, every colleague with the key of their phone, and four QR codes."""
    assert PASSWORD in said
    for colleague in STAFF:
        assert colleague.email in said
        assert colleague.secret in said
    assert sum(said.count(block) for block in "▀▄█") > 500


def stop_while_somebody_listens(demo: Command) -> None:
    """An open event stream does not hold up the end, and the end is no error."""
    account, console = re.findall(r"http://127\.0\.0\.1:\d+", demo.said())[:2]
    assert httpx2.get(f"{console}/sign-in").status_code == 200
    with httpx2.Client(base_url=account, headers=SAME_ORIGIN) as dana:
        token = FORM_TOKEN.search(dana.get("/sign-in").text)
        assert token is not None
        form = {"email": "dana@lakeside.example", "password": PASSWORD, "csrf_token": token[1]}
        assert dana.post("/sign-in", data=form).headers["location"] == "/"
        with dana.stream("GET", "/chat/events", headers={"Last-Event-ID": "0"}) as stream:
            assert next(stream.iter_text()).startswith(": ping")
            demo.process.send_signal(signal.SIGINT)
            assert demo.process.wait(STOPS_WITHIN) == 0, demo.said()
    assert demo.said().rstrip().endswith("Stopped.")
    assert "Traceback" not in demo.said()
