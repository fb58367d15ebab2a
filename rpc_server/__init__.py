"""A server that speaks the legacy 2Checkout / Avangate order APIs over SOAP and JSON-RPC."""

__version__ = "0.1.0"
