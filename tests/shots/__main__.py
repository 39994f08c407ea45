"""``make shots``: serve both sites on a fresh database, walk past every screen, write its pictures."""

import contextlib
import sys
import tempfile
from pathlib import Path

from console import logs
from core.ground import migrate
from core.ground.db import Database
from tests.parts.browser import NewPage, open_browser
from tests.parts.mail import open_mailbox
from tests.shots.camera import Camera
from tests.shots.studio import open_studio
from tests.shots.walk import walk

FOLDER = Path("var/shots")


def draw(folder: Path) -> None:
    """Draw every screen into ``folder``; older pictures there are removed first."""
    logs.configure("error")
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    camera = Camera(folder)
    with contextlib.ExitStack() as ending:
        file = Path(ending.enter_context(tempfile.TemporaryDirectory())) / "shots.db"
        url = f"sqlite:///{file}"
        database = Database(url)
        migrate.upgrade(database)
        database.close()
        mailbox = ending.enter_context(open_mailbox())
        sites = ending.enter_context(open_studio(url, mailbox))
        maker = NewPage(ending.enter_context(open_browser()))
        walk(sites, maker, camera)
    for problem in maker.problems:
        print(problem)
    print(f"{len(camera.taken)} screens, four pictures each, are in {folder}.")


if __name__ == "__main__":
    draw(Path(sys.argv[1]) if sys.argv[1:] else FOLDER)
