"""Who buys from a partner to sell on."""
