"""People to people: messages, calls, friends, families."""
