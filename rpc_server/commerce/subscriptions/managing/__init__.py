"""What merchants change about subscriptions: switched on and off, moved, extended, handed over, corrected."""
