"""Stock keeping units: the codes under which a merchant's own systems know each way a product is sold."""
