"""Money, tax, promotions and cross-sell: arithmetic only, pure functions over frozen values."""
