"""Seats: who a newcomer becomes, joining after consent, leaving."""

from services.living.seats.errors import CodeUnknown, SeatedElsewhere, WorkshopClosed
from services.living.seats.personas import Character, Persona, PersonaSeed, me
from services.living.seats.service import (
    WELCOME_FEN,
    Farewell,
    Invitation,
    Welcome,
    join,
    knock,
    leave,
    my_seat,
    settle,
    stand_up,
)

__all__ = [
    "WELCOME_FEN",
    "Character",
    "CodeUnknown",
    "Farewell",
    "Invitation",
    "Persona",
    "PersonaSeed",
    "SeatedElsewhere",
    "Welcome",
    "WorkshopClosed",
    "join",
    "knock",
    "leave",
    "me",
    "my_seat",
    "settle",
    "stand_up",
]
