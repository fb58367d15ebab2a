"""Pages of search results."""

from rpc_server.api.errors import InvalidArgument
from rpc_server.api.shapes import ApiObject

LARGEST_PAGE = 200
DEFAULT_LIMIT = 10
LAST_PAGE = 1_000_000_000


class Pagination(ApiObject):
    """Which page of how many rows; ``Count``, the number of rows in all, is answered only."""

    page: int | None = None
    limit: int | None = None
    count: int | None = None


def window(pagination: Pagination | None, page: int | None, limit: int | None) -> Pagination:
    """The page asked for, from the Pagination object (5.0 on) or the flat Page and Limit (before, and still seen).

    Defaults: page 1 of 10 rows. Raises ``InvalidArgument`` for a page below 1, or beyond what a database can
    count to, or a limit outside 1 to 200.
    """
    number = (pagination.page if pagination else None) or page or 1
    rows = (pagination.limit if pagination else None) or limit or DEFAULT_LIMIT
    if number < 1:
        raise InvalidArgument("Page must be 1 or more.", field="Pagination.Page")
    if number > LAST_PAGE:
        raise InvalidArgument(f"Page must be {LAST_PAGE} or less.", field="Pagination.Page")
    if not 1 <= rows <= LARGEST_PAGE:
        raise InvalidArgument(f"Limit must be between 1 and {LARGEST_PAGE}.", field="Pagination.Limit")
    return Pagination(page=number, limit=rows)
