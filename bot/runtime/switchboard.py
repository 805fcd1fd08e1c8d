"""Leads a pressed button straight to the routers that know its kind.

aiogram asks every router in turn; with dozens of routers that costs more than the tap itself. The
kinds are read off the routers' own filters: nothing is listed twice, every filter still decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from aiogram import Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.filters.callback_data import CallbackQueryFilter
from aiogram.types import CallbackQuery
from typing_extensions import override

if TYPE_CHECKING:
    from aiogram.types import TelegramObject

    from bot.acts import GuardedRouter


class Switchboard(Router):
    """Stands before the routers; what it does not know goes the ordinary way."""

    def __init__(self, routers: Iterable[GuardedRouter]) -> None:
        super().__init__(name="switchboard")
        self._rooms: dict[str, list[GuardedRouter]] = {}
        for router in routers:
            for prefix in dict.fromkeys(_prefixes(router)):
                self._rooms.setdefault(prefix, []).append(router)

    @override
    async def propagate_event(self, update_type: str, event: TelegramObject, **kwargs: Any) -> Any:
        """Ask the routers of the button's kind, in their order."""
        if not isinstance(event, CallbackQuery) or update_type != "callback_query":
            return UNHANDLED
        prefix = (event.data or "").partition(":")[0]
        for router in self._rooms.get(prefix, ()):
            answer = await router.propagate_event(update_type, event, **kwargs)
            if answer is not UNHANDLED:
                return answer
        return UNHANDLED


def _prefixes(router: GuardedRouter) -> Iterable[str]:
    for handler in router.callback_query.handlers:
        for condition in handler.filters or ():
            if isinstance(condition.callback, CallbackQueryFilter):
                yield condition.callback.callback_data.__prefix__
