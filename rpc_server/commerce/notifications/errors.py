"""Refusals around notifications; the codes are ours, no page names them."""

from rpc_server.errors import ApiError


class EndpointInvalid(ApiError):
    code = "NOTIFICATION_ENDPOINT_INVALID"
    text = "The notification endpoint cannot be stored."


class ListenerNotReady(ApiError):
    code = "NOTIFICATION_LISTENER_NOT_READY"
    text = "The URL does not answer a GET with HTTP 200."

    def __init__(self, reason: str) -> None:
        super().__init__(f"{self.text} {reason} Start what listens there first, or add it unchecked.", field="url")


class EndpointNotFound(ApiError):
    code = "NOTIFICATION_ENDPOINT_NOT_FOUND"
    text = "There is no notification endpoint of this name."


class DeliveryNotFound(ApiError):
    code = "NOTIFICATION_NOT_FOUND"
    text = "There is no such notification to send again."


class TrialNotAllowed(ApiError):
    code = "NOTIFICATION_TRIAL_NOT_ALLOWED"
    text = "The endpoints of a live account are not sent anything wrong."
