"""The groups a merchant sorts its products into."""
