"""How many written conversations are kept: ``python -m tests.bot.conversations [FILE ...] [--show ID]``."""

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.ground import migrate
from core.ground.db import Database
from tests.bot.conversations.judge import Seen, broken
from tests.bot.conversations.play import SETS, Answered, Script, begin, read_set, take
from tests.cast import open_cast


@dataclass(frozen=True)
class Played:
    """A conversation with the promises that were not kept, turn by turn."""

    script: Script
    seen: tuple[Seen, ...]
    missed: tuple[tuple[str, ...], ...]
    done: tuple[tuple[str, ...], ...]  # what must never happen and did

    @property
    def verdict(self) -> str:
        if any(self.done):
            return "broken"
        return "part" if any(self.missed) else "whole"


def main() -> None:
    """Print the figures, and with ``--show`` the talk."""
    options = argparse.ArgumentParser()
    options.add_argument("files", nargs="*", type=Path, default=sorted(SETS.glob("*.yaml")))
    options.add_argument("--show", action="append", default=[], help="an id, or: failed, or: turns")
    given = options.parse_args()
    played = list(play(given.files))
    for each in played:
        if each.script.id in given.show or ("failed" in given.show and each.verdict != "whole"):
            print(_told(each))
        if "turns" in given.show:
            print("\n".join(_failed(each)))
    print(figures(played))


def play(files: list[Path]) -> Iterator[Played]:
    """Each conversation on a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template.db"
        database = Database(f"sqlite:///{template}")
        migrate.upgrade(database)
        database.close()
        for number, script in enumerate(script for file in files for script in read_set(file)):
            copy = Path(folder) / f"{number}.db"
            copy.write_bytes(template.read_bytes())
            yield _played(script, Database(f"sqlite:///{copy}"))


def figures(played: list[Played]) -> str:
    """The counts that the issue asks for."""
    verdicts = Counter(each.verdict for each in played)
    turns = Counter(
        "broken" if done else "part" if missed else "kept"
        for each in played
        for missed, done in zip(each.missed, each.done, strict=True)
    )
    said = [seen for each in played for seen in each.seen if seen.turn.says]
    asked, away = sum(seen.asks_back for seen in said), sum(seen.turns_away for seen in said)
    missed = Counter(
        tag.split(":")[0] for each in played for tags in (*each.missed, *each.done) for tag in tags
    )
    return "\n".join(
        (
            f"conversations: {dict(verdicts)} of {len(played)}",
            f"turns: {dict(turns)} ({turns['kept'] / max(1, turns.total()):.1%} kept)",
            f"asks back: {asked / max(1, len(said)):.1%}, turned away: {away / max(1, len(said)):.1%} of {len(said)} lines",
            f"not kept: {dict(missed.most_common())}",
        )
    )


def _played(script: Script, database: Database) -> Played:
    cast = open_cast(database)
    chat = begin(cast, script)
    before: Answered | None = None
    seen = []
    for turn in script.turns:
        now = take(chat, turn)
        seen.append(Seen(script, turn, before, now, ""))
        before = now
    verdicts = [broken(each) for each in seen]
    database.close()
    return Played(
        script, tuple(seen), tuple(tuple(m) for m, _ in verdicts), tuple(tuple(d) for _, d in verdicts)
    )


def _failed(played: Played) -> list[str]:
    """The turns that were not kept, one under the other."""
    lines = []
    for seen, missed, done in zip(played.seen, played.missed, played.done, strict=True):
        if missed or done:
            said = seen.turn.says or f"[{seen.turn.presses}]"
            lines += [f"\n{played.script.id} {seen.place_before} > {said}", f"   {seen.now.text!r}"]
            lines.append(f"   missed {list(missed)} never {list(done)}")
    return lines


def _told(played: Played) -> str:
    lines = [
        f"\n=== {played.script.id} {played.script.who} ({played.script.start}) {played.verdict}: {played.script.story}"
    ]
    for seen, missed, done in zip(played.seen, played.missed, played.done, strict=True):
        lines.append(f"> {seen.turn.says or f'[{seen.turn.presses}]'}")
        lines.append("  " + seen.now.text.replace("\n", "\n  "))
        if missed or done:
            lines.append(f"  !! missed {list(missed)} never {list(done)} state {seen.place}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
