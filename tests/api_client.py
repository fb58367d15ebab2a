"""A client of one endpoint without a wire: plain arguments in, plain answers out, as JSON shows them."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from rpc_server.api.dispatch import Api
from rpc_server.api.exchange import LogJournal, Request
from rpc_server.api.families import ENDPOINTS, Endpoint
from rpc_server.api.methods import groups
from rpc_server.api.registry import Registry
from rpc_server.api.rendering import renderer
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.signature import Algorithm, sign
from rpc_server.commerce.context import Services
from rpc_server.errors import ApiError

REGISTRY = Registry(groups())


def endpoint(name: str) -> Endpoint:
    """The endpoint called so, like ``order-2.0``."""
    return next(found for found in ENDPOINTS if found.name == name)


class ApiClient:
    """Calls the methods of one endpoint in one session of one merchant."""

    def __init__(self, services: Services, endpoint_name: str, merchant: Merchant) -> None:
        self._endpoint = endpoint(endpoint_name)
        self._api = Api(REGISTRY, services, LogJournal())
        now = services.clock.now().strftime("%Y-%m-%d %H:%M:%S")
        self._session_id = self._answer(
            "login", [merchant.code, now, sign(Algorithm.SHA256, merchant.secret_key, merchant.code, now)]
        )

    @property
    def session_id(self) -> str:
        """What the session is known by."""
        return str(self._session_id)

    def call(self, name: str, *arguments: Any) -> Any:
        """The answer, amounts as floats; the session id goes first by itself."""
        sent = json.loads(json.dumps(arguments, default=float), parse_float=Decimal)
        return json.loads(json.dumps(self._answer(name, [self._session_id, *sent]), default=float))

    def call_once(self, key: str, name: str, *arguments: Any) -> Any:
        """The same, under an ``Idempotency-Key``."""
        sent = json.loads(json.dumps(arguments, default=float), parse_float=Decimal)
        return self._answer(name, [self._session_id, *sent], HTTP_IDEMPOTENCY_KEY=key)

    def refusal(self, name: str, *arguments: Any) -> tuple[str, str]:
        """Code and text the call is refused with."""
        return refusal(lambda: self.call(name, *arguments))

    def _answer(self, name: str, arguments: list[Any], **headers: str) -> Any:
        method = REGISTRY.find(self._endpoint, name)
        answer = self._api.call(Request(self._endpoint, "test", method, arguments, "r1", headers=dict(headers)))
        return renderer(method.returns, self._endpoint)(answer)


def refusal(act: Callable[[], object]) -> tuple[str, str]:
    """Code and text of the refusal ``act`` meets."""
    with pytest.raises(ApiError) as refused:
        act()
    return refused.value.code, refused.value.message
