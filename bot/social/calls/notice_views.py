"""How a notice looks: before a call, before first words, and how often it was heard."""

from __future__ import annotations

from dataclasses import replace

from aiogram.filters.callback_data import CallbackData

from bot.arguments import Chat, RowId, screen
from bot.replies import Answer, Button, Message, RemoveButtons, Replies, Say, To, say
from bot.social.calls.group_views import clip_of
from bot.social.calls.views import out_card
from services.social import calls, notices
from services.social.messaging import talk_with


class KeepSilent(CallbackData, prefix="cs"):
    """Leave unsaid what one was about to write to a listed person."""

    play_id: RowId


LINES_SHOWN = 30


def announced(event: calls.CallAnnounced) -> Replies:
    """The notice, and under it the choice; nothing rings."""
    call = event.call
    caller, talk = To(call.caller), talk_with(call.callee)
    notice = Message(
        _said(event.notice, "calls.notice"), to=caller, clip=clip_of(event.notice.wording)
    )
    return (notice, replace(out_card(call), to=caller, talk=talk, in_turn=True))


def before_words(event: notices.NoticeBeforeWords) -> Replies:
    """Nothing has gone yet: the words are kept nowhere, so they have to be written again."""
    text = (_said(event.notice, "notices.before_words"), say("notices.again", name=event.to_name))
    anyway = Button(say("notices.write_anyway"), Chat(who=event.to))
    leave = Button(say("notices.keep_silent"), KeepSilent(play_id=event.play_id))
    keyboard = ((anyway, leave),)
    return (Message(say("as_is", what=text), to=To(event.writer), keyboard=keyboard),)


def kept_silent(_: None) -> Replies:
    return (Answer(say("notices.kept_silent")), RemoveButtons())


def own(found: notices.OwnLine) -> Replies:
    """What the one concerned may know; numbers only where the law has reasons given."""
    line = found.line
    if line is None:
        return (screen(say("notices.never")),)
    parts = [say("notices.stands" if line.stands else "notices.gone")]
    if found.is_counted:
        if found.notice is not None:
            parts.append(_said(found.notice, "calls.notice"))
        parts.append(say("notices.counts", **_counts(line)))
    else:
        parts.append(say("notices.not_counted"))
    parts += [
        say(f"notices.play_{one.choice or 'open'}", at=one.at, way=say(f"notices.way_{one.way}"))
        for one in found.plays
    ]
    return (screen(say("as_is", what=tuple(parts))),)


def lines(found: list[notices.Line]) -> Replies:
    """Every line that ever had a notice, to whoever runs the town."""
    if not found:
        return (screen(say("notices.no_lines")),)
    rows = tuple(
        say("notices.line" if one.stands else "notices.line_gone", name=one.name, **_counts(one))
        for one in found[:LINES_SHOWN]
    )
    return (screen(say("notices.lines", lines=rows, evidence=say("provenance.local_pilot"))),)


def _counts(line: notices.Line) -> dict[str, object]:
    counts = {"plays": line.plays, "hung_up": line.hung_up, "anyway": line.anyway}
    return {"since": line.since, **counts}


def _said(notice: notices.Notice, head: str) -> Say:
    """As much as the law has it say, and on what evidence such notices are known."""
    parts = [say(head)]
    if notice.case:
        parts.append(say("notices.case", case=notice.case))
    if notice.owed is not None:
        parts.append(say("notices.owed", owed=notice.owed))
    return say("as_is", what=(*parts, say("evidence_line", how=say("provenance.local_pilot"))))
