"""How an order is to be paid, and what came of it."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import Enum

from rpc_server.gateways import CardDetails


class PaymentType(Enum):
    """``PaymentDetails.Type`` values this server takes; ``methods`` says how each is paid."""

    CC = "CC"
    TEST = "TEST"
    FREE = "FREE"
    EES_TOKEN_PAYMENT = "EES_TOKEN_PAYMENT"  # noqa: S105 - the documented name of the type
    PREVIOUS_ORDER = "PREVIOUS_ORDER"
    EXISTING_PAYMENT_DATA = "EXISTING_PAYMENT_DATA"
    PAYPAL = "PAYPAL"
    PAYPAL_EXPRESS = "PAYPAL_EXPRESS"
    WIRE = "WIRE"
    CHECK = "CHECK"
    PURCHASEORDER = "PURCHASEORDER"
    IDEAL = "IDEAL"
    ALIPAY = "ALIPAY"
    WE_CHAT_PAY = "WE_CHAT_PAY"
    TRUSTLY = "TRUSTLY"
    SOFORT = "SOFORT"
    WEBMONEY = "WEBMONEY"


class AttemptStatus(Enum):
    """OPEN: written before the processor is called, not yet settled. REVERSED: authorised, and let go of since.

    SURPLUS: taken for lost, and authorised after all when its order was paid otherwise or ended; RETURNED: that money
    was given back.
    """

    OPEN = "OPEN"
    AUTHORISED = "AUTHORISED"
    DECLINED = "DECLINED"
    REVERSED = "REVERSED"
    SURPLUS = "SURPLUS"
    RETURNED = "RETURNED"


class TokenKind(Enum):
    """EES: minted for a card as it was typed (2Pay.js). TRANSIENT: for a card a customer paid with earlier."""

    EES = "EES"
    TRANSIENT = "TRANSIENT"


@dataclass(frozen=True, slots=True)
class CardSummary:
    """All that may be shown of a card: first and last four digits, brand, expiry.

    The first digits of a card that the processor keeps are not known, and empty.
    """

    first_digits: str
    last_digits: str
    brand: str
    expiry_month: int
    expiry_year: int


@dataclass(frozen=True, slots=True)
class NewPayment:
    """How the client wants to pay. ``card`` comes with the order; ``card_id`` names one already in the vault.

    ``ees_token``, ``transient_token`` and ``previous_reference`` (a RefNo) stand for a card in the vault, until
    they are redeemed; ``security_code`` comes beside the last two. ``token`` is what a processor knows a card by that
    it keeps itself. ``is_test``: the card was kept of a test order. ``pages_at`` is this server's address as the
    client knows it, for the pages of banks and wallets.
    """

    type: PaymentType
    currency: str | None
    card: CardDetails | None = field(default=None, repr=False)
    card_id: str | None = None
    token: str | None = field(default=None, repr=False)
    card_type: str | None = None
    recurring_enabled: bool = False
    customer_ip: str | None = None
    return_url: str | None = None
    cancel_url: str | None = None
    email: str | None = None
    ees_token: str | None = field(default=None, repr=False)
    transient_token: str | None = field(default=None, repr=False)
    previous_reference: str | None = None
    security_code: str | None = field(default=None, repr=False)
    purchase_order_number: str | None = None
    is_approved_at_once: bool | None = None
    installments: int | None = None
    is_test: bool = False
    pages_at: str | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """The payment as an order shows it. ``installments``: in how many parts the buyer pays his bank.

    ``token`` is what the processor knows the card by, in place of ``card_id``, the one in the vault.
    """

    type: PaymentType
    currency: str
    customer_ip: str | None
    recurring_enabled: bool
    card_id: str | None
    card: CardSummary | None
    return_url: str | None
    cancel_url: str | None
    email: str | None = None
    purchase_order_number: str | None = None
    is_approved_at_once: bool | None = None
    installments: int | None = None
    pages_at: str | None = None
    token: str | None = field(default=None, repr=False)

    @property
    def kept_token(self) -> str | None:
        """The processor's token, where its buyer agreed to later charges; any other is spent by its first."""
        return self.token if self.recurring_enabled else None


@dataclass(frozen=True, slots=True)
class Challenge:
    """A buyer sent to a page of his bank or wallet, on behalf of an open attempt.

    ``script`` names the page. ``transaction`` is the processor's reference. ``redirect_url`` is where a real bank
    asks him; None where this server plays the bank. ``return_url`` and ``cancel_url`` are the shop's, for one who
    paid and for one who did not.
    """

    order_reference: str
    attempt_id: str
    script: str
    transaction: str
    redirect_url: str | None
    return_url: str
    cancel_url: str
    opened_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Authorisation:
    """What the client needs to send its buyer to the page ``script``: a token good for one answer."""

    script: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to move money for an order. ``idempotency_key`` is what the processor knows it by."""

    attempt_id: str
    order_reference: str
    amount: Decimal
    currency: str
    idempotency_key: str
    status: AttemptStatus
    started_at: datetime
    settled_at: datetime | None
    transaction: str | None
    reason: str | None
