"""Partners, their price lists, and the invoices (proformas) that collect their orders."""
