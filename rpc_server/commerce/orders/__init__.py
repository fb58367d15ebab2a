"""Orders: from a cart through placing and payment to the end of their life."""
