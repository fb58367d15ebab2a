"""Payment attempts, the card vault, and the payment methods orders can be paid with."""
