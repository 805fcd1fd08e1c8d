"""Buttons that stand for a command: "Wallet" is `/wallet`, a gate's is `/lift umbrella`.

Features do not know each other's callbacks; a button that leads from one to another names the
command, and the command's own room, with its own access, answers it. Owns no words.
"""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class Go(CallbackData, prefix="go"):
    """Do as if the person had typed this command: `Go(command="wallet")`."""

    command: str
