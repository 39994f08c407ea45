"""The Jinja2 environment of a site: autoescaped, strict about missing facts, static files at cacheable addresses."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from console.web.static_files import static_path
from console.web.stylesheet import sheet_path
from core.ground.time_words import ago, clock_time, short_date
from core.people.names import first_name

WEB = Path(__file__).parent


def build_pages(templates: Path, **shared: object) -> Environment:
    """Templates of one side over the shared ones; ``shared`` are facts every page may use."""
    pages = Environment(
        loader=FileSystemLoader([templates, WEB / "templates"]),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,  # it would check every file's time for each page; code does not reload either
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.globals.update(shared, static=static_path, sheet=sheet_path())
    pages.filters.update(
        when=when, day=day, iso=iso, ago=ago, plural=plural, browser=browser, first_name=first_name
    )
    return pages


def when(moment: datetime, zone: str = "America/New_York") -> Markup:
    """``moment`` as people write it in ``zone``, inside a ``time`` element that machines can read."""
    words = f"{short_date(moment, zone=zone)}, {clock_time(moment, zone=zone)}"
    return Markup('<time datetime="{}">{}</time>').format(iso(moment), words)


def day(moment: datetime, zone: str = "America/New_York") -> Markup:
    """Only the day of ``moment`` in ``zone``."""
    return Markup('<time datetime="{}">{}</time>').format(iso(moment), short_date(moment, zone=zone))


def iso(moment: datetime) -> str:
    """``moment`` for machines: ISO 8601 in UTC."""
    return moment.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%SZ")


def plural(count: int, word: str, many: str | None = None) -> str:
    """``1 member``, ``3 members``."""
    return f"{count} {word if count == 1 else many or word + 's'}"


def browser(user_agent: str) -> str:
    """Browser and system in two words, from what the browser says of itself; only so that people recognize it."""
    names = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
    systems = {
        "iPhone": "iPhone",
        "iPad": "iPad",
        "Android": "Android",
        "Windows": "Windows",
        "Mac OS": "Mac",
        "Linux": "Linux",
    }
    name = next((words for mark, words in names.items() if mark in user_agent), "A browser")
    system = next((words for mark, words in systems.items() if mark in user_agent), "")
    return f"{name} on {system}" if system else name
