"""SQL that is compiled once in a run, not again for each test.

An engine remembers the SQL it compiled; a test has an engine of its own and would begin with none. What is remembered is
found by the dialect too, so the engines of one kind of database share that as well.
"""

from sqlalchemy import Engine
from sqlalchemy.util import LRUCache

from core.ground import db

ROOM = 5000  # statements; the usual 500 are for one program, and here all tests of a run share the room
_kept: dict[str, Engine] = {}
_real = db._engine


def keep(engine: Engine) -> None:
    """What ``engine`` compiled, and what later ones of its kind will, is for all."""
    engine.connect().close()  # only then a dialect knows the server it speaks to
    engine._compiled_cache = LRUCache(ROOM)
    _kept.setdefault(engine.dialect.name, engine)
    db._engine = _sharing


def _sharing(url: str, patience: float | None) -> Engine:
    engine = _real(url, patience)
    if kept := _kept.get(engine.dialect.name):
        engine.dialect, engine._compiled_cache = kept.dialect, kept._compiled_cache
    return engine
