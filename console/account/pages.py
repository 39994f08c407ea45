"""The account site's templates."""

from pathlib import Path

from jinja2 import Environment

from console.web.pages import build_pages


def account_pages(*, chat_script: str = "/chat/ui/bubble.js") -> Environment:
    """The templates of this side over the shared ones; the chat names the path of its script."""
    return build_pages(
        Path(__file__).parent / "templates", new_link_path="/password/forgotten", chat_script=chat_script
    )
