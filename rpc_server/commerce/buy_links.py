"""The signature of ConvertPlus buy links: which parameters are signed, and in which order."""

from collections.abc import Sequence

Parameters = Sequence[tuple[str, str]]

_ALWAYS = frozenset(
    {"return-url", "return-type", "expiration", "order-ext-ref", "customer-ref", "customer-ext-ref", "lock"}
)
_DYNAMIC = frozenset(
    {
        "currency", "prod", "price", "qty", "tangible", "type", "opt", "description", "recurrence", "duration",
        "renewal-price", "item-ext-ref",
    }
)  # fmt: skip
_OWN_PRICE = frozenset({"prod", "qty", "price", "currency", "opt", "coupon"})


def signed_parameters(parameters: Parameters) -> list[tuple[str, str]]:
    """The parameters that are signed, sorted by name: values by HMAC-SHA256 with the buy-link secret word.

    Always where the buyer returns to, when the link ends, the references and the lock; of a dynamic link its products
    too, of a link with a price of its own that price. What is not in the link is not signed.
    """
    names = dict(parameters)
    signed = _ALWAYS
    if names.get("dynamic") == "1":
        signed |= _DYNAMIC
    elif "price" in names:
        signed |= _OWN_PRICE
    return sorted((name, value) for name, value in parameters if name in signed)
