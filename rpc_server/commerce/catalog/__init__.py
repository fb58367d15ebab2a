"""Products, pricing configurations, price options, tax rates."""
