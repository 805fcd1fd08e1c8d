"""The face of scores, lists and courts."""
