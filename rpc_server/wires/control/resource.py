"""What the control API is made of: resources, each declared once, as data."""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rpc_server.commerce.context import Services

ROOT = "/sandbox"
"""Where the control API is."""

_PLACE = re.compile(r"\{(\w+)\}")
MERCHANT = "merchant"
"""The place in a path where the code of a merchant stands, who is not live."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a resource is asked with: the engine, and the texts that stand in the places of its path."""

    services: Services
    places: dict[str, str]

    @property
    def merchant(self) -> str:
        """The merchant code in the path."""
        return self.places[MERCHANT]


@dataclass(frozen=True, slots=True)
class Resource:
    """Something that can be asked of the sandbox: ``verb`` at ``path``, answered with an ``answers``.

    ``path`` may hold places in braces: ``/merchants/{merchant}/clock``. ``takes`` is the type of what is sent:
    the query of a GET or DELETE, else the JSON body; ``str`` takes the whole body as text, None nothing.
    ``handler(asked, taken)`` does it; its docstring is what the published description says.
    """

    verb: str
    path: str
    handler: Callable[[Asked, Any], Any]
    answers: Any
    takes: Any = None

    @property
    def places(self) -> tuple[str, ...]:
        """The names of the places in the path."""
        return tuple(_PLACE.findall(self.path))

    @property
    def pattern(self) -> re.Pattern[str]:
        """Matches the paths that are this one, with a group for each place."""
        parts = _PLACE.split(self.path)
        return re.compile("".join(f"(?P<{part}>[^/]+)" if n % 2 else re.escape(part) for n, part in enumerate(parts)))

    @property
    def takes_query(self) -> bool:
        return self.takes is not None and self.verb in ("GET", "DELETE")

    @property
    def told(self) -> str:
        """What it does, in words."""
        return inspect.getdoc(self.handler) or ""
