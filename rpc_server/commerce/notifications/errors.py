"""Refusals around notifications; the codes are ours, no page names them."""

from rpc_server.errors import ApiError


class EndpointInvalid(ApiError):
    code = "NOTIFICATION_ENDPOINT_INVALID"
    text = "The notification endpoint cannot be stored."


class EndpointNotFound(ApiError):
    code = "NOTIFICATION_ENDPOINT_NOT_FOUND"
    text = "There is no notification endpoint of this name."


class DeliveryNotFound(ApiError):
    code = "NOTIFICATION_NOT_FOUND"
    text = "There is no such notification to send again."


class TrialNotAllowed(ApiError):
    code = "NOTIFICATION_TRIAL_NOT_ALLOWED"
    text = "The endpoints of a live account are not sent anything wrong."
