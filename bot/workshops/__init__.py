"""The face of running a workshop."""
