"""The command line: `python -m glasstown play | run | migrate | verify-score FILE`."""

from __future__ import annotations

import argparse
import asyncio
import sys

from pydantic import ValidationError

from glasstown.logs import set_up_logs
from glasstown.settings import Settings, explain, settings_help
from glasstown.verify import verify_score


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit status."""
    chosen = _parser().parse_args(arguments)
    if chosen.command == "verify-score":
        status, told = verify_score(chosen.file)
        (sys.stderr if status else sys.stdout).write(f"{told}\n")
        return status
    try:
        settings = Settings()
    except ValidationError as error:
        sys.stderr.write("Not started: a setting is wrong.\n")
        sys.stderr.writelines(f"  {line}\n" for line in explain(error))
        return 2
    set_up_logs("WARNING" if chosen.command == "play" else "INFO")
    return _run(chosen.command, settings)


def _run(command: str, settings: Settings) -> int:
    # Imported here: the messenger's library alone takes seconds; --help and refusals must not.
    if command == "migrate":
        from glasstown.run import prepare

        prepare(settings)
    elif command == "run":
        from glasstown.run import run

        asyncio.run(run(settings))
    else:
        from glasstown.play import play

        asyncio.run(play(settings))
    return 0


def _parser() -> argparse.ArgumentParser:
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
    sys.exit(main())
