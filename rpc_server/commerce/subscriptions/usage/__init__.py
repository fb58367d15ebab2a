"""What customers used beside what they paid for in advance: reported, rated, billed with the next renewal."""
