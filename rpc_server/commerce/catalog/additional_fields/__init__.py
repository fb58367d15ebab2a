"""The questions a shop asks whoever orders: additional fields, and the products they are asked for."""
