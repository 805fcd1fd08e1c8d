"""Seats: who a newcomer becomes, joining after consent, leaving."""

from services.living.seats.newcomers import Character, Persona, PersonaSeed, free_character
from services.living.seats.service import (
    ARRIVALS_MAX,
    WELCOME_FEN,
    CameTooOften,
    CodeUnknown,
    Farewell,
    Invitation,
    SeatedElsewhere,
    SentAway,
    Welcome,
    WorkshopClosed,
    by_code,
    join,
    knock,
    leave,
    my_seat,
    send_away,
    settle,
)
from services.living.seats.terms import Terms, agree_anew, my_terms, owes_terms
