"""How well the bot understands messages it never learned from, and what that costs: ``make understanding``.

``--voices`` judges our own phrases instead, each voice by a reader that learned only from the others (five
minutes or more); file names judge those files.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.understanding.intents import INTENTS
from bot.understanding.measuring import voices
from bot.understanding.measuring.answers import HeldOutAnswer, answers, phrased_words
from bot.understanding.measuring.cost import cost_of_a_process, milliseconds_each

HELD_OUT = Path("tests/bot/understanding")
OUTSIDE = "out_of_scope"
WORST = 3

out = Console(width=130)


def main(arguments: list[str]) -> None:
    """Print the figures of every set, the confusions, the people and the cost."""
    if arguments == ["--voices"]:
        voices.main()
        return
    paths = [Path(name) for name in arguments] or sorted(HELD_OUT.glob("heldout*.jsonl"))
    found = [answer for path in paths for answer in answers(path)]
    _print_sets(found)
    _print_confusions(found)
    _print_people(found)
    _print_cost([answer.text for answer in found])


def _print_sets(found: list[HeldOutAnswer]) -> None:
    """A message that happens to be one of our phrases, word for word, says nothing; the second row leaves those out."""
    known = phrased_words()
    table = _table(
        "Messages the bot never learned from",
        "Set",
        "Messages",
        "Right",
        "Right or offered",
        OUTSIDE,
        "Asked back",
    )
    for name, group in _grouped(found, lambda answer: answer.place):
        _add(table, name, group)
        _add(table, "  not among our phrases", [one for one in group if one.plain not in known])
    _add(table, "all", found)
    _add(table, "  not among our phrases", [one for one in found if one.plain not in known])
    out.print(table)


def _print_people(found: list[HeldOutAnswer]) -> None:
    table = _table("By who writes", "Person", "Messages", "Right", "Right or offered", OUTSIDE, "Asked back")
    for name, group in _grouped(found, lambda answer: answer.voice):
        _add(table, name, group)
    out.print(table)


def _print_confusions(found: list[HeldOutAnswer]) -> None:
    """Recall: of what was meant, how much was understood. Precision: of what was understood, how much was meant."""
    table = _table("Intent by intent", "Meant", "Messages", "Recall", "Precision", "Taken for, most often")
    for intent in INTENTS:
        meant = [one for one in found if one.meant == intent]
        guessed = [one for one in found if one.found.intent == intent]
        wrong = Counter(one.found.intent for one in meant if not one.is_right).most_common(WORST)
        table.add_row(
            intent,
            str(len(meant)),
            _share(meant, lambda one: one.is_right),
            _share(guessed, lambda one: one.is_right),
            ", ".join(f"{other} {times}" for other, times in wrong),
        )
    out.print(table)


def _print_cost(texts: list[str]) -> None:
    cost = cost_of_a_process()
    out.print(f"milliseconds of processor time a message  {milliseconds_each(texts):.1f}")
    out.print(f"more memory a process, numpy with it      {cost.mebibytes:.0f} MiB at the peak")
    out.print(f"processor time before the first message   {cost.seconds:.1f} s, once a process")


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, justify="left" if column in {columns[0], columns[-1]} else "right")
    return table


def _add(table: Table, name: str, group: list[HeldOutAnswer]) -> None:
    table.add_row(
        name,
        str(len(group)),
        _share(group, lambda one: one.is_right),
        _share(group, lambda one: one.is_offered),
        _share([one for one in group if one.meant == OUTSIDE], lambda one: one.is_right),
        _share(group, lambda one: bool(one.found.alternatives)),
    )


def _grouped(
    found: Iterable[HeldOutAnswer], by: Callable[[HeldOutAnswer], str]
) -> list[tuple[str, list[HeldOutAnswer]]]:
    groups = defaultdict[str, list[HeldOutAnswer]](list)
    for answer in found:
        groups[by(answer)].append(answer)
    return sorted(groups.items())


def _share(group: list[HeldOutAnswer], holds: Callable[[HeldOutAnswer], bool]) -> str:
    return f"{sum(holds(one) for one in group) / len(group):.1%}" if group else ""


if __name__ == "__main__":
    main(sys.argv[1:])
