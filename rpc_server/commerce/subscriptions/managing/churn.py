"""Why customers leave, in the documented words."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum

from rpc_server.commerce.subscriptions.managing.errors import ChurnReasonInvalid
from rpc_server.commerce.subscriptions.model import Churn

LONGEST_OTHER = 1000


class ChurnReason(Enum):
    """The documented reasons."""

    NOT_SATISFIED_PRODUCT = "CHURN_REASON_NOT_SATISFIED_PRODUCT"
    ENABLED_BY_MISTAKE = "CHURN_REASON_ENABLED_BY_MISTAKE"
    PREFER_MANUAL = "CHURN_REASON_PREFER_MANUAL"
    ALREADY_RENEWED = "CHURN_REASON_ALREADY_RENEWED"
    DONT_NEED = "CHURN_REASON_DONT_NEED"
    WANT_PAUSE = "CHURN_REASON_WANT_PAUSE"
    COVID = "CHURN_REASON_COVID"
    HIGH_PRICE = "CHURN_REASON_HIGH_PRICE"
    NOT_SATISFIED_SUPPORT = "CHURN_REASON_NOT_SATISFIED_SUPPORT"
    EXTRAORDINARY = "CHURN_REASON_EXTRAORDINARY"
    OTHER = "CHURN_REASON_OTHER"


_IN_OWN_WORDS = {ChurnReason.EXTRAORDINARY.value, ChurnReason.OTHER.value}


def told(reasons: Sequence[str | None] | None, other: str | None, at: datetime) -> Churn | None:
    """The reasons given, in any case; None where there are none. Raises ``ChurnReasonInvalid``.

    ``other`` is for EXTRAORDINARY and OTHER alone (documented).
    """
    words = (other or "").strip() or None
    named = tuple(_known(reason, n).value for n, reason in enumerate(reasons or ()) if (reason or "").strip())
    if words is not None and not _IN_OWN_WORDS.intersection(named):
        raise ChurnReasonInvalid(
            "ChurnReasonOther is for CHURN_REASON_EXTRAORDINARY and CHURN_REASON_OTHER only.", field="ChurnReasonOther"
        )
    if words is not None and len(words) > LONGEST_OTHER:
        raise ChurnReasonInvalid(
            f"ChurnReasonOther is longer than {LONGEST_OTHER} characters.", field="ChurnReasonOther"
        )
    return Churn(reasons=named, other=words, at=at) if named else None


def _known(reason: str | None, n: int) -> ChurnReason:
    word = (reason or "").strip().upper()
    try:
        return ChurnReason(word)
    except ValueError:
        raise ChurnReasonInvalid(
            f"There is no churn reason {word[:80]!r}.",
            field=f"ChurnReasons[{n}]",
            hint=f"There are: {', '.join(known.value for known in ChurnReason)}.",
        ) from None
