"""The face of daily life in town."""
