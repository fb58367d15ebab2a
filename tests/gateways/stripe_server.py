"""Stripe's API on the loopback, as a process of its own: ``python -m tests.gateways.stripe_server`` prints its address.

localstripe 1.15 answers behind a front that adds what Stripe documents and localstripe does not have:

- idempotency keys: the first answer again, refused with other parameters;
- the parameters ``allowed_payment_method_types``, ``setup_future_usage``, ``return_url`` and
  ``error_on_requires_action``; a challenge by redirect; off-session charges that would need one fail;
- tokens that are spent by their first charge unless kept, and kept ones that want their customer named;
- decline codes, by Stripe's test numbers;
- search of payments, which always shows them as they were before, and listing them by ``created``;
- no refund of more than is left.

``POST /_front`` sets how it serves from then on, the fields of ``Mood`` in JSON.
"""

import asyncio
import json
import re
import socket
import sys
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, web
from localstripe.resources import Store  # type: ignore[import-untyped]
from localstripe.server import app as localstripe  # type: ignore[import-untyped]

Answer = tuple[int, dict[str, Any]]
Params = dict[str, str]

DECLINES = {
    "4000000000009995": {"code": "card_declined", "decline_code": "insufficient_funds"},
    "4000000000009979": {"code": "card_declined", "decline_code": "stolen_card"},
    "4000000000000069": {"code": "expired_card"},
    "4000000000000127": {"code": "incorrect_cvc"},
    "4000000000000119": {"code": "processing_error"},
}
"""Test numbers whose charges Stripe declines, and how."""

ALWAYS_DECLINED = "4000000000000341"
"""The one localstripe declines on charging."""

LATE_SECONDS = 2
_INTENTS = "/v1/payment_intents"
_METHODS = "/v1/payment_methods"


@dataclass
class Mood:
    """``fault`` befalls the next ``times`` requests that POST to ``path``; the others are served.

    lost: carried out, then the connection breaks. late: carried out, answered too late. An HTTP status: not
    carried out. ``is_searchable``: whether the search knows any payment yet. ``is_forgetful``: whether the days
    of all idempotency keys are over.
    """

    fault: str | int | None = None
    times: int = 0
    path: str = _INTENTS
    is_searchable: bool = True
    is_forgetful: bool = False

    def next_fault(self, request: web.Request) -> str | int | None:
        if self.times == 0 or request.method != "POST" or request.path != self.path:
            return None
        self.times -= 1
        return self.fault


