"""Seats: who a newcomer becomes, joining after consent, leaving."""

from services.living.seats.personas import Character, Persona, PersonaSeed, me
from services.living.seats.service import (
    WELCOME_FEN,
    CodeUnknown,
    Farewell,
    Invitation,
    SeatedElsewhere,
    Welcome,
    WorkshopClosed,
    join,
    knock,
    leave,
    my_seat,
    settle,
    stand_up,
)
