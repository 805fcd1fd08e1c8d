"""Receives updates, runs each in one transaction, sends what the outbox holds (ADR-0002)."""
