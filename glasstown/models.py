"""The messenger's models, built when first used: building all of them costs seconds of each start.

aiogram builds its models at once, because they name one another in annotations that their own
modules do not import. Here those names are put where pydantic looks for them, and each model is
built by its first use. To be imported before aiogram.
"""

from __future__ import annotations

import sys
from unittest.mock import patch

from pydantic import BaseModel

with (
    patch.object(BaseModel, "model_rebuild"),
    patch.dict(BaseModel.model_config, defer_build=True),
):
    from aiogram import types

for _name in types.__all__:
    _names = vars(sys.modules[getattr(types, _name).__module__])
    for _other in types.__all__:
        _names.setdefault(_other, getattr(types, _other))
