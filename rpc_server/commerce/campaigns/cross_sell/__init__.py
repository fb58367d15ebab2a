"""Cross-sell campaigns: products that are cheaper beside the products they are recommended for."""
