"""Subscriptions: born from orders, renewed, upgraded, ended."""
