"""Guesses about people, from habits that stand for something else; and how often they are wrong."""

from services.living.proxies.catalogue import Catalogue, Proxy, catalogue
from services.living.proxies.errors import GuessesHidden
from services.living.proxies.lives import draw_traits, has_trait
from services.living.proxies.queries import Audit, Guess, Tally, audit, my_guesses
from services.living.proxies.service import INFER, Night, drop_all, infer, night, start_nights

__all__ = [
    "INFER",
    "Audit",
    "Catalogue",
    "Guess",
    "GuessesHidden",
    "Night",
    "Proxy",
    "Tally",
    "audit",
    "catalogue",
    "draw_traits",
    "drop_all",
    "has_trait",
    "infer",
    "my_guesses",
    "night",
    "start_nights",
]
