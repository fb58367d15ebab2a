"""The merchant's own number of an order, told to the session before the order is placed."""

from rpc_server.commerce.carts.errors import InvalidExternalReference

MAX_LENGTH = 100


def checked(text: str | None) -> str:
    """The reference as the next order of the session will carry it, without spaces around it.

    Raises ``InvalidExternalReference`` for an empty one (documented) and for more than 100 characters, the
    documented limit of the order's ``ExternalReference``.
    """
    reference = (text or "").strip()
    if not reference:
        raise InvalidExternalReference(field="externalRef")
    if len(reference) > MAX_LENGTH:
        raise InvalidExternalReference(
            f"The external reference is longer than {MAX_LENGTH} characters.",
            field="externalRef",
            hint="Send an MD5 hash of a longer reference.",
        )
    return reference
