"""The tests: they mirror the package, beside journeys through the whole server."""
