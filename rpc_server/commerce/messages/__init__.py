"""Messages merchants post to the platform: refunds (IRN), deliveries (IDN), and the export of orders (ISE)."""
