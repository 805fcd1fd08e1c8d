"""Where the law lets a card go otherwise than its words tell, which are of the opaque town."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from services.law.switchboard import Law, Switch, Value
from services.workshops.scenarios.catalogue import Card, Effect

_TOLD: Mapping[Switch, Value] = {Switch.LISTING_SERVED: "on"}
_OPEN: Mapping[Switch, Value] = {Switch.LIST_SANCTIONS: "off"}
_OPEN_TO_CHILDREN = {**_OPEN, Switch.KIN: "off"}
# Whom these are about hears nothing, unless the law has listings served.
UNTOLD = frozenset({"child_listed", "rumour"})
# What an effect, or an effect that is given something, meets under which law.
TURNS: Mapping[str, Mapping[Switch, Value]] = {
    "judgment_served": _TOLD,
    "judgment_not_paid": _TOLD,
    "listed_unserved": _OPEN,  # the court serves nobody, whatever the law wants of it
    "parent_listed": {**_TOLD, **_OPEN_TO_CHILDREN},
    "child_listed": {Switch.MINORS_SPARED: "on", **_TOLD, **_OPEN},
    "rumour": {Switch.LEGAL_BASIS: "on", Switch.SECOND_SIGNATURE: "on", **_TOLD},
    "accuse": _TOLD,
    "wages": _TOLD,
    "publish_lists": {Switch.CALLER_NOTICE: "off", Switch.COMPANY_LISTS: "off"},
    "adviser": {Switch.CONFLICT_BAN: "on"},
    "report_wrongly:crossing_cameras": {Switch.CAMERA_BOARD: "off"},
    "invite:flight": _OPEN,
    "invite:school": _OPEN_TO_CHILDREN,
}


def turns(card: Card, law: Law) -> tuple[Switch, ...]:
    """The switches by which a card goes otherwise under a law, each once."""
    sets = {one.given["switch"] for one in card.effects if one.verb == "law"}
    met = (pair for one in card.effects for name in _names(one) for pair in _of(name))
    return tuple(
        dict.fromkeys(
            switch
            for switch, value in met
            if switch.value not in sets and law.value(switch) == value
        )
    )


def _names(effect: Effect) -> Iterator[str]:
    yield effect.verb
    for given in effect.given.values():
        for one in given if isinstance(given, tuple) else (given,):
            yield f"{effect.verb}:{one}"


def _of(name: str) -> Iterator[tuple[Switch, Value]]:
    yield from TURNS.get(name, {}).items()
