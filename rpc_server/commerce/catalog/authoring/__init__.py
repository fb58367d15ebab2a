"""What a merchant writes into its catalogue: products, how they are priced, the options they have."""
