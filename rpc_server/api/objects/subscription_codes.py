"""The codes of subscriptions as shown and as told."""

from rpc_server.api.objects import deliveries as sent
from rpc_server.api.objects.reading import present
from rpc_server.commerce.subscriptions.codes.model import Code, CodeFile, Delivery, ExtraInfo


def show_codes(delivery: Delivery) -> sent.SubscriptionDelivery:
    """What was delivered with a subscription."""
    return sent.SubscriptionDelivery(description=delivery.description, codes=[_show(code) for code in delivery.codes])


def read_codes(delivery: sent.SubscriptionDelivery | None) -> Delivery | None:
    """What a merchant says was delivered; None where he says nothing of it."""
    if delivery is None or (delivery.codes is None and delivery.description is None):
        return None
    return Delivery(
        description=delivery.description or "", codes=tuple(_read(code) for code in present(delivery.codes))
    )


def _show(code: Code) -> sent.DeliveredCode:
    extra = code.extra_info
    return sent.DeliveredCode(
        code=code.code,
        file=[_show_file(file) for file in code.files] or None,
        description=code.description,
        extra_info=sent.CodeExtraInfos(
            code_extra_info=sent.CodeExtraInfo(type=extra.type, label=extra.label, value=extra.value)
        )
        if extra
        else None,
    )


def _show_file(file: CodeFile) -> sent.CodeFile:
    return sent.CodeFile(content=file.content, content_length=file.length, filename=file.name, file_type=file.type)


def _read(code: sent.DeliveredCode) -> Code:
    return Code(
        code=code.code or "",
        description=code.description or "",
        extra_info=_read_extra(code.extra_info),
        files=tuple(
            CodeFile(content=file.content, length=file.content_length, name=file.filename, type=file.file_type)
            for file in present(code.file)
        ),
    )


def _read_extra(sent_extra: sent.CodeExtraInfos | None) -> ExtraInfo | None:
    extra = sent_extra.code_extra_info if sent_extra else None
    return None if extra is None else ExtraInfo(type=extra.type, label=extra.label, value=extra.value)
