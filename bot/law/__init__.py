"""The face of the law."""
