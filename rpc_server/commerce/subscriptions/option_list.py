"""The text an upgrade names its price options with: ``emailsupport;oneuser1;Users=7``."""

from rpc_server.commerce.subscriptions.errors import UpgradeOptionsInvalid

SEPARATOR = ";"
MAX_OPTIONS = 100


def parse(text: str | None) -> tuple[str, ...]:
    """The options in the order given, case as given, without spaces around them; none for None or "".

    A scale group is ``group=number``; whether a product has such options is not looked at. Empty places
    between separators are passed over. Raises ``UpgradeOptionsInvalid`` for more than 100 options.
    """
    options = tuple(part.strip() for part in (text or "").split(SEPARATOR) if part.strip())
    if len(options) > MAX_OPTIONS:
        raise UpgradeOptionsInvalid(f"There are more than {MAX_OPTIONS} price options.", field="options")
    return options
