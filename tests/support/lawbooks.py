"""The law's files to change, among the seeds as they are shipped."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

from services.kernel.seeds import SEEDS


def copied(folder: Path) -> Path:
    """A folder of seeds of which only the law is a copy. Make it the seeds' and change it."""
    folder.mkdir(exist_ok=True)
    for one in SEEDS.iterdir():
        if one.name != "law":
            (folder / one.name).symlink_to(one)
    copytree(SEEDS / "law", folder / "law")
    return folder
