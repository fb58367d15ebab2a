"""Renewing subscriptions a partner sold, on its credit."""
