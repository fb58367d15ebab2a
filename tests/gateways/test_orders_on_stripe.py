"""Orders of a live account paid through Stripe: by its tokens alone, each once, whatever dies in between."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import requests
from sqlalchemy import func, select

from rpc_server.clock import SetClock, SystemClock
from rpc_server.commerce.accounts.errors import NotAllowed
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.tables import MerchantRow
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.customers.standing import standings
from rpc_server.commerce.orders import authorising, service
from rpc_server.commerce.orders.model import AgreedOrder, NewOrder, Order, OrderStatus
from rpc_server.commerce.orders.refunds import service as refunds
from rpc_server.commerce.orders.refunds.model import RefundStatus
from rpc_server.commerce.orders.tables import OrderRow
from rpc_server.commerce.payments import tokens
from rpc_server.commerce.payments.attempts import attempts_of
from rpc_server.commerce.payments.errors import InstallmentsInvalid, PreviousOrderInvalid
from rpc_server.commerce.payments.model import AttemptStatus, NewPayment, PaymentType
from rpc_server.commerce.payments.tables import CardRow
from rpc_server.commerce.subscriptions import service as subscriptions
from rpc_server.gateways import CardNotTaken, Charge, Result
from rpc_server.gateways.live_and_test import LiveAndTest
from rpc_server.gateways.simulator import Simulator
from rpc_server.ids import Ids
from rpc_server.sandbox.seed import seed
from rpc_server.services import create_services
from rpc_server.settings import load
from tests.api_client import endpoint
from tests.conformance.clients import JsonRpcClient, Refusal, SoapClient, log_in
from tests.gateways.conftest import SECRET, StripeAccount
from tests.order_world import Crash, asked, card, engine, item, payment, stock
from tests.refund_world import back
from tests.server import RunningServer, running_server

NEEDS_THE_BUYER = "4000002500003155"
HAS_NO_FUNDS = "4000000000009995"
RETURNS: dict[str, Any] = {
    "return_url": "https://shop.example/ok",
    "cancel_url": "https://shop.example/no",
    "pages_at": "https://pay.example",
}


@pytest.fixture
def live(services: Services, merchant: Merchant) -> Merchant:
    """APITEST, selling for money."""
    stock(services)
    with services.database.writing() as work:
        work.session.get_one(MerchantRow, merchant.merchant_id).is_live = True
    return replace(merchant, is_live=True)


@pytest.fixture
def on_stripe(services: Services, account: StripeAccount) -> Services:
    """The services of a server that charges live orders at Stripe, and test orders at the simulator.

    Its numbers are new in every test, for all of them meet the same Stripe.
    """
    return replace(services, gateway=LiveAndTest(account.gateway(), Simulator(services.database)), ids=Ids())


def by_token(token: str, **changes: Any) -> NewPayment:
    """A payment by a token of Stripe's, renewing."""
    paid = NewPayment(PaymentType.EES_TOKEN_PAYMENT, "USD", ees_token=token, recurring_enabled=True)
    return replace(paid, **changes)


def wanted(token: str, **changes: Any) -> NewOrder:
    """A PLAN for 30.00, paid so."""
    return asked(item("PLAN"), payment=by_token(token, **changes))


def reference_of(order: Order) -> str:
    assert order.reference is not None
    return order.reference


def stored_cards(context: Context) -> int:
    return context.session.execute(select(func.count()).select_from(CardRow)).scalar_one()


def payments_of(account: StripeAccount, context: Context, order: Order) -> list[tuple[int, str]]:
    """What Stripe has of the order: the cents of each payment, and how it stands."""
    keys = [attempt.idempotency_key for attempt in attempts_of(context, reference_of(order))]
    return [(intent.amount, intent.status) for key in keys for intent in account.payments(key)]


def test_an_order_is_paid_by_a_token_and_its_subscription_keeps_it(
    on_stripe: Services, live: Merchant, account: StripeAccount
) -> None:
    token = account.token()
    with engine(on_stripe, live) as context:
        order = service.place(context, wanted(token))

        (subscription,) = subscriptions.of_order(context, reference_of(order))
        assert service.find(context, reference_of(order)).status is OrderStatus.COMPLETE
        assert payments_of(account, context, order) == [(3000, "succeeded")]
        assert (subscription.payment_token, subscription.card_id, stored_cards(context)) == (token, None, 0)


