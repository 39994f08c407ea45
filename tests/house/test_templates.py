"""What a linter of templates does not see: syntax, names of other templates, and the length of a line."""

import pytest
from jinja2 import Environment, TemplateSyntaxError
from jinja2.meta import find_referenced_templates

from tests.house.sources import explain, files_in, lines, text

LONGEST = 120
PAGES = [name for name in files_in("console", endings=(".html",)) if "/templates/" in name]
MAILS = files_in("bot/delivery/mail", endings=(".txt",))  # a line of a mail is a paragraph, however long


def test_no_line_of_a_template_is_longer_than_120_characters() -> None:
    found = [
        f"{name}:{number}: {len(line)}"
        for name in PAGES
        for number, line in lines(name)
        if len(line) > LONGEST
    ]
    assert not found, explain("Break the line between attributes, words or blocks.", found)


@pytest.mark.parametrize("name", [*PAGES, *MAILS])
def test_every_template_can_be_read(name: str) -> None:
    try:
        Environment(autoescape=True).parse(text(name), filename=name)
    except TemplateSyntaxError as wrong:
        pytest.fail(f"{name}:{wrong.lineno}: {wrong.message}")


def test_every_template_that_another_one_names_is_there() -> None:
    known = {name.partition("/templates/")[2] for name in PAGES}
    found = [
        f"{name}: {other}"
        for name in PAGES
        for other in find_referenced_templates(Environment(autoescape=True).parse(text(name)))
        if other is not None and other not in known
    ]
    assert not found, explain("No template of that name; correct it.", found)
