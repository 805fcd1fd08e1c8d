"""Scores of the people of the town, computed from facts when somebody asks."""

from services.scores.service import Ranked, Standing, best, look, pay_score_document

__all__ = ["Ranked", "Standing", "best", "look", "pay_score_document"]
