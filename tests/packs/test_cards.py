"""Ten scenario cards from the first look to taking them back, played by scripted people.

The facilitator types what a facilitator types; what each of the room hears is read off what is
owed to their chats.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, select
from typing_extensions import override

from bot.acts import Access, Act, Admission, act
from bot.runtime.perform import Outgoing
from bot.workshops.cards import handlers, told
from services.kernel.engine import write_engine
from services.kernel.time import DAY_S
from services.kernel.town import Town, Visitor
from services.living import errands
from services.money import envelopes
from services.money.envelopes import gala
from services.money.envelopes.tables import envelopes as envelope_rows
from services.people.facts.tables import FACT_STRUCK, facts
from services.standing import accusations, courts, payrolls, sanctions
from services.workshops import scenarios
from services.workshops.sessions import clockwork
from tests.packs.play import WALL_MS_AN_HOUR, Play, new_play

RESIDENTS = 7
HOURS_A_DAY = DAY_S // 3_600


@dataclass(slots=True)
class Room(Play):
    """A town with a facilitator and three people, and what each chat has been sent."""

    sent: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))

    @override
    def hear(self, conn: Connection, owed: Outgoing | None) -> None:
        for call in () if owed is None else owed.calls:
            self.sent[call.chat_id].append(str(call.params.get("text", call.params.get("caption"))))

    def types(self, words: str) -> str:
        """What the facilitator is answered."""
        return self.shows(self.facilitator, handlers.run(words))

    def undoes(self) -> str:
        """What the facilitator is told when the newest that can be is taken back."""

        def newest(town: Town) -> scenarios.Undone:
            return scenarios.undo(town, scenarios.undoable(town)[0].run_id)

        return self.shows(self.facilitator, act(newest).show(told.undone))

    def shows(self, who: Visitor, does: Act) -> str:
        before = len(self.sent[who.tg_user_id])
        self.update(who, Admission(Access.WORKSHOP, does))
        return "\n".join(self.sent[who.tg_user_id][before:])

    def hears(self, who: Visitor) -> str:
        """All that somebody has been sent since this was asked last."""
        return "\n".join(self.sent.pop(who.tg_user_id, []))

    def hours(self, count: int) -> None:
        for _ in range(count):
            self.clock.pass_ms(WALL_MS_AN_HOUR)
            self.run_due()

    def is_refused(self, who: Visitor, service: str, option: str) -> bool:
        """Whether a service's counter keeps somebody out."""
        used: list[errands.Errand] = []

        def use(town: Town) -> None:
            begun = errands.start(town, service)
            assert isinstance(begun, errands.Errand)
            used.append(errands.choose(town, begun.errand_id, 0, option).errand)

        self.do(who, Access.PARTICIPANT, use)
        return used[0].state is errands.ErrandState.REFUSED


@pytest.fixture
def room(sqlite_template: Path, tmp_path: Path) -> Iterator[Room]:
    path = tmp_path / "town.db"
    shutil.copy(sqlite_template, path)
    engine: Engine = write_engine(f"sqlite:///{path}")
    blank = new_play(engine, seed=7, language="en", residents=RESIDENTS)
    made = Room(engine, blank.clock, blank.performer, blank.facilitator, blank.people)
    made.workshop_id, made._updates = blank.workshop_id, blank._updates
    yield made
    engine.dispose()


def test_gala(room: Room):
    ana, bo, _ = room.people
    assert "Who hears what" in room.types("gala ?")
    assert "Gala" not in room.hears(ana), "looking plays nothing"
    assert "Done: Gala" in room.types("gala")
    assert "opens for everybody" in room.hears(ana)
    room.hours(2)
    room.clock.pass_ms(gala.COUNTDOWN_MS)
    with room.engine.begin() as conn:
        number = conn.scalar(
            select(envelope_rows.c.envelope_id).where(envelope_rows.c.kind == "gala")
        )
    for one in (ana, bo):
        room.do(one, Access.PARTICIPANT, envelopes.tap, number)
    asked = room.shows(room.facilitator, handlers.undo(""))
    assert "still be taken back" in asked, "it is asked before anything is undone"
    answer = room.undoes()
    assert "was taken back; ¥0.00 had been spent" in answer
    assert "what was spent stays spent" in answer
    with pytest.raises(scenarios.NothingPlayed):
        room.undoes()


def test_judgment_served(room: Room):
    ana, bo, _ = room.people
    room.types(f"judgment_served {room.name_of(ana)}")
    assert "you are ordered to pay ¥60.00" in room.hears(ana)
    assert room.hears(bo) == ""
    room.do(ana, Access.PARTICIPANT, courts.pay_judgment, 1)
    assert "¥60.00 went back" in room.undoes()


