"""`python -m sandbox`: serve until interrupted."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from sandbox.messenger.errors import StartError
from sandbox.server import Sandbox
from sandbox.settings import DEFAULT_TOKEN, SandboxSettings


def _settings(arguments: list[str]) -> SandboxSettings:
    parser = argparse.ArgumentParser(prog="sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8081, help="0 takes a free one")
    parser.add_argument("--token", default=DEFAULT_TOKEN, help="the first bot's token")
    parser.add_argument("--bot-name", default="Sandbox Bot")
    parser.add_argument("--bot-username", default="sandbox_bot")
    parser.add_argument("--seed", type=int, default=0, help="seed of faults and ids")
    parser.add_argument("--state", type=Path, help="keep what people see in this file")
    parser.add_argument("--limits", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--strict", action="store_true", help="refuse unknown parameters")
    chosen = parser.parse_args(arguments)
    try:
        return SandboxSettings(**vars(chosen))
    except ValueError as error:
        parser.error(str(error))


async def _serve(settings: SandboxSettings) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    sandbox = Sandbox(settings)
    try:
        await sandbox.start()
    except StartError as error:
        sys.stderr.write(f"sandbox: {error}\n")
        sys.exit(2)
    sys.stdout.write(f"sandbox on {sandbox.url} (token {settings.token})\n")
    sys.stdout.flush()
    await stopped.wait()
    await sandbox.stop()


def main() -> None:
    """Start from the command line."""
    asyncio.run(_serve(_settings(sys.argv[1:])))


if __name__ == "__main__":
    main()
