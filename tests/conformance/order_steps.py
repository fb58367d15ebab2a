"""Finding orders, giving money back, and ways to pay: each method with success, and refused."""

import json
from pathlib import Path
from typing import Any

from tests.conformance.stepping import answered, step

_ORDER: dict[str, Any] = json.loads((Path(__file__).parent / "php" / "order.json").read_text())
_ALL = {"IncludeTestOrders": "YES", "StartDate": "2020-01-01"}
_REAIS = {**_ORDER, "Currency": "BRL", "PaymentDetails": {"Type": "CC", "Currency": "BRL"}}
_IN_BRAZIL = {**_REAIS, "BillingDetails": {**_ORDER["BillingDetails"], "CountryCode": "BR"}}

ORDERS = (
    step("placeOrder", _ORDER),
    step("getOrder", answered("placeOrder", "RefNo")),
    step("issueRefund", answered("placeOrder", "RefNo"), 1, [], "Too dear", "Because"),
    step("issueRefund", answered("placeOrder", "RefNo"), -1, [], "Too dear", "Other"),
    step("issueRefund", "123456789", 1, [], "Too dear", "Other"),
    step("issueRefund", "abc", 1, [], "Too dear", "Other"),
    step("issueRefund", answered("placeOrder", "RefNo"), 1, [{"LineItemReference": "NOTHING"}], "", "Other"),
    step("issueRefund", answered("placeOrder", "RefNo"), 1.5, [], "Too dear", "Other"),
    step("getOrder", answered("placeOrder", "RefNo")),
    step("issueRefund", answered("placeOrder", "RefNo"), 99999, "", "All of it", "Other"),
    step("searchOrders", {**_ALL, "Pagination": {"Page": 1, "Limit": 2}, "Page": 1, "Limit": 2}),
    step("searchOrders", {**_ALL, "Status": "REFUND"}),
    step("searchOrders", {"Status": "LOST"}),
    step("searchOrders"),
    step("getPaymentMethods"),
    step("getPaymentMethodCurrencies", "WE_CHAT_PAY"),
    step("getPaymentMethodCurrencies", "COWRIES"),
    step("getPaymentMethodCountries", "IDEAL"),
    step("getPaymentMethodCountries", "COWRIES"),
    step("getVendorPaymentMethodCurrencies", "WIRE", "FR"),
    step("getVendorPaymentMethodCurrencies", "WIRE", "XX"),
    step("getInstallments", _IN_BRAZIL),
    step("getInstallments", {**_IN_BRAZIL, "Items": []}),
)
