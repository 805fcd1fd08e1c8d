"""The last ear: words that nobody took, and commands that nobody knows. Parses; changes nothing."""

from __future__ import annotations

from typing import Any

from aiogram import F, Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.types import Message
from rapidfuzz import fuzz

from bot.acts import Access, Act, GuardedRouter, act, as_typed
from bot.arguments import AskWords, Nevermind
from bot.features import Feature
from bot.intentions import views
from bot.intentions.desk import is_desk_word, read_desk
from bot.intentions.reading import Intention, Offer, for_strangers, only_offered, read
from bot.intentions.views import Understood
from bot.replies import say
from services.kernel.errors import NotInTown, NoWorkshop, RuleError
from services.kernel.town import Town, UnitOfWork
from services.people.identity import facilitator_town, neighbours, participant_town
from services.social.calls import NotYetHeard

ALIKE = 70  # of 100
router = GuardedRouter("intentions", access=Access.ANYONE)


def is_unheard(_: Message, *, unheard: RuleError | bool = False) -> bool:
    """Whether all others were asked before."""
    return bool(unheard)


@router.message(is_unheard, F.text.startswith("/"), F.chat.type == ChatType.PRIVATE)
async def command(message: Message, event_router: Router, **data: Any) -> Any:  # noqa: ANN401 - whatever the command's room answers
    """A command that nobody knows: the nearest, done at once where it is bare, else offered."""
    name, _, words = (message.text or "")[1:].partition(" ")
    root = list(event_router.chain_head)[-1]
    likeness = {known: fuzz.ratio(name, known) for known in _commands(root)}
    near = sorted((k for k, like in likeness.items() if like >= ALIKE), key=lambda k: -likeness[k])
    if not near:
        return await plain(message, event_router, **data)
    if not words and (len(near) == 1 or likeness[near[0]] > likeness[near[1]]):
        return await as_typed(near[0], message, root, data)
    offers = tuple(
        Offer(f"{one} {words}".strip(), say("as_is", what=f"/{one} {words}".strip()))
        for one in near[:3]
    )
    asked = str(data["event_update"].update_id)
    return act(_nothing).show(lambda _: views.offered(offers, asked)).also_paused()


@router.message(is_unheard, F.text, F.chat.type == ChatType.PRIVATE)
async def plain(message: Message, event_router: Router, **data: Any) -> Any:  # noqa: ANN401 - whatever the command's room answers
    """Words: what only shows something is done, all else is offered to whoever lives here."""
    text = (message.text or "").removeprefix("/")
    root = list(event_router.chain_head)[-1]
    intention = read(text)
    if intention is not None and intention.does and not is_desk_word(text):
        answer = await as_typed(intention.does, message, root, data)
        if answer is not UNHANDLED:
            return answer
    is_command, why = (message.text or "").startswith("/"), data["unheard"]
    meant = act(understand, text, why=why, is_command=is_command)
    return meant.show(views.understood).also_paused()


def understand(
    uow: UnitOfWork, text: str, *, why: RuleError | bool, is_command: bool
) -> Understood:
    """What words may mean in the visitor's town; on the phone those without a meaning are told
    why nobody hears them yet. Raises that, and `NotInTown`, but not for a command.
    """
    asked = uow.key.rpartition(":")[2]
    try:
        town = participant_town(uow)
    except NotInTown as nowhere:
        return _of_a_stranger(uow, text, nowhere, asked=asked, is_command=is_command)
    me = town.actor.participant_id
    names = [one.name for one in neighbours(town) if one.participant_id != me]
    runs = _run_town(uow)
    meant = None if isinstance(runs, RuleError) else _at_desk(runs, text, lives_here=True)
    intention = meant or only_offered(read(text, names))
    if intention is None and isinstance(why, NotYetHeard):
        raise why
    return Understood(intention, asked, is_command)


def _of_a_stranger(
    uow: UnitOfWork, text: str, nowhere: NotInTown, *, asked: str, is_command: bool
) -> Understood:
    """Whoever lives in no town may run one."""
    runs = _run_town(uow)
    meant = None if isinstance(runs, RuleError) else _at_desk(runs, text, lives_here=False)
    intention = meant or for_strangers(text)
    if is_command or (intention is not None and meant is None):
        return Understood(intention, asked, is_command)
    if isinstance(runs, RuleError):
        raise nowhere if isinstance(runs, NoWorkshop) else runs
    return Understood(meant, asked, is_command, runs=runs.workshop.title, words=text)


def _run_town(uow: UnitOfWork) -> Town | RuleError:
    """The town that the visitor runs, or why there is none to be seen."""
    try:
        return facilitator_town(uow)
    except RuleError as refusal:
        return refusal


def _at_desk(town: Town, text: str, *, lives_here: bool) -> Intention | None:
    names = [one.name for one in neighbours(town) if not one.is_resident]
    return read_desk(text, names, lives_here=lives_here)


def _nothing(_: UnitOfWork) -> None:
    """Nothing is done."""


def _commands(root: Router) -> set[str]:
    """What anybody may type."""
    return {
        str(one)
        for router in root.sub_routers
        if isinstance(router, GuardedRouter)
        and router.access in {Access.ANYONE, Access.AT_HOME, Access.PARTICIPANT}
        for handler in router.message.handlers
        for condition in handler.filters or ()
        if isinstance(condition.callback, Command)
        for one in condition.callback.commands
    }


def _called_off(_: UnitOfWork) -> bool:
    """Something was done: whoever was asked is not asked any more."""
    return True


def _asks(words: AskWords) -> Act:
    return act(_nothing).show(lambda _: views.asked(words)).also_paused(reads=False)


router.button(AskWords, _asks)
router.always("nevermind", act(_called_off).show(views.nevermind).also_paused(reads=False))
router.button(Nevermind, lambda _: act(_nothing).show(views.nevermind).also_paused(reads=False))

FEATURE = Feature(name="intentions", routers=(router,))
