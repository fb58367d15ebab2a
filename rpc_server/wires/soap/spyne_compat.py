"""Makes Spyne 2.14 importable on Python 3.12 and later, and quiet on all.

Spyne's copy of ``six`` finds its ``six.moves`` modules through a kind of importer that Python 3.12 no longer
asks and Python 3.11 warns of at every later import; here they are registered by name before Spyne asks
(arskom/spyne issues 700 and 705), and the importer is taken away.
"""

import collections.abc
import http.cookies
import logging
import sys
import urllib.error
import urllib.parse
import urllib.request
import warnings

_MOVES = {
    "collections_abc": collections.abc,
    "http_cookies": http.cookies,
    "urllib.error": urllib.error,
    "urllib.parse": urllib.parse,
    "urllib.request": urllib.request,
}


def install() -> None:
    """Import Spyne so that every later ``from spyne ...`` works; harmless when repeated."""
    for name, module in _MOVES.items():
        sys.modules.setdefault(f"spyne.util.six.moves.{name}", module)
    logging.getLogger("spyne").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import spyne.interface.wsdl
        import spyne.protocol.xml  # noqa: F401
    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "spyne.util.six"]
