"""`python -m migrations URL` brings a database up to date; `… URL new "add things"` starts a file.

Owns the command line of the schema's history; the work is in `migrations` itself.
"""

from __future__ import annotations

import importlib
import sys

from alembic import command

from migrations import config, migrate


def main(arguments: list[str]) -> int:
    """Do what the arguments say; 2 when they say nothing we know."""
    match arguments:
        case [url]:
            migrate(url)
        case [url, "new", words]:
            importlib.import_module("migrations.models")  # what autogenerate compares with
            migrate(url)
            command.revision(config(url), words, autogenerate=True, rev_id=words.replace(" ", "_"))
        case _:
            sys.stderr.write(f"{__doc__}\n")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
