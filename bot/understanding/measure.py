"""How well the bot understands messages it never learned from: ``make understanding``."""

import json
import resource
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bot.understanding import Understood, understand

HELD_OUT = Path("tests/bot/understanding/heldout.jsonl")
WORST = 20


@dataclass(frozen=True)
class Answer:
    """One message with the intent its writer meant, and what was understood."""

    text: str
    meant: str
    found: Understood

    @property
    def is_right(self) -> bool:
        """The first guess is what was meant."""
        return self.found.intent == self.meant

    @property
    def is_offered(self) -> bool:
        """Right, or among the buttons."""
        return self.is_right or self.meant in self.found.alternatives


def answers(path: Path = HELD_OUT) -> list[Answer]:
    """Every message of ``path`` (JSON lines with text, intent, and maybe role and state)."""
    asked = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [
        Answer(
            one["text"],
            one["intent"],
            understand(one["text"], role=one.get("role", "member"), state=one.get("state")),
        )
        for one in asked
    ]


def main(path: Path) -> None:
    """Print the figures and the confusions."""
    understand("hello")  # loading is not a message's cost
    before = time.perf_counter()
    found = answers(path)
    each = (time.perf_counter() - before) / len(found) * 1000
    outside = [one for one in found if one.meant == "out_of_scope"]
    print(f"{len(found)} messages of {path}, none of them learned from")
    print(f"top intent right        {_share(sum(one.is_right for one in found), len(found))}")
    print(f"right or offered        {_share(sum(one.is_offered for one in found), len(found))}")
    print(f"out_of_scope recall     {_share(sum(one.is_right for one in outside), len(outside))}")
    print(f"milliseconds a message  {each:.2f}")
    print(f"memory of this process  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB at most")
    print("\nmeant -> understood, most frequent first")
    wrong = Counter((one.meant, one.found.intent) for one in found if not one.is_right)
    for (meant, understood), times in wrong.most_common(WORST):
        print(f"{times:4}  {meant} -> {understood}")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:6.1%}  ({part} of {whole})" if whole else "no such message"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HELD_OUT)
