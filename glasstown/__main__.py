"""The command line: `python -m glasstown play | run | migrate | verify-score FILE`."""

from __future__ import annotations

import argparse
import sys

from glasstown.start import REFUSED, CannotStart, check_whole, held
from glasstown.stopping import STOPPING

INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit status."""
    chosen = _parser().parse_args(arguments)
    try:
        if chosen.command == "verify-score":
            return _verify(chosen.file)
        _run(chosen.command)
    except CannotStart as refusal:
        sys.stderr.write(f"{refusal}\n")
        return REFUSED
    return 0


# Imported where they are used: the messenger's library alone takes seconds; --help, refusals and
# Ctrl-C must not.
def _verify(file: str) -> int:
    from glasstown.verify import verify_score

    status, told = verify_score(file)
    (sys.stderr if status else sys.stdout).write(f"{told}\n")
    return status


def _run(command: str) -> None:
    import asyncio
    import os

    import glasstown.models  # noqa: F401 — before all that imports the messenger's library
    from glasstown.logs import set_up_logs
    from glasstown.settings import load_settings

    settings = load_settings()
    set_up_logs("WARNING" if command == "play" else "INFO")
    os.umask(0o077)  # whatever is written from here on is its owner's alone
    with held(settings.folders(playing=command == "play")):
        check_whole(settings.database_file())
        if command == "migrate":
            from glasstown.run import prepare

            prepare(settings)
        elif command == "run":
            from glasstown.run import run

            asyncio.run(STOPPING.run(run(settings)))
        else:
            from glasstown.play import play

            asyncio.run(STOPPING.run(play(settings)))


def _parser() -> argparse.ArgumentParser:
    from glasstown.settings import settings_help

    parser = argparse.ArgumentParser(
        prog="glasstown",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=f"settings, from the environment:\n{settings_help()}",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("play", help="a town in the browser; needs no Telegram")
    commands.add_parser("run", help="a town on Telegram")
    commands.add_parser("migrate", help="bring the database to the newest schema")
    checker = commands.add_parser("verify-score", help="recompute a score that was taken away")
    checker.add_argument("file", metavar="FILE", help="the file that /score export gave")
    return parser


if __name__ == "__main__":
    STOPPING.stand(0 if sys.argv[1:2] in (["play"], ["run"]) else INTERRUPTED)
    sys.exit(main())
