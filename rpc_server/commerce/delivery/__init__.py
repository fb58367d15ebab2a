"""Delivering what was bought: licence keys made and signed here, or codes from lists the merchant loads."""
