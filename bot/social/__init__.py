"""The face of what people say to each other."""
