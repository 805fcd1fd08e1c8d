"""The messenger's models are built when first used, and then every one of them can be."""

from __future__ import annotations

import subprocess
import sys

WATCHED = """
import glasstown.models
from aiogram import types
from glasstown import play
from pydantic import TypeAdapter

models = [one for name in types.__all__ if hasattr(one := getattr(types, name), "model_rebuild")]
print(sum(model.__pydantic_complete__ for model in models))
TypeAdapter(tuple[tuple(models)])  # an annotation that cannot be resolved raises
message = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "Hello"}
print(types.Update.model_validate({"update_id": 1, "message": message}).message.text)
"""


def test_a_start_builds_none_of_them_and_each_can_be_built():
    done = subprocess.run(
        [sys.executable, "-c", WATCHED], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("0\nHello\n", "")