@dataclass
class Front:
    """Stands at ``url`` before the localstripe that ``client`` talks to."""

    url: str
    client: ClientSession
    mood: Mood = field(default_factory=Mood)
    answers: dict[str, tuple[Params, Answer]] = field(default_factory=dict)
    declines: dict[str, dict[str, str]] = field(default_factory=dict)
    return_urls: dict[str, str | None] = field(default_factory=dict)
    to_keep: set[str] = field(default_factory=set)
    spent: set[str] = field(default_factory=set)
    one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if request.path == "/_front":
            self.mood = Mood(**await request.json())
            return web.Response()
        fault = self.mood.next_fault(request)
        if isinstance(fault, int):
            return web.json_response({"error": {"type": "api_error"}}, status=fault)
        status, body = await self.answer_once(request)
        if fault == "late":
            await asyncio.sleep(LATE_SECONDS)
        if fault == "lost" and request.transport is not None:
            request.transport.abort()
        return web.json_response(body, status=status)

    async def answer_once(self, request: web.Request) -> Answer:
        sent = {**request.query, **await request.post()}
        params = {name: str(value) for name, value in sent.items()}
        key = request.headers.get("Idempotency-Key")
        if request.method != "POST" or key is None or self.mood.is_forgetful:
            return await self.answer(request, params)
        async with self.one_at_a_time:
            if key not in self.answers:
                self.answers[key] = params, await self.answer(request, dict(params))
        asked, answer = self.answers[key]
        return answer if asked == params else _error(400, "The key was used before", type="idempotency_error")

    async def answer(self, request: web.Request, params: Params) -> Answer:
        match request.method, request.path:
            case "POST", "/v1/payment_methods":
                return await self.make_token(params)
            case "POST", "/v1/payment_intents":
                return await self.pay(params)
            case "POST", "/v1/refunds":
                return await self.refund(params)
            case "GET", "/v1/payment_intents":
                return await self.list_since(int(params.pop("created[gte]", 0)), params)
            case "GET", "/v1/payment_intents/search":
                return await self.search(params["query"])
            case method, path:
                return await self.ask_of_token(method, path, params)

    async def ask_of_token(self, method: str, path: str, params: Params) -> Answer:
        if path.endswith("/attach") and path.split("/")[-2] in self.spent:
            return _error(400, "The payment method was used before without a customer")
        return await self.ask(method, path, params)

    async def make_token(self, params: Params) -> Answer:
        decline = DECLINES.get(params["card[number]"])
        if decline is not None:
            params["card[number]"] = ALWAYS_DECLINED
        status, method = await self.ask("POST", _METHODS, params)
        if decline is not None:
            self.declines[method["id"]] = decline
        return status, method

    async def pay(self, params: Params) -> Answer:
        is_kept = params.pop("setup_future_usage", None) == "off_session"
        return_url = params.pop("return_url", None)
        is_alone = "true" in (params.pop("error_on_requires_action", None), params.get("off_session"))
        if params.pop("allowed_payment_method_types[0]", None) != "card":
            return _error(400, "Payments by anything but cards need more than the server does")
        token = params["payment_method"]
        _, method = await self.ask("GET", f"{_METHODS}/{token}", {})
        if method["customer"] is not None and method["customer"] != params.get("customer"):
            return _error(400, "The payment method belongs to a customer who was not named")
        if method["customer"] is None and token in self.spent:
            return _error(400, "The payment method was used before without a customer")
        if is_kept and "customer" in params:
            self.to_keep.add(token)
        status, body = await self.ask("POST", _INTENTS, params)
        if body.get("status") == "requires_action" and is_alone:
            refusal = {"client_secret": body["client_secret"], "success": "false"}
            await self.ask("POST", f"{_INTENTS}/{body['id']}/_authenticate", refusal)
            return _error(402, "The buyer is needed", type="card_error", code="authentication_required")
        if body.get("status") == "requires_action":
            self.return_urls[body["id"]] = return_url
        if status == web.HTTPPaymentRequired.status_code:
            body["error"] |= self.declines.get(token, {})
        return status, await self.as_stripe_shows(body)

    async def refund(self, params: Params) -> Answer:
        _, intent = await self.ask("GET", f"{_INTENTS}/{params['payment_intent']}", {})
        charge = intent.get("latest_charge") or {}
        left = charge.get("amount", 0) - charge.get("amount_refunded", 0)
        if charge.get("status") == "succeeded" and int(params["amount"]) > left:
            return _error(400, f"The refund is greater than what is left of the charge ({left})")
        return await self.ask("POST", "/v1/refunds", params)

    async def list_since(self, since: int, params: Params) -> Answer:
        status, listed = await self.ask("GET", _INTENTS, params)
        return status, {**listed, "data": [intent for intent in listed["data"] if intent["created"] >= since]}

    async def search(self, query: str) -> Answer:
        asked = re.fullmatch(r'metadata\["(\w+)"\]:"(.*)"', query)
        assert asked is not None, query
        name, value = asked[1], re.sub(r"\\(.)", r"\1", asked[2])
        _, listed = await self.ask("GET", _INTENTS, {"limit": "10000"})
        stale = {"status": "processing"}
        found = [intent | stale for intent in listed["data"] if intent["metadata"].get(name) == value]
        shown = found if self.mood.is_searchable else []
        return 200, {"object": "search_result", "url": _INTENTS + "/search", "has_more": False, "data": shown}

    async def as_stripe_shows(self, body: dict[str, Any]) -> dict[str, Any]:
        """The payment as Stripe would show it, once it has done with the token what it would do."""
        token = body.get("payment_method")
        if body.get("status") == "requires_action":
            redirect = {"url": f"{self.url}/challenge/{body['id']}", "return_url": self.return_urls[body["id"]]}
            body["next_action"] = {"type": "redirect_to_url", "redirect_to_url": redirect}
        if body.get("last_payment_error") is not None and token is not None:
            body["last_payment_error"] |= self.declines.get(token, {})
        if body.get("status") in ("succeeded", "requires_capture") and token is not None:
            self.spent.add(token)
            if token in self.to_keep:
                self.to_keep.remove(token)
                await self.ask("POST", f"{_METHODS}/{token}/attach", {"customer": body["customer"]})
        return body

    async def ask(self, method: str, path: str, params: Params) -> Answer:
        """What localstripe answers; a payment as Stripe would show it."""
        place = "params" if method == "GET" else "data"
        async with self.client.request(method, path, **{place: params}) as answered:  # type: ignore[arg-type]
            body = json.loads(await answered.text())
        is_payment = body.get("object") == "payment_intent" and path != _INTENTS
        return answered.status, await self.as_stripe_shows(body) if is_payment else body


def _error(status: int, message: str, **members: str) -> Answer:
    return status, {"error": {"type": "invalid_request_error", "message": message, **members}}


async def serve() -> None:
    """Serve until the process is ended; the only line printed is the address."""
    Store.dump_to_disk = lambda _: None  # by itself it writes all it knows to one file in /tmp
    inner, outer = (socket.create_server(("127.0.0.1", 0)) for _ in range(2))
    async with ClientSession(_url(inner), headers={"Authorization": "Bearer sk_test_front"}) as client:
        front = web.Application()
        front.router.add_route("*", "/{path:.*}", Front(_url(outer), client).handle)
        for app, listening in ((localstripe, inner), (front, outer)):
            runner = web.AppRunner(app)
            await runner.setup()
            await web.SockSite(runner, listening).start()
        sys.stdout.write(f"{_url(outer)}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


def _url(listening: socket.socket) -> str:
    return "http://{}:{}".format(*listening.getsockname())


if __name__ == "__main__":
    asyncio.run(serve())