@pytest.mark.parametrize("type_", [PaymentType.CC, PaymentType.EES_TOKEN_PAYMENT])
@pytest.mark.parametrize("product", ["PLAN", "GIFT"])
def test_a_card_is_refused_before_it_is_stored(
    on_stripe: Services, live: Merchant, account: StripeAccount, type_: PaymentType, product: str
) -> None:
    fresh = replace(card(), expiry_year=2030)
    with engine(on_stripe, live) as context:
        with pytest.raises(CardNotTaken) as refused:
            service.place(context, asked(item(product), payment=payment(type=type_, card=fresh, ees_token="tok")))

        assert refused.value.field == "PaymentDetails.PaymentMethod.CardNumber"
        assert stored_cards(context) == 0


def test_no_token_of_ours_is_made_for_a_card_of_a_live_account(on_stripe: Services, live: Merchant) -> None:
    with engine(on_stripe, live) as context:
        with pytest.raises(CardNotTaken):
            tokens.mint(context, replace(card(), expiry_year=2030))

        assert stored_cards(context) == 0


def test_test_orders_of_a_live_account_go_on_at_the_simulator(on_stripe: Services, live: Merchant) -> None:
    fresh = replace(card(), expiry_year=2030)
    with engine(on_stripe, live) as context:
        order = service.place(context, asked(payment=payment(card=fresh)))

        (attempt,) = attempts_of(context, reference_of(order))
        assert (attempt.transaction or "").startswith("sim_")


def test_a_wallet_is_refused_where_it_would_be_played(on_stripe: Services, live: Merchant) -> None:
    with engine(on_stripe, live) as context, pytest.raises(NotAllowed) as refused:
        service.place(context, asked(payment=NewPayment(PaymentType.PAYPAL, "USD", **RETURNS)))

    assert refused.value.message == "PAYPAL is simulated, and this account is live."


def test_installments_are_refused_where_the_processor_knows_none(
    on_stripe: Services, live: Merchant, account: StripeAccount
) -> None:
    with engine(on_stripe, live) as context, pytest.raises(InstallmentsInvalid):
        service.place(context, wanted(account.token(), installments=3))


def test_a_refused_token_leaves_an_order_to_pay_with_another(
    on_stripe: Services, live: Merchant, account: StripeAccount, clock: SetClock
) -> None:
    with engine(on_stripe, live) as context:
        refused = service.place(context, wanted(account.token(HAS_NO_FUNDS)))
        assert [text for _, text in refused.errors] == [
            "Couldn't complete the payment validation process: Insufficient funds"
        ]

        clock.advance(timedelta(minutes=1))
        paid = service.place(context, replace(wanted(account.token()), reference=refused.reference))

        assert paid.status is OrderStatus.AUTHRECEIVED
        assert payments_of(account, context, paid) == [(3000, "requires_payment_method"), (3000, "succeeded")]


@contextmanager
def bought(services: Services, merchant: Merchant, token: str) -> Iterator[tuple[Context, Order]]:
    with engine(services, merchant) as context:
        yield context, service.place(context, wanted(token))


def test_a_renewal_is_charged_to_the_kept_token_off_session(
    on_stripe: Services, live: Merchant, account: StripeAccount
) -> None:
    with bought(on_stripe, live, account.token()) as (context, order):
        (subscription,) = subscriptions.of_order(context, reference_of(order))
        renewal = service.place_agreed(
            context,
            AgreedOrder(
                kind="RENEWAL",
                code=subscription.product_code,
                product_id=subscription.product_id,
                name=subscription.product_name,
                quantity=1,
                unit_price=Decimal(25),
                price_type=subscription.price_type,
                tax_category=None,
                options=(),
                renewal_unit_price=None,
                currency="USD",
                country="US",
                language="en",
                billing=subscription.billing,
                customer_reference=subscription.customer_reference,
                external_customer_reference=None,
                card_id=subscription.card_id,
                payment_token=subscription.payment_token,
                is_test=False,
                subscription_reference=subscription.reference,
            ),
        )

        assert renewal.status is OrderStatus.COMPLETE
        assert payments_of(account, context, renewal) == [(2500, "succeeded")]


