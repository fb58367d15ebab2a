"""Codes with their names, as lists of countries, states and languages are answered."""

from typing import Annotated

from rpc_server.api.shapes import ApiObject, Wire


class CodeLabel(ApiObject):
    """A code and its name; the members are lower-case in the recorded list of languages."""

    code: Annotated[str, Wire("code")]
    label: Annotated[str, Wire("label")]


def show_labels(names: dict[str, str]) -> list[CodeLabel]:
    """The names as answered, in the order of their codes."""
    return [CodeLabel(code=code, label=names[code]) for code in sorted(names)]
