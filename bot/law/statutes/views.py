"""How statutes look. Pure: results and events in, replies out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.arguments import Go, screen
from bot.law.statutes.buttons import AskStatute, PassStatute, ReadStatute
from bot.replies import (
    Answer,
    Button,
    Keyboard,
    News,
    Replies,
    Say,
    Text,
    grid,
    say,
)
from services.kernel.time import Moment
from services.law import statutes
from services.law.statutes import AT_ONCE, Deed, Draft, Passed, Provision, Span, State, Statute
from services.law.switchboard import Enactment, LawEnacted, Value

IN_A_ROW = 2
CHANGES_SHOWN = 12
SPANS_SHOWN = 20
ALL, SETS, PAST = Go(command="statutes"), Go(command="statutes presets"), Go(command="law history")


def page(found: statutes.Statutes) -> Replies:
    """What is in force in plain words; a button for each statute."""
    here = [one for one in found.states if one.now is not None]
    coming = [one for one in found.states if one.coming is not None]
    lines = [say("statutes.in_force", title=_t(one), words=one.statute.words) for one in here]
    lines += [
        say("statutes.comes", title=_t(one), at=Moment(one.coming.since))
        for one in coming
        if one.coming is not None
    ]
    if found.preset is not None:
        first = say("statutes.is_preset", title=found.preset.title)
    else:
        key = "statutes.is_mixed" if here else "statutes.is_papers"
        first = say(key, count=len(here))
    text = say("statutes.page", first=first, lines=tuple(lines) or (say("statutes.none"),))
    buttons = [_button(one) for one in found.states]
    last = [Button(say("statutes.history_button"), PAST), Button(say("statutes.switches"), _LAW)]
    sets = ((Button(say("statutes.sets_button"), SETS),),) if found.may_set else ()
    return (screen(text, (*grid(buttons, IN_A_ROW), *sets, tuple(last))),)


def sets(found: statutes.Statutes) -> Replies:
    """The sets that can be the whole law, and what each is."""
    lines = tuple(
        say("statutes.set", title=one.title, words=one.words, mark=_mark(one == found.preset))
        for one in found.presets
    )
    buttons = [
        Button(one.title, _ask(Deed.PRESET, one.preset_id, found.workshop_id))
        for one in found.presets
        if found.may_set
    ]
    return (screen(say("statutes.sets", lines=lines), grid(buttons, IN_A_ROW), back=ALL),)


def card(found: statutes.StatutePage) -> Replies:
    """One statute in full; who may set it finds what can be done with it."""
    state, one = found.state, found.state.statute
    text = say(
        "statutes.card",
        title=one.title,
        version=one.version,
        words=one.words,
        state=_state(state),
        provisions=tuple(_provision(p, state) for p in one.provisions.values()),
        changes=one.changes,
        costs=one.costs,
        remedy=_remedy(one),
        provenance=say(f"provenance.{one.provenance}"),
        source=one.source.title,
        address=one.source.address,
    )
    deeds = []
    if found.may_set and (state.now is None or state.set_aside):
        deeds.append(
            Button(say("statutes.enact"), _ask(Deed.ENACT, one.statute_id, found.workshop_id))
        )
    if found.may_set and (state.now is not None or state.coming is not None):
        deeds.append(
            Button(say("statutes.repeal"), _ask(Deed.REPEAL, one.statute_id, found.workshop_id))
        )
    if not found.may_set:
        ends = state.now is not None or state.coming is not None
        deed = Deed.REPEAL if ends else Deed.ENACT
        deeds.append(Button(say("law.move_it"), Go(command=f"law {deed} {one.statute_id}")))
    return (screen(text, (tuple(deeds),) if deeds else (), back=ALL),)


def draft(found: Draft) -> Replies:
    """What is about to be passed, as a question: what changes, the price, the evidence."""
    if not found.is_new:
        return (screen(say("statutes.stood_already", title=found.title), back=_behind(found)),)
    costs = tuple(say("statutes.cost", title=one.title, costs=one.costs) for one in found.comes)
    evidence = tuple(_evidence(one) for one in found.comes)
    parts = [
        say(f"statutes.ask_{found.deed}", title=found.title, since=_since(found.at)),
        say("statutes.part_changes", lines=_changes(found.changes)),
    ]
    if found.undoes:
        parts.append(say("statutes.part_undoes", lines=tuple(map(_undone, found.undoes))))
    if found.goes:
        parts.append(say("statutes.part_ends", lines=tuple(map(_named, found.goes))))
    if found.comes:
        parts.append(say("statutes.part_costs", lines=costs))
        parts.append(say("statutes.part_evidence", lines=evidence))
    then = "statutes.needs_vote" if found.motion else f"statutes.then_{found.deed}"
    then = then if found.may_set else "statutes.not_yours"
    parts.append(say(then, motion=_moved(found)))
    text = say("as_is", what=tuple(parts))
    return (screen(text, _choices(found), back=_behind(found)),)


def passed(done: Draft) -> Replies:
    """What the lawgiver is told, in the place of the question."""
    if not done.is_new:
        return (Answer(say("statutes.stood_already", title=done.title)),)
    text = say(f"statutes.done_{done.deed}", title=done.title, since=_since(done.at))
    return (screen(text, ((Button(say("statutes.history_button"), PAST),),), back=ALL),)


def announced(_: statutes.StatutesPassed) -> Replies:
    return (News(),)


def news(found: Iterable[Passed]) -> Iterator[Say]:
    """What was passed, a line for each statute."""
    for one in found:
        key = "news.statute_repealed" if one.ends else "news.statute_enacted"
        changes = say("as_is", what="") if one.statute is None else one.statute.changes
        since = _since(AT_ONCE if one.at_once else one.since)
        yield say(key, title=_named(one.name), since=since, changes=changes)


def timeline(found: statutes.Timeline) -> Replies:
    """What was in force when, the oldest first; of many the latest."""
    lines = [_span(one) for one in found.spans[-SPANS_SHOWN:]]
    single = [
        say(
            "statutes.past_switch",
            title=say(f"law.title_{one.switch.value}"),
            value=_value(one.value),
            since=Moment(one.in_force_from),
        )
        for one in found.single[-SPANS_SHOWN:]
    ]
    text = say(
        "statutes.history",
        lines=tuple(lines) or (say("statutes.history_none"),),
        single=tuple(single) or (say("statutes.history_no_switch"),),
    )
    return (screen(text, back=ALL),)


_LAW = Go(command="law")


def _choices(found: Draft) -> Keyboard:
    """Yes or the other time, or else the motion; and what would become of scores."""
    if not found.may_set:
        return ((Button(say("law.move_it"), Go(command=f"motion {_moved(found)}")),),)
    scores = Button(say("statutes.what_if"), Go(command=f"whatif {found.deed} {found.what}"))
    if found.motion:
        motion = Button(say("statutes.put_to_vote"), Go(command=f"motions {found.motion}"))
        return ((motion,), (scores,))
    yes = PassStatute(
        deed=found.deed, what=found.what, at=found.at, town=found.workshop_id, book=found.book
    )
    if found.at == AT_ONCE:
        do, other = say("statutes.do_now"), say("statutes.rather_tomorrow")
        instead = _ask(found.deed, found.what, found.workshop_id, found.tomorrow)
    else:
        do, other = say("statutes.do_then"), say("statutes.rather_now")
        instead = _ask(found.deed, found.what, found.workshop_id)
    return ((Button(do, yes),), (Button(other, instead),), (scores,))


def _moved(found: Draft) -> str:
    return f"{found.deed} {found.what}"


def _undone(one: Enactment) -> Say:
    title = say(f"law.title_{one.switch.value}")
    return say("statutes.undoes", poll=one.poll, title=title, value=_value(one.value))


def _behind(found: Draft) -> Go | ReadStatute:
    return SETS if found.deed is Deed.PRESET else ReadStatute(what=found.what)


def _changes(changes: tuple[LawEnacted, ...]) -> tuple[Say, ...]:
    lines = [
        say(
            "statutes.change",
            title=say(f"law.title_{one.switch.value}"),
            before=_value(one.before),
            value=_value(one.value),
        )
        for one in changes[:CHANGES_SHOWN]
    ]
    if rest := len(changes) - len(lines):
        lines.append(say("statutes.changes_more", count=rest))
    return tuple(lines) or (say("statutes.changes_none"),)


def _evidence(one: Statute) -> Say:
    evidence = say(f"provenance.{one.provenance}")
    source = one.source.title
    return say("statutes.evidence", title=one.title, provenance=evidence, source=source)


def _provision(one: Provision, state: State) -> Say:
    key = "statutes.provision_aside" if one.sets in state.set_aside else "statutes.provision"
    title = say(f"law.title_{one.sets.value}")
    return say(key, title=title, value=_value(one.value), source=one.source.title)


def _state(state: State) -> Say:
    if state.now is not None:
        return say("statutes.since", at=Moment(state.now.since))
    if state.coming is not None:
        return say("statutes.from", at=Moment(state.coming.since))
    return say("statutes.not_in_force")


def _span(one: Span) -> Say:
    if one.to is None:
        return say("statutes.past_open", title=_named(one.name), since=Moment(one.since))
    since, to = Moment(one.since), Moment(one.to)
    return say("statutes.past", title=_named(one.name), since=since, to=to)


def _named(name: str) -> Text:
    """A statute as the book calls it, by its title where it has one still."""
    found = statutes.catalogue().get(name.partition("/")[0])
    return say("as_is", what=name) if found is None else found.title


def _remedy(one: Statute) -> Say:
    return say("statutes.remedy", number=int(one.remedy[1:]))


def _since(at: int) -> Say:
    return say("statutes.at_once") if at == AT_ONCE else say("statutes.at_time", at=Moment(at))


def _button(one: State) -> Button:
    key = "statutes.on" if one.now else "statutes.coming_button" if one.coming else "statutes.off"
    return Button(say(key, title=one.statute.title), ReadStatute(what=one.statute.statute_id))


def _ask(deed: Deed, what: str, town: int, at: int = AT_ONCE) -> AskStatute:
    return AskStatute(deed=deed, what=what, at=at, town=town)


def _mark(is_here: bool) -> Say:  # noqa: FBT001 - one of two marks
    return say("statutes.mark" if is_here else "statutes.no_mark")


def _t(one: State) -> Text:
    return one.statute.title


def _value(value: Value) -> Say:
    return say("as_is", what=value) if isinstance(value, int) else say(f"law.value_{value}")
