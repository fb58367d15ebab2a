"""What can be wrong with a proposal. Codes are ours: no published ones could be read."""

from rpc_server.errors import ApiError


class ProposalNotFound(ApiError):
    """No proposal of this merchant has the id."""

    code = "PROPOSAL_NOT_FOUND"
    text = "There is no such proposal."


class ProposalInvalid(ApiError):
    """A proposal that cannot be as it was sent; the code names what cannot, like ``PROPOSAL_NAME_INVALID``."""

    code = "PROPOSAL_INVALID"
    text = "The proposal is not valid."


class ActionNotAllowed(ApiError):
    """Something that cannot be done with a proposal as it stands."""

    code = "PROPOSAL_ACTION_NOT_ALLOWED"
    text = "This cannot be done with the proposal as it stands."