def test_a_buyer_pays_again_with_what_he_paid_with(on_stripe: Services, live: Merchant, account: StripeAccount) -> None:
    with bought(on_stripe, live, account.token()) as (context, order):
        again = NewPayment(PaymentType.PREVIOUS_ORDER, "USD", previous_reference=order.reference)

        paid = service.place(context, asked(payment=again))

        assert payments_of(account, context, paid) == [(1995, "succeeded")]


def test_a_customer_pays_with_a_card_shown_to_him_earlier(
    on_stripe: Services, live: Merchant, account: StripeAccount
) -> None:
    with bought(on_stripe, live, account.token()) as (context, order):
        (known,) = standings(context, [order.customer_reference or 0])[order.customer_reference or 0].cards
        shown = tokens.mint_for_stored(context, known.card_id, is_test=known.is_test, payment_token=known.payment_token)

        paid = service.place(
            context, asked(payment=NewPayment(PaymentType.EXISTING_PAYMENT_DATA, "USD", transient_token=shown))
        )

        assert (known.summary.brand, known.summary.last_digits) == ("visa", "4242")
        assert payments_of(account, context, paid) == [(1995, "succeeded")]


def test_a_token_its_buyer_did_not_agree_to_keep_pays_once(
    on_stripe: Services, live: Merchant, account: StripeAccount
) -> None:
    with engine(on_stripe, live) as context:
        order = service.place(context, wanted(account.token(), recurring_enabled=False))
        (subscription,) = subscriptions.of_order(context, reference_of(order))

        again = NewPayment(PaymentType.PREVIOUS_ORDER, "USD", previous_reference=order.reference)
        assert subscription.payment_token is None
        with pytest.raises(PreviousOrderInvalid):
            service.place(context, asked(payment=again))


class DyingAfter(LiveAndTest):
    """The charge reaches Stripe, then the process dies."""

    def charge(self, charge: Charge) -> Result:
        super().charge(charge)
        raise Crash


def test_a_charge_whose_process_died_is_found_and_made_once(
    on_stripe: Services, live: Merchant, account: StripeAccount, clock: SetClock
) -> None:
    dying = DyingAfter(account.gateway(), Simulator(on_stripe.database))
    with pytest.raises(Crash), engine(on_stripe, live, gateway=dying) as context:
        service.place(context, wanted(account.token()))
    clock.advance(timedelta(minutes=4))
    with engine(on_stripe, live) as context:
        assert service.reconcile(context) == []
    clock.advance(timedelta(minutes=1))

    with engine(on_stripe, live) as context:
        (done,) = service.reconcile(context)
        order = service.find(context, context.session.execute(select(OrderRow.reference)).scalar_one())

        assert done.endswith(": COMPLETE")
        assert order.status is OrderStatus.COMPLETE
        assert payments_of(account, context, order) == [(3000, "succeeded")]


def test_a_charge_without_an_answer_is_found_and_made_once(
    on_stripe: Services, live: Merchant, account: StripeAccount, clock: SetClock
) -> None:
    account.set_mood(fault="lost", times=3)
    with engine(on_stripe, live) as context:
        order = service.place(context, wanted(account.token()))
        assert order.errors[0][0] == "ORDER_PAYMENT_OUTCOME_UNKNOWN"
    clock.advance(timedelta(minutes=5))

    with engine(on_stripe, live) as context:
        service.reconcile(context)

        assert service.find(context, reference_of(order)).status is OrderStatus.COMPLETE
        assert payments_of(account, context, order) == [(3000, "succeeded")]


def test_a_refund_without_an_answer_is_repeated_and_given_once(
    on_stripe: Services, live: Merchant, account: StripeAccount, clock: SetClock
) -> None:
    with bought(on_stripe, live, account.token()) as (context, order):
        account.set_mood(fault="lost", times=3, path="/v1/refunds")
        refund = refunds.request(context, back(order, "10.00"))
        assert refund.status is RefundStatus.OPEN
        clock.advance(timedelta(minutes=5))

        assert service.reconcile(context) == [f"{refund.refund_id}: DONE"]

        (attempt,) = attempts_of(context, reference_of(order))
        assert [given.amount for given in account.refunds(attempt.transaction)] == [1000]


