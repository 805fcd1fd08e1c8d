"""The schema from the command line.

python -m migrations URL               bring a database up to date
python -m migrations new "add things"  start a migration from what the models have and it has not

Owns the words of the command line; the work is in `migrations` itself.
"""

from __future__ import annotations

import importlib
import sys
from tempfile import TemporaryDirectory

from alembic import command

from migrations import config, migrate


def main(arguments: list[str]) -> int:
    """Do what the arguments say; 2 when they say nothing we know."""
    match arguments:
        case ["new", words]:
            _start(words)
        case [url] if "://" in url:
            migrate(url)
        case _:
            sys.stderr.write(f"{__doc__}\n")
            return 2
    return 0


def _start(words: str) -> None:
    importlib.import_module("migrations.models")  # what the history is compared with
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/town.db"
        migrate(url)
        command.revision(config(url), words, autogenerate=True, rev_id="_".join(words.split()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
