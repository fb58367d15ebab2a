"""What falls due with partners."""

from rpc_server.commerce.duty import Duty
from rpc_server.commerce.partners.proformas.automatic import AutomaticProformas, OverdueProformas, ProformaPayments

PROFORMA_PAYMENTS: Duty = ProformaPayments()
AUTOMATIC_PROFORMAS: Duty = AutomaticProformas()
OVERDUE_PROFORMAS: Duty = OverdueProformas()
DUTIES: tuple[Duty, ...] = (PROFORMA_PAYMENTS, AUTOMATIC_PROFORMAS, OVERDUE_PROFORMAS)
