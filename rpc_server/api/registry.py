"""Methods declared once, and the table each endpoint makes of them."""

import inspect
import typing
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any, TypeVar

from rpc_server.api.errors import UnknownMethod
from rpc_server.api.families import Endpoint, Span
from rpc_server.api.shapes import Kind, Mark, Scalar, Shape, Wire, camel, read_annotation
from rpc_server.errors import ApiError

Handler = TypeVar("Handler", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Parameter:
    """One documented parameter: its Python and wire names, its shape, and what stands in for a missing one.

    ``path`` is what errors put before the names of its members.
    """

    name: str
    wire_name: str
    shape: Shape
    is_required: bool
    default: Any
    is_listed: bool
    path: str


SESSION_ID = Parameter("session_id", "sessionID", Scalar(Kind.TEXT), True, None, True, "sessionID")


@dataclass(frozen=True, slots=True)
class Method:
    """A documented method: everything the wires, the contracts and the reference pages need to know of it.

    ``parameters`` are in documented order, the session id first where the method needs one; ``other_order`` is
    a second one, where published pages have two. ``writes`` tells whether it may change anything (a reader
    works on a snapshot).
    """

    name: str
    group: str
    handler: Callable[..., Any]
    spans: tuple[Span, ...]
    parameters: tuple[Parameter, ...]
    returns: Shape
    errors: tuple[type[ApiError], ...]
    writes: bool
    needs_session: bool
    other_order: tuple[Parameter, ...] = ()

    @property
    def summary(self) -> str:
        """The first line of the handler's docstring."""
        return (inspect.getdoc(self.handler) or "").partition("\n")[0]

    def exists_at(self, endpoint: Endpoint) -> bool:
        return any(span.covers(endpoint) for span in self.spans)


def method(
    name: str,
    spans: tuple[Span, ...],
    *,
    errors: Iterable[type[ApiError]] = (),
    writes: bool = True,
    needs_session: bool = True,
    other_order: tuple[str, ...] = (),
) -> Callable[[Handler], Handler]:
    """Declare the function as the documented method ``name`` of the families and versions in ``spans``.

    The function takes a ``Call``, then the documented parameters after the session id, in documented order
    and with their types; its return annotation is the type answered. ``other_order`` names the same parameters
    as another published page orders them: arguments that do not fit the first order are read in that one.
    """

    def declare(handler: Handler) -> Handler:
        hints = typing.get_type_hints(handler, include_extras=True)
        _, *own = inspect.signature(handler).parameters.values()
        parameters = (*([SESSION_ID] if needs_session else []), *(_parameter(p, hints[p.name]) for p in own))
        declared = Method(
            name=name,
            group=handler.__module__.rpartition(".")[2],
            handler=handler,
            spans=spans,
            parameters=parameters,
            returns=read_annotation(hints["return"]).shape,
            errors=tuple(errors),
            writes=writes,
            needs_session=needs_session,
            other_order=_reordered(parameters, other_order),
        )
        handler.__dict__.setdefault("api_methods", []).append(declared)
        return handler

    return declare


def _reordered(parameters: tuple[Parameter, ...], names: tuple[str, ...]) -> tuple[Parameter, ...]:
    """The parameters with those named in the order of their names, behind those not named; nothing for no names."""
    if not names:
        return ()
    by_name = {parameter.name: parameter for parameter in parameters}
    return (*(p for p in parameters if p.name not in names), *(by_name[name] for name in names))


def _parameter(parameter: inspect.Parameter, annotation: Any) -> Parameter:
    read = read_annotation(annotation)
    wire = read.mark(Wire)
    wire_name = wire.name if wire else camel(parameter.name)
    is_required = parameter.default is inspect.Parameter.empty
    return Parameter(
        name=parameter.name,
        wire_name=wire_name,
        shape=read.shape,
        is_required=is_required,
        default=None if is_required else parameter.default,
        is_listed=not read.has(Mark.UNLISTED),
        path="" if read.has(Mark.MESSAGE) else wire_name,
    )


class Registry:
    """All declared methods, and which of them an endpoint has."""

    def __init__(self, groups: Iterable[ModuleType]) -> None:
        self.methods: tuple[Method, ...] = tuple(
            declared
            for group in groups
            for value in vars(group).values()
            if inspect.isfunction(value) and value.__module__ == group.__name__
            for declared in value.__dict__.get("api_methods", ())
        )
        self.table = cache(self._table)

    def _table(self, endpoint: Endpoint) -> dict[str, Method]:
        """The endpoint's methods by lower-cased name; two of one name are a mistake in the declarations."""
        table: dict[str, Method] = {}
        for declared in self.methods:
            if declared.exists_at(endpoint) and table.setdefault(declared.name.lower(), declared) is not declared:
                raise ValueError(f"{declared.name} is declared twice for {endpoint.name}")
        return table

    def find(self, endpoint: Endpoint, name: str) -> Method:
        """The endpoint's method of this name, in any case, as PHP's servers match it; or ``UnknownMethod``."""
        found = self.table(endpoint).get(name.lower())
        if found is None:
            raise UnknownMethod(
                f"There is no method {name[:80]!r} at {endpoint.name}.",
                field="method",
                hint="rpc.discover or ?wsdl list the methods of this endpoint.",
            )
        return found
