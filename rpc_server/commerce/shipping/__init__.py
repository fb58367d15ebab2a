"""What it costs to send tangible products."""