def test_the_journalist(room: Room):
    ana, *_ = room.people
    room.hears(ana)
    room.types(f"journalist {room.name_of(ana)}")
    assert room.hears(ana) == "", "nobody tells him"
    room.types("lists")
    assert room.is_refused(ana, "flight", "inland")
    assert room.name_of(ana) in room.hears(room.facilitator)
    room.types("ticket_gate")
    assert "Book a flight" in room.hears(ana)
    with pytest.raises(scenarios.CannotUndo):
        room.shows(room.facilitator, handlers.undo("lists"))
    question = room.shows(room.facilitator, handlers.undo("journalist"))
    assert f"on {room.name_of(ana)}, played day" in question
    assert "takes it off the list" in question
    assert "off the list" in room.undoes()
    assert not room.is_refused(ana, "flight", "inland")


def test_the_lawyer_is_let_go_by_an_exemption(room: Room):
    ana, *_ = room.people
    room.types(f"lawyer {room.name_of(ana)}")
    room.types("lists")
    assert room.is_refused(ana, "flight", "inland")
    room.hears(room.facilitator)
    room.do(ana, Access.PARTICIPANT, sanctions.ask_exemption, "flight")
    assert room.name_of(ana) in room.hears(room.facilitator)
    grant = partial(sanctions.decide_exemption, exemption_id=1, is_granted=True)
    room.do(room.facilitator, Access.WORKSHOP, grant)
    assert not room.is_refused(ana, "flight", "inland")


def test_the_child_of_a_listed_parent(room: Room):
    ana, bo, _ = room.people
    with pytest.raises(scenarios.PlayFirst):
        room.types("school_gate")
    room.types(f"parent_listed {room.name_of(ana)}")
    room.types("lists")
    room.hears(bo)
    room.types("school_gate")
    assert "Look for a school" in room.hears(bo)
    assert room.is_refused(ana, "school", "private")
    assert not room.is_refused(bo, "school", "private")


def test_a_staged_fall(room: Room):
    ana, bo, _ = room.people
    room.types(f"pengci {room.name_of(ana)}")
    assert "¥20.00" in room.hears(ana)
    assert room.hears(bo) == ""
    room.do(ana, Access.PARTICIPANT, accusations.counter)
    assert room.name_of(ana) in room.hears(room.facilitator)
    room.do(room.facilitator, Access.WORKSHOP, accusations.decide, 1, accusations.Side.ACCUSER)
    assert "accuses" in room.undoes()
    room.types("lists")
    assert not room.is_refused(ana, "flight", "inland")


def test_wages(room: Room):
    ana, *_ = room.people
    room.types(f"wages {room.name_of(ana)}")
    assert "¥30.00" in room.hears(ana)
    room.do(ana, Access.PARTICIPANT, payrolls.pay)
    assert "payroll" in room.undoes()
    with pytest.raises(payrolls.NoPayroll):
        room.types("wages_paid")


def test_an_umbrella_that_never_comes_back(room: Room):
    ana, *_ = room.people
    room.types(f"umbrella {room.name_of(ana)}")
    assert "mbrella" in room.hears(ana)
    assert "it came back" in room.undoes()


def test_the_wrong_name_is_nobodys_news_until_it_is_corrected(room: Room):
    ana, *_ = room.people
    room.hears(ana)
    room.types(f"feed_error {room.name_of(ana)}")
    assert room.hears(ana) == ""
    room.undoes()
    with room.engine.begin() as conn:
        kinds = conn.scalars(select(facts.c.kind).order_by(facts.c.fact_id)).all()
    assert kinds[-2:] == ["tax_late", FACT_STRUCK]


def test_a_law_tonight_and_two_plans_that_the_clock_leaps_over(room: Room):
    ana, *_ = room.people
    assert "is played at day 1, 20:00" in room.types("clearing tonight")
    assert "⏰ day 1, 20:00: Clearing begins" in room.types("")
    room.hours(HOURS_A_DAY // 2)
    assert "As planned: Clearing begins" in room.hears(room.facilitator)
    assert "The law is as it was" in room.undoes()
    room.types("gala in 2 hours")
    room.types(f"judgment_served {room.name_of(ana)} in 5 hours")
    room.do(room.facilitator, Access.WORKSHOP, clockwork.forward, 1)
    room.run_due()
    news = room.hears(room.facilitator)
    assert "As planned: Gala" in news
    assert "As planned: Judgment served" in news
    assert "withdrawn" in room.undoes()
    assert "⏰" not in room.types("")
