"""What makes a buyer buy more: promotions, cross-sell campaigns, upsell campaigns."""
