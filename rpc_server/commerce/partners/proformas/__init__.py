"""Partner invoices: collected from approved orders, shown, paid."""
