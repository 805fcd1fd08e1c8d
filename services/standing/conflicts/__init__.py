"""Conflicts of interest: who owns, runs, sits, sells and is paid, and what must not be together."""

from services.standing.conflicts.service import Conflict, Edge, Kind, Node, Radar, catalogue, radar
