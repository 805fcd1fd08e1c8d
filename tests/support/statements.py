"""The SQL that leaves for the driver, by the ordinary way and by prepared statements."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event

from services.kernel import prepared


@contextmanager
def watched(engine: Engine) -> Iterator[list[str]]:
    """The statements executed in the block, in order."""
    seen: list[str] = []
    ordinary = prepared._Compiled.execute

    def listen(_conn, _cursor, statement, *_rest):
        seen.append(statement)

    def execute(self, conn, values):
        seen.append(self._sql)
        return ordinary(self, conn, values)

    event.listen(engine, "before_cursor_execute", listen)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(prepared._Compiled, "execute", execute)
            yield seen
    finally:
        event.remove(engine, "before_cursor_execute", listen)
