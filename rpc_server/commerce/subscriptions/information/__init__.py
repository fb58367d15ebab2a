"""Fields of his own a merchant keeps with a subscription."""
