"""What stands above the engine to make it a sandbox: known data, and what puts it there."""
