"""How a refusal is told: what happened, why, what to do. Pure."""

from __future__ import annotations

import re

from bot.arguments import AskAgain, AskWords, Go, Nevermind, meant
from bot.replies import Answer, Button, Keyboard, Message, Replies, Say, say
from bot.runtime.cause import Cause
from services.kernel.errors import NotAllowed, OwnTownBlank, RuleError, Usage
from services.kernel.typed import plain

# `law kin off in 3 days now`, by whoever may not make law: it can be moved.
MADE_AT_ONCE = re.compile(
    r"(?is)law\s+(?P<law>\S.*?)(?:\s*(?:poll|表决)\s*[0-9]+)?\s*(?:\bnow|\bat once|立即|立刻)\s*"
)


def refused(
    error: RuleError, *, button: bool, choices: Keyboard = (), asks: AskWords | None = None
) -> Replies:
    """The words for a refusal, as an alert under a button and a message elsewhere.

    What could be read in several ways is asked about, with `choices` of what was meant. Words that
    were no answer to what `asks` are waited for once more, and no third time. Whoever can undo it
    is shown how, and what a law would open can be moved: the key asks first.
    """
    text, undo = _words(error, is_asked=asks is not None), _undoing(error)
    if choices and isinstance(error, NotAllowed):
        return (Message(text, keyboard=choices),)
    if choices:
        return (Message(say("asked_about", refusal=text), keyboard=choices),)
    if asks is not None:
        return (_asked_once_more(text, asks, is_read=not isinstance(error, Usage)),)
    if undo or not button:
        return (Message(text, keyboard=undo),)
    return (Answer(text, alert=True),)


def _words(error: RuleError, *, is_asked: bool) -> Say:
    """What happened and why; the manual of a command only where nothing was asked."""
    if isinstance(error, Usage) and is_asked:
        return say("asked_unread")
    if isinstance(error, Usage):
        return say("refusal.usage", usage=say(f"usage.{error.fields['command']}"))
    fields = {name: told for name, told in error.fields.items() if name != "instead"}
    return say(f"refusal.{error.code}", **fields)


def _undoing(error: RuleError) -> Keyboard:
    """A key to what takes the reason of a refusal away, where something does."""
    if isinstance(error, OwnTownBlank):
        return ((Button(say("panel.panic_off"), Go(command="panic off")),),)
    if error.opened_by:
        law = error.opened_by.format(**error.fields)
        return ((Button(say("law.move_open"), Go(command=f"law {law}")),),)
    return ()


def _asked_once_more(refusal: Say, asks: AskWords, *, is_read: bool) -> Message:
    """What could not be read is asked again in full, with its example; never with the manual."""
    again = Button(say("asked_again"), AskWords(what=asks.what, about=asks.about))
    if isinstance(asks, AskAgain):
        return Message(say("asked_no_more", refusal=refusal), keyboard=((again,),))
    stop = Button(say("intentions.nevermind"), Nevermind())
    still = AskAgain(what=asks.what, about=asks.about)
    text = say("asked_still", refusal=refusal)
    if not is_read:
        question = say(f"intentions.ask_{asks.what}", name=asks.about)
        text = say("asked_unread_again", refusal=refusal, question=question)
    return Message(text, keyboard=((stop,),), asks=still)


def readings(error: RuleError, cause: Cause) -> Keyboard:
    """A button for each reading of a word of the command that was not clear: the word, perhaps with
    the title that it goes by.
    """
    name, _, words = cause.command.partition(" ")
    if isinstance(error, NotAllowed) and (moved := MADE_AT_ONCE.fullmatch(cause.command)):
        row = meant(say("law.move_it"), str(cause.update_id), f"motion {moved['law']}")
        return (row,) if row else ()
    typed = str(error.fields.get("typed", error.fields.get("name", "")))
    instead = error.fields.get("instead", ())
    if not (typed and isinstance(instead, tuple)):
        return ()
    unclear = re.compile(rf"(?<!\S)@?{re.escape(typed)}(?!\S)")
    words = words if unclear.search(words) else plain(words)
    found = unclear.search(words)
    if found is None:
        return ()
    before, after = f"{name} {words[: found.start()]}", words[found.end() :]
    at = "@" * found[0].startswith("@")
    asked = str(cause.update_id)
    titled = (one if isinstance(one, tuple) else (one, say("as_is", what=one)) for one in instead)
    rows = (meant(title, asked, f"{before}{at}{one}{after}") for one, title in titled)
    return tuple(row for row in rows if row)
