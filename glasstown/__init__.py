"""The composition root: the only place that knows every storey, and the command line."""
