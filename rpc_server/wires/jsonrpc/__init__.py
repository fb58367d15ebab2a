"""JSON-RPC 2.0 as clients of the hosted service send and read it."""
