"""Which rules the law of the town lets count.

Owns the reading of switches. A switch that the law does not mention is on: nothing is outlawed by
silence.
"""

from __future__ import annotations

from collections.abc import Mapping

Law = Mapping[str, str | bool]
"""Switch name to its value: on/off as words or truth values."""

_VALUES = {"on": True, "off": False, True: True, False: False}


class BadLaw(ValueError):
    """A switch holds something that is neither on nor off."""


def allowed(switch: str | None, law: Law) -> bool:
    """Whether what hangs on this switch counts. Raises `BadLaw`."""
    if switch is None or switch not in law:
        return True
    value = law[switch]
    if value not in _VALUES:
        raise BadLaw(f"the switch {switch} is {value!r}: it must be on or off")
    return _VALUES[value]
