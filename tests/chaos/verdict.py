"""What an invariant says when it is broken."""

from __future__ import annotations

from typing import NamedTuple


class Violation(NamedTuple):
    """One broken promise: the invariant's name (I1 to I12, or what else died) and the evidence."""

    invariant: str
    detail: str
