"""SOAP 1.1 in rpc style, as PHP's SoapServer speaks it.

    parser      bytes to an element tree, under limits
    multiref    ``href`` to the element it names
    values      elements to plain values, guided by a shape
    reader      a message: which operation, with which arguments
    writer      typed answers and errors to envelopes
    types       shapes to Spyne types
    application the methods of an endpoint as a Spyne application
    wsdl        the document it publishes
    service     operations with their codecs, compiled when needed
    endpoint    the WSGI callable

Spyne keeps the service definitions, the types, the method map and the WSDL; codecs compiled once per
shape read and write the messages.
"""

from rpc_server.wires.soap import spyne_compat as _spyne_compat

_spyne_compat.install()
