"""Invoices: made out from an order, numbered without gaps, kept as they were sent, printed on demand."""
