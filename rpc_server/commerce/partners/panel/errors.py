"""What a link to the partner panel is refused for. Codes are ours: no published ones could be read."""

from rpc_server.errors import ApiError


class PanelEmailInvalid(ApiError):
    """The e-mail address is not the partner's."""

    code = "SSO_EMAIL_INVALID"
    text = "The e-mail address does not belong to the partner."
