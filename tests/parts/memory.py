"""Temporary files in memory, where there is room: the suite makes thousands of databases, and a disk makes it wait."""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev") / "shm"
ROOM = 3 * 2**30  # bytes: two workers, each with a PostgreSQL server and a browser profile


def keep_temporary_files_in_memory() -> None:
    """From now on temporary files, of programs that we start too, are kept in memory; TMPDIR overrules this.

    A container often has 64 MB of such memory; then they stay where they are. What a test proves is the same in
    both places: a killed process loses no commit, and a power cut is not tried here.
    """
    if "TMPDIR" in os.environ or not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < ROOM:
        return
    os.environ["TMPDIR"] = str(MEMORY)
    tempfile.tempdir = None
