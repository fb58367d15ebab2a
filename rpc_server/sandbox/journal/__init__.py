"""The request journal: what clients of sandbox accounts sent and were answered, with every secret masked."""
