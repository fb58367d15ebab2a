"""The dialects: one package each, from bytes to a request and from an answer or error to bytes."""
