"""How log lines are written: for people on a terminal, as JSON lines anywhere else, always to standard error."""

import logging
import sys

import structlog


def configure(level: str) -> None:
    """Write what is at least as grave as ``level``.

    Tracebacks are plain: values of local variables, a card number among them, are never shown.
    """
    is_terminal = sys.stderr.isatty()
    for_people = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *([] if is_terminal else [structlog.processors.format_exc_info]),
            for_people if is_terminal else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
