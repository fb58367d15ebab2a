"""Renewals: what falls due by the calendar is charged once, retried when refused, and ends when it is not paid."""
