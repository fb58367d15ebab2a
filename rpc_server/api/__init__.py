"""The published API as data: families and versions, methods, objects and errors."""
