"""The control API under ``/sandbox/``: how a test suite moves the clock, fills, resets and looks into the sandbox."""

from rpc_server.wires.control.endpoint import ControlEndpoint
from rpc_server.wires.control.openapi import open_api
from rpc_server.wires.control.resource import ROOT
from rpc_server.wires.control.resources import RESOURCES

__all__ = ["RESOURCES", "ROOT", "ControlEndpoint", "open_api"]
