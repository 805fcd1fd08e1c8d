"""Money: the books, payments, envelopes."""
