"""Codes as orders, subscriptions and their histories show them."""

from collections.abc import Iterable

from rpc_server.api.shapes import ApiObject
from rpc_server.commerce.delivery import model
from rpc_server.commerce.orders.model import OrderLine


class CodeFile(ApiObject):
    """A file delivered with a code; ``Content`` is base64."""

    content: str | None = None
    content_length: int | None = None
    filename: str | None = None
    file_type: str | None = None


class CodeExtraInfo(ApiObject):
    """What a key generator tells of a code."""

    type: str | None = None
    label: str | None = None
    value: str | None = None


class CodeExtraInfos(ApiObject):
    """The documented wrapper of ``CodeExtraInfo``."""

    code_extra_info: CodeExtraInfo | None = None


class DeliveredCode(ApiObject):
    """An activation key or licence code."""

    code: str | None = None
    file: list[CodeFile] | None = None
    description: str | None = None
    extra_info: CodeExtraInfos | None = None


class SubscriptionDelivery(ApiObject):
    """What was delivered with an order: the codes of the first one in a subscription, each one's in its history."""

    description: str | None = None
    codes: list[DeliveredCode | None] | None = None


class ProductDelivery(ApiObject):
    """How the product of a line is delivered: ``Delivery`` is BY_AVANGATE where codes came with it."""

    delivery: str | None = None
    download_file: str | None = None
    delivery_description: str | None = None
    codes_description: str | None = None
    codes: list[DeliveredCode | None] | None = None


def show_delivery(line: OrderLine, delivered: Iterable[model.DeliveredCode]) -> ProductDelivery:
    """What was delivered with the line, of all that was delivered with its order."""
    codes = [code for code in delivered if code.line_number == line.number]
    return ProductDelivery(
        delivery="BY_AVANGATE" if codes else "NO_DELIVERY",
        delivery_description="",
        codes_description=_description(codes),
        codes=[_show(code) for code in codes],
    )


def show_subscription_delivery(
    delivered: Iterable[model.DeliveredCode], subscription_reference: str
) -> SubscriptionDelivery:
    """What belongs to the subscription, of all that was delivered with an order."""
    codes = [code for code in delivered if code.subscription_reference == subscription_reference]
    return SubscriptionDelivery(description=_description(codes), codes=[_show(code) for code in codes])


def _show(code: model.DeliveredCode) -> DeliveredCode:
    return DeliveredCode(code=code.code, description=code.description)


def _description(codes: list[model.DeliveredCode]) -> str:
    return codes[0].description if codes else ""
