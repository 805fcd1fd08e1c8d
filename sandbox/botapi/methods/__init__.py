"""The methods of the Bot API, a module per family."""
