"""Every table of the house, for comparing the schema's history with the code.

Owns nothing. Only autogenerate and the tests import it: migrating itself needs no models.
"""

from __future__ import annotations

import bot.runtime.tables  # noqa: F401 - imported for the tables they register
import services.modules  # noqa: F401
from services.kernel.schema import metadata

__all__ = ["metadata"]
