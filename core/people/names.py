"""How somebody is called: the first name of the name that they were registered with."""

TITLES = frozenset("dr dra mr mrs ms mx miss prof sr sra srta rev".split())


def first_name(name: str) -> str:
    """The first name without title or comma: "Ana" of "Dr. Ana Ruiz, MD"; a title alone stays, blank stays blank."""
    words = [word.strip(",") for word in name.split()]
    named = [word for word in words if word.rstrip(".").casefold() not in TITLES]
    return next(iter(named or words), "")
