"""Products, pricing configurations, price options, tax rates, promotions and campaigns."""
