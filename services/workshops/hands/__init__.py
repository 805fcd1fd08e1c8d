"""Raised hands: asking whoever runs the town for help, also while it is blank."""

from services.workshops.hands.service import (
    Hand,
    HandChanged,
    HandRaised,
    HandSeen,
    HandState,
    HandTooLong,
    NoHandUp,
    NoSuchHand,
    Raised,
    answer,
    come,
    hand_by_id,
    let_go,
    lower,
    mine,
    raise_hand,
    up,
    waiting,
)
