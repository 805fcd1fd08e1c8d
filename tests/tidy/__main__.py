"""`python -m tests.tidy [FILE …]`: the tidy rules from the command line, for the commit hook."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.tidy.report import breaches, unallowed, whole_project
from tests.tidy.source import project_files, read


def main(names: list[str]) -> int:
    """Print what is wrong with the named files, or with everything; 1 when something is."""
    sources = read([Path(name).absolute() for name in names] or project_files())
    found = unallowed(sources, breaches(sources)) if names else whole_project(sources)
    sys.stdout.writelines(f"{finding.shown()}\n" for finding in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
