"""The control API: for tests and for the web chat."""
