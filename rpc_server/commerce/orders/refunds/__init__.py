"""Money given back: asked for, agreed to, and moved once."""
