"""The engine: one package per business noun. Knows no XML, no JSON, no HTTP and no API object."""