@pytest.mark.parametrize("is_passed", [True, False])
def test_a_buyer_is_sent_to_his_bank_and_comes_back(
    on_stripe: Services, live: Merchant, account: StripeAccount, *, is_passed: bool
) -> None:
    with engine(on_stripe, live) as context:
        order = service.place(context, wanted(account.token(NEEDS_THE_BUYER), **RETURNS))
        assert order.authorisation is not None
        token = order.authorisation.token
        asked_at = authorising.question(context, token).challenge
        intent = account.payment(asked_at.transaction)
        action: Any = intent.next_action
        account.answer_challenge(asked_at.transaction, is_passed=is_passed)

        way_back = authorising.come_back(context, token)

        shop = "ok" if is_passed else "no"
        status = OrderStatus.COMPLETE if is_passed else OrderStatus.PENDING
        assert asked_at.redirect_url == f"{account.url}/challenge/{asked_at.transaction}"
        assert action.redirect_to_url.return_url == f"https://pay.example/scripts/authorized?avng8apitoken={token}"
        assert way_back == f"https://shop.example/{shop}?refno={order.reference}"
        assert service.find(context, reference_of(order)).status is status


def test_a_buyer_who_never_came_back_is_not_charged_any_more(
    on_stripe: Services, live: Merchant, account: StripeAccount, clock: SetClock
) -> None:
    with engine(on_stripe, live) as context:
        order = service.place(context, wanted(account.token(NEEDS_THE_BUYER), **RETURNS))
        clock.advance(timedelta(minutes=31))
        context.work.commit()

    with engine(on_stripe, live) as context:
        service.reconcile(context)

        (attempt,) = attempts_of(context, reference_of(order))
        assert attempt.status is AttemptStatus.DECLINED
        assert payments_of(account, context, order) == [(3000, "canceled")]


LIVE_SHOP = """
account: {code: LIVESHOP, secret_key: LIVE_KEY, currency: USD, is_live: true}
products:
  - {code: STARTER, id: 301, name: Starter, cycle: 1M, pricing: [{prices: [{amounts: {USD: 10}}]}]}
  - {code: PRO, id: 302, name: Pro, cycle: 1M, pricing: [{prices: [{amounts: {USD: 30}}]}]}
upgrade_paths:
  - {source: STARTER, target: PRO}
"""
BUYER = {
    "FirstName": "Grace", "LastName": "Hopper", "Email": "grace@example.com", "CountryCode": "NL",
    "City": "Amsterdam", "Address1": "Prinsengracht 1", "Zip": "1000 AA",
}  # fmt: skip


@dataclass(frozen=True)
class Shop:
    """A legacy shop's client of a running server, over one wire, in a session."""

    client: JsonRpcClient | SoapClient
    session_id: str

    def call(self, method: str, *arguments: Any) -> Any:
        return self.client.call(method, self.session_id, *arguments)

    def buy(self, token: str, **method: Any) -> Any:
        return self.order("EES_TOKEN_PAYMENT", {"EesToken": token, "RecurringEnabled": True, **method})

    def order(self, type_: str, method: dict[str, Any]) -> Any:
        return self.call(
            "placeOrder",
            {
                "Currency": "USD",
                "Country": "NL",
                "Language": "en",
                "Items": [{"Code": "STARTER", "Quantity": 1}],
                "BillingDetails": BUYER,
                "PaymentDetails": {"Type": type_, "Currency": "USD", "PaymentMethod": method},
            },
        )

    def status(self, order: Any) -> str:
        return str(self.call("getOrder", order["RefNo"])["Status"])


@pytest.fixture(scope="module")
def shop_server(tmp_path_factory: pytest.TempPathFactory, stripe_url: str) -> Iterator[RunningServer]:
    """A server with a live account that charges at Stripe."""
    folder = tmp_path_factory.mktemp("shop")
    database = f"sqlite:///{folder}/shop.db"
    chosen = {"GATEWAY": "stripe", "STRIPE_API_KEY": SECRET, "STRIPE_API_BASE": stripe_url}
    variables = {f"RPC_SERVER_{name}": value for name, value in chosen.items()}
    with running_server(folder, "--no-demo", "--database", database, **variables) as server:
        known = folder / "shop.yaml"
        known.write_text(LIVE_SHOP)
        services = create_services(load(database=database))
        seed(services, known)
        services.database.dispose()
        yield server


