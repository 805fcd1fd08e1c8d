"""Places: fixed, live, and with a name and an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.botapi.methods.access import chat_to_write
from sandbox.botapi.methods.edits import change, editable
from sandbox.botapi.methods.sending import post_answer
from sandbox.messenger.errors import bad_request
from sandbox.messenger.shapes import Json, compact

if TYPE_CHECKING:
    from aiogram.methods import (
        EditMessageLiveLocation,
        SendLocation,
        SendVenue,
        StopMessageLiveLocation,
    )

    from sandbox.botapi.methods.access import Call
    from sandbox.messenger.people import Message

_FOR_EVER = 2**31 - 1
_PERIOD_S = range(60, 86_401)
_HEADINGS = range(1, 361)
_RADII_M = range(1, 100_001)
_LATITUDE, _LONGITUDE, _ACCURACY_M = 90, 180, 1500
_VENUE = (
    "title",
    "address",
    "foursquare_id",
    "foursquare_type",
    "google_place_id",
    "google_place_type",
)
_LIVE = ("live_period", "heading", "proximity_alert_radius")


def send_location(call: Call, method: SendLocation) -> Json:
    """A point, or with a period one that may move."""
    place = _place(method)
    if method.live_period:
        place |= _live(method)
    chat = chat_to_write(call, method.chat_id)
    return post_answer(call, chat, {"location": place}, method).body


def send_venue(call: Call, method: SendVenue) -> Json:
    """A point with a name."""
    place = _place(method)
    venue: Json = {"location": place}
    venue |= {name: value for name in _VENUE if (value := getattr(method, name))}
    chat = chat_to_write(call, method.chat_id)
    return post_answer(call, chat, {"venue": venue, "location": place}, method).body


def edit_message_live_location(call: Call, method: EditMessageLiveLocation) -> Json:
    """Move a point that is still live."""
    chat, message = editable(call, method.chat_id, method.message_id)
    former = _live_location(call, message)
    period = method.live_period or former["live_period"]
    moved = method.model_copy(update={"live_period": period})
    place = _place(moved) | _live(moved)
    return change(call, chat, message, {"location": place}, method.reply_markup)


def stop_message_live_location(call: Call, method: StopMessageLiveLocation) -> Json:
    """It stays where it is."""
    chat, message = editable(call, method.chat_id, method.message_id)
    former = _live_location(call, message)
    place = {name: value for name, value in former.items() if name not in _LIVE}
    return change(call, chat, message, {"location": place}, method.reply_markup)


def _live_location(call: Call, message: Message) -> Json:
    place: Json = message.body.get("location", {})
    period = place.get("live_period", 0)
    ended = period != _FOR_EVER and message.body["date"] + period <= call.world.clock.now()
    if ended:
        raise bad_request("message can't be edited")
    return place


def _place(method: SendLocation | SendVenue | EditMessageLiveLocation) -> Json:
    if abs(method.latitude) > _LATITUDE or abs(method.longitude) > _LONGITUDE:
        raise bad_request("wrong location specified")
    accuracy = min(max(getattr(method, "horizontal_accuracy", None) or 0, 0), _ACCURACY_M)
    return compact(
        latitude=method.latitude,
        longitude=method.longitude,
        horizontal_accuracy=accuracy or None,
    )


def _live(method: SendLocation | EditMessageLiveLocation) -> Json:
    period = method.live_period or 0
    if period != _FOR_EVER and period not in _PERIOD_S:
        raise bad_request("wrong live location period specified")
    if method.heading and method.heading not in _HEADINGS:
        raise bad_request("wrong live location heading specified")
    radius = method.proximity_alert_radius
    if radius and radius not in _RADII_M:
        raise bad_request("wrong live location proximity alert radius specified")
    return compact(
        live_period=period,
        heading=method.heading or None,
        proximity_alert_radius=radius or None,
    )
