"""Where a link that signs a customer in leads to: a page of his account, shown once."""

from collections.abc import Iterator
from contextlib import contextmanager

from rpc_server.api.objects.sign_on import TOKEN_PARAMETER
from rpc_server.commerce.accounts.service import merchant_by_id
from rpc_server.commerce.context import Context
from rpc_server.commerce.sign_on import links
from rpc_server.commerce.sign_on.account import sign_in
from rpc_server.commerce.sign_on.errors import LinkOver
from rpc_server.wires.hosted.account_pages import account_page
from rpc_server.wires.hosted.endpoint import Answered, HostedPage, query_fields, refuse_method, show_page
from rpc_server.wires.http import Environ, StartResponse, client_address


class AccountEndpoint(HostedPage):
    """Uses the token of the address up and shows who is signed in, and what the page of the link is about."""

    def _carry_out(self, environ: Environ, start_response: StartResponse) -> Answered:
        if environ["REQUEST_METHOD"] != "GET":
            return refuse_method(start_response, "GET")
        token = query_fields(environ).get(TOKEN_PARAMETER, "")
        with self._signing_in(token) as context:
            account = sign_in(context, token, client_address(environ))
            now, merchant = context.clock.now(), context.merchant
        return show_page(start_response, "200 OK", account_page(account, merchant, now))

    @contextmanager
    def _signing_in(self, token: str) -> Iterator[Context]:
        """The engine of the merchant whose customer has the token; raises ``LinkOver``."""
        if len(token) != links.TOKEN_LENGTH:
            raise LinkOver
        services = self._services
        with services.database.writing() as work:
            owner = links.owner_of(work.connection, services.vault, token)
            merchant = None if owner is None else merchant_by_id(work.connection, owner)
            if merchant is None:
                raise LinkOver
            yield Context(merchant, work, services)
