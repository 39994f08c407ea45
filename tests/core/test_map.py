"""The map of core names every file, so that a newcomer finds each word where it lives."""

import pkgutil
import re

import core


def test_every_file_is_on_the_map_and_nothing_else_is() -> None:
    files = {module.name for module in pkgutil.iter_modules(core.__path__)} | {"migrations"}
    named = {word.split(".")[0] for word in re.findall(r"``([a-z_.]+)``", core.__doc__ or "")}
    assert files - named == set()
    assert named - files <= {"core", "now"}
