"""What every drawing for Slack is held to, and the people whose names do their worst."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from bot.engine.types.facts import EnrollmentFacts, Facts, PracticeFacts, RefusalFacts, RequestFacts
from bot.slack.views.elements import Rendered
from tests.parts.slack.block_kit import message_faults, texts, view_faults

SITE = "https://account.example"
REQUEST_STATES = ("pending", "more_information", "approved", "declined", "withdrawn", "refused")
NASTY = (
    "<!channel> & <@U123> <https://evil.example|Sign in>",
    "*bold* _it_ ~gone~ `code` :tada: 🏥🩺",
    "&amp;lt; &&&&",
    "\u202eevil\u202c\u2066x\u200f Ltd",
    "Line one\nLine two\t\u0007 three",
    "x" * 100,
    "&" * 100,
    "🏥" * 100,
    "\u202e\u200f",
)


def check_message(drawn: Rendered) -> Rendered:
    """Within Slack's limits and inert; gives it back."""
    assert message_faults({"text": drawn.text, "blocks": drawn.blocks}) == []
    for text in (drawn.text, *texts(drawn.blocks)):
        _is_inert(text)
    _is_plain(drawn.blocks)
    return drawn


def check_view(view: dict[str, Any]) -> dict[str, Any]:
    """The same for a modal or a Home view."""
    assert view_faults(view) == []
    for text in texts(view):
        _is_inert(text)
    _is_plain(view)
    return view


def said(part: Any) -> str:
    """All that is read, one text a line."""
    return "\n".join(texts(part))


def buttons(part: Any) -> dict[str, dict[str, Any]]:
    """The buttons by what they say."""
    found: dict[str, dict[str, Any]] = {}
    if isinstance(part, dict):
        if part.get("type") == "button":
            found[part["text"]["text"]] = part
        for value in part.values():
            found |= buttons(value)
    elif isinstance(part, list):
        for value in part:
            found |= buttons(value)
    return found


def practices(count: int, name: str, *, is_admin: bool = True) -> Iterator[PracticeFacts]:
    """Practices in every state, with this name for everything that has one."""
    for n in range(count):
        state = REQUEST_STATES[n % len(REQUEST_STATES)]
        request = RequestFacts(
            f"request-{n}", state, mine=n % 2 == 0, asked_by=name, asked_on="March 2, 2026", question=name
        )
        yield PracticeFacts(
            id=f"practice-{n:020}",
            name=f"{name} {n}"[-100:],
            is_admin=is_admin,
            activated_on="March 3, 2026" if state == "approved" and n % 4 else "",
            admins=(name,) * (n % 30),
            members=n,
            member_names=(name,) * min(n, 6),
            shared=n // 2,
            set_up=n // 3,
            request=request if n % 5 else None,
        )


def members(count: int, name: str) -> Iterator[Facts]:
    """Someone of so many practices at every stage of the set-up, as an admin and as a member."""
    for is_admin in (True, False):
        works_in = tuple(practices(count, name, is_admin=is_admin))
        facts = Facts("member", first_name=name, practices=works_in)
        for n, each in enumerate(_stages(facts)):
            yield replace(each, language="es" if n % 2 else "en")
        yield replace(facts, language="es")


def _stages(facts: Facts) -> Iterator[Facts]:
    yield facts
    yield replace(facts, practices=tuple(replace(each, activated_on="") for each in facts.practices))
    yield replace(facts, enrollment=EnrollmentFacts("pending", qr_issued=True))
    refusal = RefusalFacts("clock_behind", "Your phone's clock is about 60 seconds behind.")
    yield replace(facts, enrollment=EnrollmentFacts("pending", qr_issued=True), refusal=refusal)
    for left, saved, locked in ((10, True, False), (10, False, False), (0, True, True), (1, True, False)):
        live = EnrollmentFacts("live", "March 4, 2026", left, tokens_acknowledged=saved, locked=locked)
        yield replace(facts, enrollment=live)


def _is_inert(text: str) -> None:
    """No control sequence but our own date, no turned line, nothing half cut."""
    ours = text.replace("<!date^", "").replace("UTC>", "UTC")
    assert "<" not in ours
    assert ">" not in ours
    for entity in text.split("&")[1:]:
        assert entity.startswith(("amp;", "lt;", "gt;")), text
    assert not set(text) & set(
        "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u0007"
    )
    text.encode()


def _is_plain(part: Any) -> None:
    """Formatting only where no person's words are: in the team's dates."""
    if isinstance(part, Mapping):
        if part.get("type") == "mrkdwn":
            assert "<!date^" in part["text"]
        if part.get("type") == "plain_text":
            assert part["emoji"] is False
        for value in part.values():
            _is_plain(value)
    elif isinstance(part, list):
        for value in part:
            _is_plain(value)
