"""What the platform owes a merchant for what was sold, month by month."""
