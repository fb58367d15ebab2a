"""Upsell campaigns: products offered in place of those in the cart."""
