"""The staff console's templates."""

from pathlib import Path

from jinja2 import Environment

from console.web.pages import build_pages


def staff_pages() -> Environment:
    """The templates of this side over the shared ones."""
    return build_pages(Path(__file__).parent / "templates", new_link_path="/password/forgotten")
