"""One module a noun: the types of its sections in a file of known data, and their loaders."""
