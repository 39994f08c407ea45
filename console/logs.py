"""Log lines for people and machines, without secrets."""

import logging
import sys

import structlog


def configure(level: str) -> None:
    """One line per event on standard error: readable in a terminal, JSON elsewhere. ``level`` is a setting's word."""
    number = logging.getLevelNamesMapping()[level.upper()]
    logging.basicConfig(
        level=max(number, logging.INFO), stream=sys.stderr, format="%(levelname)s %(name)s %(message)s"
    )
    for noisy in ("slack_bolt", "aiohttp.access", "uvicorn", "alembic"):  # Bolt logs rejected bodies at INFO
        logging.getLogger(noisy).setLevel(logging.WARNING)
    terminal = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="%H:%M:%S" if terminal else "iso", utc=not terminal),
            *([] if terminal else [structlog.processors.format_exc_info]),
            structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
            if terminal
            else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
