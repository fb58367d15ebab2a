"""How an invoice looks on paper."""
