"""The law of the town, as it is in force."""
