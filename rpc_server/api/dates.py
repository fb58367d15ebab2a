"""Dates and times as the API writes them: ``Y-m-d`` and ``Y-m-d H:i:s`` in the account's zone (GMT+02:00)."""

from datetime import UTC, date, datetime, tzinfo

from rpc_server.api.errors import InvalidArgument, MissingArgument

_DATE = "%Y-%m-%d"
_TIME = "%Y-%m-%d %H:%M:%S"


def show_time(moment: datetime | None, zone: tzinfo) -> str | None:
    """``2026-03-10 14:00:00`` for noon UTC in the default zone."""
    return None if moment is None else moment.astimezone(zone).strftime(_TIME)


def show_date(moment: datetime | None, zone: tzinfo) -> str | None:
    """``2026-03-10``: the day of the moment in ``zone``."""
    return None if moment is None else moment.astimezone(zone).strftime(_DATE)


def read_time(text: str | None, zone: tzinfo, path: str) -> datetime | None:
    """The UTC moment of a date with or without time; a bare date counts from 00:00:01, as documented.

    None and the empty text are None; anything else that is no such date raises ``InvalidArgument`` on ``path``.
    """
    if not text:
        return None
    for format_, stated in ((_TIME, text), (_TIME, f"{text} 00:00:01")):
        try:
            return datetime.strptime(stated.strip(), format_).replace(tzinfo=zone).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    raise InvalidArgument(f"{path} must be a date like 2026-03-10 or 2026-03-10 14:30:00.", field=path)


def required_time(text: str | None, zone: tzinfo, path: str) -> datetime:
    """The same of a time that has to be stated; raises ``MissingArgument`` for None and the empty text."""
    moment = read_time(text, zone, path)
    if moment is None:
        raise MissingArgument(f"{path} is required.", field=path)
    return moment


def show_day(day: date | None) -> str | None:
    """``2026-03-10``, or None."""
    return None if day is None else day.isoformat()


def read_day(text: str | None, path: str) -> date | None:
    """The day of a date with or without time, as written; None and the empty text are None.

    Anything else that is no such date raises ``InvalidArgument`` on ``path``.
    """
    moment = read_time(text, UTC, path)
    return None if moment is None else moment.date()
