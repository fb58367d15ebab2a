"""Links that sign a customer in to his account pages, once."""
