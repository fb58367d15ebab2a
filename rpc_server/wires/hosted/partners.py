"""The documents and the panel of partners, behind links that are good for a while."""

from html import escape

from rpc_server.commerce.accounts.service import merchant_by_id
from rpc_server.commerce.context import Context
from rpc_server.commerce.partners.panel import service as panel
from rpc_server.commerce.partners.panel.service import Panel, PanelPage
from rpc_server.commerce.partners.proformas import document, links
from rpc_server.commerce.sign_on.errors import LinkOver
from rpc_server.storage import UnitOfWork
from rpc_server.wires.hosted import pages
from rpc_server.wires.hosted.endpoint import Answered, HostedPage, query_fields, refuse_method, show_page
from rpc_server.wires.http import Environ, StartResponse, answer, client_address

PROFORMA_PATH = links.PATH
PANEL_PATHS = tuple(panel.PATH + page.value for page in PanelPage)

_PDF = "application/pdf"
_TITLES = {
    PanelPage.OVERVIEW: "Partner panel",
    PanelPage.ADD_ORDER: "Add an order",
    PanelPage.CUSTOMERS: "Customers",
    PanelPage.PROFORMAS: "Proformas",
    PanelPage.ACCOUNT: "Account",
    PanelPage.PARTNERSHIP: "Partnership",
}


class PartnerPage(HostedPage):
    """What pages of partners share: the merchant a link names."""

    def _of_merchant(self, work: UnitOfWork, merchant_id: int) -> Context:
        merchant = merchant_by_id(work.connection, merchant_id)
        if merchant is None:
            raise LinkOver
        return Context(merchant, work, self._services)


class ProformaEndpoint(PartnerPage):
    """Answers the proforma its link is for, as a PDF."""

    def _carry_out(self, environ: Environ, start_response: StartResponse) -> Answered:
        if environ["REQUEST_METHOD"] != "GET":
            return refuse_method(start_response, "GET")
        link = links.read(self._services.vault, query_fields(environ).get(links.PARAMETER, ""))
        with self._services.database.reading() as work:
            context = self._of_merchant(work, link.merchant_id)
            link.check(context.clock.now())
            printed = document.of_number(context, link.number)
        name = f'inline; filename="proforma-{link.number}.pdf"'
        return answer(start_response, "200 OK", _PDF, _drawn(printed), ("Content-Disposition", name), *pages.HEADERS)


class PanelEndpoint(PartnerPage):
    """Shows a partner how it stands."""

    def _carry_out(self, environ: Environ, start_response: StartResponse) -> Answered:
        if environ["REQUEST_METHOD"] != "GET":
            return refuse_method(start_response, "GET")
        visit = panel.read(self._services.vault, query_fields(environ).get(panel.PARAMETER, ""))
        with self._services.database.reading() as work:
            context = self._of_merchant(work, visit.merchant_id)
            shown = panel.visit(context, visit, client_address(environ))
        return show_page(start_response, "200 OK", _page(shown, context))


def _page(shown: Panel, context: Context) -> bytes:
    partner, now = shown.partner, context.clock.now()
    facts = {
        "Signed in": partner.company_name,
        "Partner code": partner.code,
        "Works with": context.merchant.name,
        "Credit left": "none" if shown.credit is None else f"{shown.credit:.2f} {partner.currency}",
    }
    invoices = {
        f"Proforma {proforma.number}": f"{proforma.total:.2f} {proforma.currency}, {proforma.status(now).value}"
        for proforma in shown.proformas
    }
    waiting = {
        f"Order {order.reference}": f"{order.totals.gross_discounted:.2f} {order.currency}, {order.status.value}"
        for order in shown.not_invoiced
    }
    parts = (pages.fact_list(facts), _section("Proformas", invoices), _section("On no proforma yet", waiting))
    return pages.whole_page(_TITLES[shown.page], "".join(parts))


def _section(title: str, facts: dict[str, str]) -> str:
    return f"<h2>{escape(title)}</h2>{pages.fact_list(facts)}" if facts else ""


def _drawn(printed: document.Document) -> bytes:
    """The PDF; what draws it is loaded with the first one."""
    from rpc_server.commerce.partners.proformas.drawing import draw

    return draw(printed)
