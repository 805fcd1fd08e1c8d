"""Laws to ask the synthetic town about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.law import switchboard
from services.law.switchboard import Value

Law = Mapping[str, Value]


def law_with(changes: Sequence[str]) -> Law:
    """The law as it is from the start, with `switch=value` changed.

    Raises `UnknownSwitch`, `UnknownValue`.
    """
    said = {switch.value: setting.default for switch, setting in switchboard.catalogue().items()}
    by_name = {switch.value: one for switch, one in switchboard.catalogue().items()}
    for change in changes:
        name, _, typed = change.partition("=")
        name = name.strip().lower()
        if name not in by_name:
            raise switchboard.UnknownSwitch(typed=name[:40], known=", ".join(by_name))
        said[name] = switchboard.read_value(by_name[name], typed)
    return said
