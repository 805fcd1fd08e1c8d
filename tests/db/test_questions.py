"""The wall: asked without a name, answered once and only in the open, kept when people leave."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from services.kernel.audit_log import audit_log
from services.kernel.errors import NotAllowed, NotInTown, RuleError
from services.kernel.town import Visitor
from services.living import seats
from services.modules import Wiring
from services.workshops import questions
from services.workshops.questions.tables import question_answers
from services.workshops.questions.tables import questions as kept
from services.workshops.sessions import WorkshopShut
from tests.db.lawgiving import enact
from tests.support.moving import acting
from tests.support.world import Builder, World

PRINTED = len(questions.paper_questions().questions)
SECRET = ("none", "vague")


def ask(world: World, name: str, words: str, key: str | None = None) -> questions.Asked:
    with world.acting(name, key=key) as town:
        return questions.ask(town, words)


def answer(world: World, number: int, words: str, key: str | None = None) -> questions.WallEntry:
    with world.facilitating(key=key) as town:
        return questions.answer(town, number, words)


def wall(world: World, page: int = 0) -> questions.Wall:
    with world.acting("ana") as town:
        return questions.wall(town, page)


def test_the_wall_begins_with_the_papers_questions(world: World):
    found = wall(world)
    assert (found.page.total, found.unanswered, found.page.pages) == (PRINTED, PRINTED, 2)
    assert all(one.is_from_paper and one.answer is None for one in found.page.items)
    assert found.provenance == "reported_once"
    assert found.is_secret


def test_a_question_hangs_behind_them_in_one_line_and_without_a_name(world: World):
    asked = ask(world, "bo", "Who\nreads\u2028 this? ")
    assert (asked.entry.number, asked.entry.words, asked.left) == (
        PRINTED + 1,
        "Who reads this?",
        questions.QUESTIONS_MAX - 1,
    )
    last = wall(world, 99).page.items[-1]
    assert last == asked.entry
    [event] = world.emitted(questions.QuestionAsked)
    assert (event.number, event.words) == (PRINTED + 1, "Who reads this?")
    for seen in (asked, last, event):
        assert world.ids["bo"] not in str(seen)
        assert "Bo" not in str(seen)


def test_asking_leaves_no_fact_that_could_be_held_against_anybody(world: World):
    ask(world, "ana", "Why?")
    assert world.facts_of("ana") == []


def test_the_same_update_hangs_up_one_question(world: World):
    first, again = ask(world, "ana", "Why?", key="7:1"), ask(world, "ana", "Why?", key="7:1")
    assert first == again
    assert len(world.rows(select(kept))) == len(world.emitted(questions.QuestionAsked)) == 1


def test_one_person_has_room_for_five(world: World):
    for number in range(questions.QUESTIONS_MAX):
        ask(world, "ana", f"Why {number}?")
    with pytest.raises(questions.TooManyQuestions):
        ask(world, "ana", "And why?")
    assert ask(world, "bo", "And I?").left == questions.QUESTIONS_MAX - 1


def test_two_at_once_of_one_person_take_the_last_place_once(world: World):
    for number in range(questions.QUESTIONS_MAX - 1):
        ask(world, "ana", f"Why {number}?")
    done = world.race(
        ("ana", lambda town: questions.ask(town, "One?")),
        ("ana", lambda town: questions.ask(town, "Two?")),
    )
    assert sum(isinstance(one, RuleError) for one in done) == 1
    assert len(world.rows(select(kept))) == questions.QUESTIONS_MAX


def test_what_is_too_long_is_not_hung_up(world: World):
    ask(world, "ana", "x" * questions.QUESTION_MAX)
    with pytest.raises(questions.QuestionTooLong) as refused:
        ask(world, "ana", "x" * (questions.QUESTION_MAX + 1))
    assert refused.value.fields == {"limit": 200, "typed": 201}


@pytest.mark.parametrize("explanation", SECRET)
def test_while_the_calculation_is_secret_nothing_is_answered(world: World, explanation: str):
    enact(world, "explanation", explanation)
    with pytest.raises(questions.AnswersSecret):
        answer(world, 1, "Yes.")
    assert world.rows(select(question_answers)) == []


@pytest.mark.parametrize("explanation", ["reasons", "receipt"])
def test_in_the_open_it_is_answered_and_its_asker_is_told(world: World, explanation: str):
    number = ask(world, "bo", "Who reads this?").entry.number
    enact(world, "explanation", explanation)
    assert answer(world, number, "Everybody.").answer == "Everybody."
    assert answer(world, 1, "No.").is_from_paper
    told = [(one.asker, one.entry.number) for one in world.emitted(questions.QuestionAnswered)]
    assert told == [(world.ids["bo"], number), (None, 1)]
    found = wall(world)
    assert (found.unanswered, found.is_secret) == (PRINTED - 1, False)
    logged = world.rows(select(audit_log.c.detail).where(audit_log.c.action == "answer"))
    assert [row.detail for row in logged] == [f"question {number}", "question 1"]


def test_an_answer_stands_also_when_the_law_hides_again(world: World):
    enact(world, "explanation", "receipt")
    answer(world, 2, "Only with consent.")
    enact(world, "explanation", "none")
    assert wall(world).page.items[1].answer == "Only with consent."


def test_a_question_is_answered_once_and_the_same_update_is_no_second(world: World):
    enact(world, "explanation", "receipt")
    first = answer(world, 3, "All of it.", key="7:1")
    assert answer(world, 3, "All of it.", key="7:1") == first
    with pytest.raises(questions.AnsweredBefore):
        answer(world, 3, "None of it.")
    assert len(world.emitted(questions.QuestionAnswered)) == 1
    twice = {"workshop_id": world.workshop_id, "question": first.name}
    values = {"words": "x", "answered_town_s": 0, "key": "other"}
    with pytest.raises(IntegrityError), world.office() as town:
        town.conn.execute(question_answers.insert().values(**twice, **values))


@pytest.mark.parametrize("number", [0, -1, PRINTED + 1, 10**6])
def test_only_what_hangs_can_be_answered(world: World, number: int):
    enact(world, "explanation", "receipt")
    with pytest.raises(questions.NoSuchQuestion):
        answer(world, number, "Yes.")
    with pytest.raises(questions.AnswerTooLong):
        answer(world, 1, "x" * (questions.ANSWER_MAX + 1))


def test_only_who_runs_the_town_answers(world: World):
    enact(world, "explanation", "receipt")
    with pytest.raises(NotAllowed), world.acting("ana") as town:
        questions.answer(town, 1, "Yes.")


def test_who_leaves_takes_the_words_along_and_the_others_keep_their_numbers(world: World):
    number = ask(world, "bo", "Who reads this?").entry.number
    ask(world, "ana", "And this?")
    with acting(world, world.visitors["bo"]) as (uow, _):
        seats.leave(uow)
    found = (*wall(world, 1).page.items, *wall(world, 2).page.items)[-2:]
    hung = [(one.number, one.words) for one in found]
    assert hung == [(number, ""), (number + 1, "And this?")]


def test_two_walls_know_nothing_of_each_other(town_of: Builder):
    world, other = town_of("ana"), town_of("ana")
    ask(world, "ana", "Why?")
    enact(world, "explanation", "receipt")
    answer(world, 1, "Yes.")
    found = wall(other)
    assert (found.page.total, found.unanswered) == (PRINTED, PRINTED)


def test_strangers_see_no_wall(world: World):
    stranger = Visitor(bot_id=777, tg_user_id=4_711, first_name="Eve", username=None, language="en")
    with pytest.raises(NotInTown), world.uow(stranger) as uow:
        questions.wall(uow)


def test_the_database_alone_refuses_words_that_do_not_fit(world: World):
    values = {"workshop_id": world.workshop_id, "asked_town_s": 0, "key": "k"}
    with pytest.raises(IntegrityError), world.office() as town:
        town.conn.execute(kept.insert().values(words="x" * 201, **values))


def test_the_wall_is_handed_over_when_the_town_closes(world: World):
    ask(world, "bo", "Who reads this?")
    with world.office() as town:
        town.emit(WorkshopShut(town.workshop_id, "Monday"))
        Wiring().settle(town)
    [kept_wall] = world.emitted(questions.WallKept)
    assert len(kept_wall.entries) == PRINTED + 1
    assert (kept_wall.entries[-1].words, kept_wall.language) == ("Who reads this?", "en")