@pytest.fixture(params=["soap", "jsonrpc"])
def shop(request: pytest.FixtureRequest, shop_server: RunningServer, account: StripeAccount) -> Shop:
    """A shop on each wire in turn."""

    def post(path: str, body: bytes, content_type: str) -> bytes:
        sent = requests.post(shop_server.url + path, body, headers={"Content-Type": content_type}, timeout=30)
        return sent.content

    merchant_6 = endpoint("merchant-6.0")
    client = SoapClient(post, merchant_6) if request.param == "soap" else JsonRpcClient(post, merchant_6)
    now = SystemClock().now().strftime("%Y-%m-%d %H:%M:%S")
    return Shop(client, log_in(client, now, "LIVESHOP", "LIVE_KEY"))


def cents(account: StripeAccount, order: Any) -> list[tuple[int, str]]:
    """What Stripe has of the order."""
    return [(intent.amount, intent.status) for intent in account.payments_with(f"LIVESHOP-{order['RefNo']}-")]


def test_a_client_pays_upgrades_and_refunds_with_a_token(shop: Shop, account: StripeAccount) -> None:
    order = shop.buy(account.token())

    bought = shop.call("getOrder", order["RefNo"])
    (bought_item,) = bought["Items"]
    (subscription,) = bought_item["ProductDetails"]["Subscriptions"]
    assert (order["Status"], bought["Status"]) == ("AUTHRECEIVED", "COMPLETE")
    method = bought["PaymentDetails"]["PaymentMethod"]
    assert [method[name] for name in ("FirstDigits", "LastDigits", "CardType", "ExpirationYear")] == [
        None, "4242", "Visa", "30",
    ]  # fmt: skip
    assert cents(account, order) == [(1000, "succeeded")]

    assert shop.call("setSubscriptionUpgrade", subscription["SubscriptionReference"], "PRO") is True
    upgraded = shop.call("getSubscription", subscription["SubscriptionReference"])
    assert upgraded["Product"]["ProductCode"] == "PRO"

    assert shop.call("issueRefund", order["RefNo"], Decimal("10.00"), [], "Sent back", "Other") is True
    (intent,) = account.payments_with(f"LIVESHOP-{order['RefNo']}-")
    assert [refund.amount for refund in account.refunds(intent.id)] == [1000]
    assert shop.status(order) == "REFUND"


def test_a_client_hears_why_a_token_was_refused(shop: Shop, account: StripeAccount) -> None:
    order = shop.buy(account.token(HAS_NO_FUNDS))

    (text,) = order["Errors"].values()
    assert (order["Status"], text) == (
        "PENDING",
        "Couldn't complete the payment validation process: Insufficient funds",
    )


def test_a_client_sends_its_buyer_through_3d_secure(shop: Shop, account: StripeAccount) -> None:
    order = shop.buy(
        account.token(NEEDS_THE_BUYER),
        Vendor3DSReturnURL="https://shop.example/ok",
        Vendor3DSCancelURL="https://shop.example/no",
    )
    authorize = order["PaymentDetails"]["PaymentMethod"]["Authorize3DS"]
    page = f"{authorize['Href']}?avng8apitoken={authorize['Params']['avng8apitoken']}"

    bank = requests.get(page, allow_redirects=False, timeout=30).headers["Location"]
    transaction = bank.rpartition("/")[2]
    action: Any = account.payment(transaction).next_action
    account.answer_challenge(transaction, is_passed=True)
    back_in_shop = requests.get(action.redirect_to_url.return_url, allow_redirects=False, timeout=30)

    assert bank == f"{account.url}/challenge/{transaction}"
    assert back_in_shop.headers["Location"] == f"https://shop.example/ok?refno={order['RefNo']}"
    assert shop.status(order) == "COMPLETE"
    assert cents(account, order) == [(1000, "succeeded")]


def test_a_client_that_sends_a_card_is_told_to_send_a_token(shop: Shop) -> None:
    number = {"CardNumber": "4242424242424242", "ExpirationMonth": "12", "ExpirationYear": "2030", "CCID": "123"}

    with pytest.raises(Refusal) as refused:
        shop.order("CC", {**number, "HolderName": "Grace Hopper"})

    assert refused.value.code == "ORDER_PAYMENT_METHOD_CARD_NOT_TAKEN"
    assert refused.value.field == "PaymentDetails.PaymentMethod.CardNumber"
