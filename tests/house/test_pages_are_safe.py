"""Pages that cannot be made to run what someone typed."""

import re

import pytest

from tests.house.sources import PACKAGES, explain, files_in, text

# `autoescape=False` with a reasoned S701 beside it is for plain-text mail, where nothing is read as markup.
TEXT_IS_TEXT = {
    r"\|\s*safe\b": "`|safe` prints text as markup",
    r"\.(?:inner|outer)HTML\b": "use textContent and createElement",
    r"insertAdjacentHTML": "use textContent and createElement",
    r"document\.write": "use textContent and createElement",
    r"\beval\s*\(|\bnew Function\s*\(": "the content policy refuses eval, and rightly",
    r"autoescape\s*=\s*False(?!,\s*# noqa: S701)|\{%-?\s*autoescape\s+false": "autoescape stays on",
}
POLICY = {
    r"<[^>]+\sstyle\s*=": "the content policy refuses style attributes: use a class",
    r"<[^>]+\son[a-z]+\s*=": "the content policy refuses inline handlers: listen in a script file",
    r"<(?:script|style)(?![^>]*\b(?:src|nonce)=)[^>]*>": "a script or style block needs the nonce of its answer",
    r"<(?:script|link|img|iframe|source)\b[^>]*\b(?:src|href)=[\"']?(?:https?:)?//": "nothing is loaded from another host",
}
COMMENTS = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)


@pytest.mark.parametrize("pattern", TEXT_IS_TEXT)
def test_text_is_never_printed_as_markup(pattern: str) -> None:
    found = _hits(pattern, endings=(".html", ".svg", ".txt", ".js", ".py"))
    assert not found, explain(f"Chat and names are typed by strangers: {TEXT_IS_TEXT[pattern]}.", found)


@pytest.mark.parametrize("pattern", POLICY)
def test_pages_keep_the_content_policy(pattern: str) -> None:
    found = _hits(pattern, endings=(".html",))
    assert not found, explain(f"{POLICY[pattern].capitalize()}.", found)


@pytest.mark.parametrize(
    ("rules", "page"),
    [
        (TEXT_IS_TEXT, "{{ name | safe }}"),
        (TEXT_IS_TEXT, "node.innerHTML = text"),
        (POLICY, '<p class="a" style="color: red">'),
        (POLICY, '<button onclick="go()">'),
        (POLICY, "<script>go()</script>"),
        (POLICY, '<link rel="stylesheet" href="https://cdn.example/a.css">'),
    ],
)
def test_these_would_be_caught(rules: dict[str, str], page: str) -> None:
    assert any(re.search(pattern, page, re.IGNORECASE) for pattern in rules)


def _hits(pattern: str, *, endings: tuple[str, ...]) -> list[str]:
    found = []
    for name in files_in(*PACKAGES, endings=endings):
        page = COMMENTS.sub(lambda hit: "\n" * hit[0].count("\n"), text(name))
        found += [
            f"{name}:{page[: hit.start()].count(chr(10)) + 1} {hit[0][:80]}"
            for hit in re.finditer(pattern, page)
        ]
    return found
