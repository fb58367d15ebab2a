"""Promotions: discounts opened by coupons or given to everyone, their limits, and how often they were used."""
