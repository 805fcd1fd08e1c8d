"""An envelope whose shares were typed as an answer, asked about before the money goes out."""

from __future__ import annotations

from bot.arguments import Nevermind, meant
from bot.replies import Button, Message, Replies, say


def last_look(words: str, asked: str) -> Replies:
    """The same in the words that were typed, before the money goes out; `asked`: by which update.

    A long wish is cut to what a button carries.
    """
    amount, shares, *wish = words.split(maxsplit=2)
    line = f"red_envelope {amount} {shares} {wish[0] if wish else ''}".strip()
    while not (lay := meant(say("red_envelopes.lay_it"), asked, line)):
        line = line[:-1].rstrip()
    keys = (*lay, Button(say("intentions.nevermind"), Nevermind()))
    typed = line.split(maxsplit=3)[3:]
    text = say("red_envelopes.last_look", amount=amount, shares=int(shares), wish=" ".join(typed))
    return (Message(text, keyboard=(keys,)),)
