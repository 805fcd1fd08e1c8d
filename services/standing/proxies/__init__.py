"""Guesses about people, from habits that stand for something else; and how often they are wrong."""

from services.standing.proxies.catalogue import catalogue
from services.standing.proxies.queries import Audit, Guess, GuessesHidden, Tally, audit, my_guesses
from services.standing.proxies.service import (
    INFER,
    Night,
    deny,
    has_trait,
    infer,
    night,
    standing_guesses,
    start_nights,
)
