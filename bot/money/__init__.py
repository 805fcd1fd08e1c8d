"""The face of money."""
