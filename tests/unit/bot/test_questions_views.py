"""The wall, in every language, with words that try to be markup."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.acts import Access, Act
from bot.arguments import go
from bot.replies import Button, Message, Replies, Say, To, ToFacilitator
from bot.words import Read, words_for
from bot.workshops.questions import FEATURE, handlers, views
from bot.workshops.questions.views import WallPage
from services.kernel.errors import RuleError, Usage
from services.kernel.localized import LANGUAGES, Localized
from services.kernel.paging import Page
from services.kernel.town import ParticipantId
from services.workshops import questions
from services.workshops.questions import Wall, WallEntry
from tests.support.handed import typed
from tests.unit.bot.money_looks import HOSTILE, TEXT_MAX, TOAST_MAX, check_escaped

ENTRY = WallEntry(number=12, name="town:3", words=HOSTILE, is_from_paper=False, answer=HOSTILE)
PAPER = WallEntry(
    number=1, name="paper:x", words=Localized(en="Who?", zh="谁？"), is_from_paper=True, answer=None
)


def a_wall(*entries: WallEntry, pages: int = 1, is_secret: bool = True) -> Wall:
    page = Page(items=entries, number=0, pages=pages, total=12)
    return Wall(page, unanswered=11, is_secret=is_secret, provenance="reported_once")


LOOKS: list[Replies] = [
    views.wall(a_wall(ENTRY, PAPER)),
    views.wall(a_wall(replace(ENTRY, words=""), PAPER)),
    views.wall(a_wall(ENTRY, PAPER, pages=3, is_secret=False)),
    views.asked(questions.Asked(ENTRY, 4)),
    views.answered(ENTRY),
    views.was_asked(questions.QuestionAsked(12, HOSTILE)),
    views.was_answered(questions.QuestionAnswered(ParticipantId("p1"), ENTRY)),
    views.kept(questions.WallKept((PAPER, ENTRY), "zh")),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("replies", LOOKS)
def test_every_look_has_words_and_nothing_becomes_markup(replies: Replies, language: str):
    for reply in replies:
        assert isinstance(reply, Message)
        html = words_for(language).html(reply.text)
        assert 0 < len(html) <= TEXT_MAX
        check_escaped(html)
        for row in reply.keyboard:
            for button in row:
                assert words_for(language).plain(button.label)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_papers_questions_are_marked_and_read_in_ones_language(language: str):
    [message] = views.wall(a_wall(PAPER))
    assert isinstance(message, Message)
    html = words_for(language).html(message.text)
    assert {"en": "Who? <i>(study)</i>", "zh": "谁？<i>（研究）</i>"}[language] in html
    [plain] = views.wall(a_wall(ENTRY))
    assert isinstance(plain, Message)
    mark = {"en": "(study)", "zh": "（研究）"}[language]
    assert words_for(language).html(plain.text).count(mark) == 1, "in the legend only"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fullest_page_still_fits(language: str):
    full = WallEntry(
        number=999,
        name="town:9",
        words=Localized(en="x" * questions.QUESTION_MAX, zh="字" * questions.QUESTION_MAX),
        is_from_paper=False,
        answer="y" * questions.ANSWER_MAX,
    )
    [message] = views.wall(a_wall(*[full] * questions.PAGE_SIZE))
    assert isinstance(message, Message)
    assert len(words_for(language).html(message.text)) <= TEXT_MAX


def test_pages_turn_round_and_answers_go_where_they_belong():
    [message] = views.wall(a_wall(PAPER, pages=3))
    assert isinstance(message, Message)
    [[button], [home]] = message.keyboard
    assert isinstance(button, Button)
    assert button.data == WallPage(page=1)
    assert home == go("home")
    [news] = views.was_asked(questions.QuestionAsked(12, "Why?"))
    [told] = views.was_answered(questions.QuestionAnswered(ParticipantId("p1"), ENTRY))
    assert isinstance(news, Message)
    assert isinstance(told, Message)
    assert (news.to, told.to) == (ToFacilitator(), To(ParticipantId("p1")))
    assert views.was_answered(questions.QuestionAnswered(None, ENTRY)) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_wall_is_taken_away_as_plain_text(language: str):
    gone = replace(ENTRY, number=13, words="", answer=None)
    [message] = views.file(Read((PAPER, ENTRY, gone), words_for(language)))
    assert isinstance(message, Message)
    assert message.file is not None
    _, first, second, third = message.file.text.split("\n\n")
    assert {"en": "take along", "zh": "带走"}[language] in words_for(language).html(message.text)
    assert first == {"en": "1. Who? (study)\n→ …", "zh": "1. 谁？（研究）\n→ …"}[language]
    assert second.count("<b>x</b>") == 2, "as it was typed"
    assert third.startswith({"en": "13. (Whoever", "zh": "13. （提问的人"}[language])
    [kept] = views.kept(questions.WallKept((PAPER,), language))
    assert isinstance(kept, Message)
    assert kept.to == ToFacilitator()


REFUSALS: list[RuleError] = [
    questions.QuestionTooLong(limit=200, typed=201),
    questions.TooManyQuestions(limit=5),
    questions.NoSuchQuestion(number=99, last=12),
    questions.AnswersSecret(),
    questions.AnsweredBefore(number=3),
    questions.AnswerTooLong(limit=400, typed=401),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusals_usages_and_menu_have_words(language: str):
    words = words_for(language)
    public = (getattr(questions, name) for name in vars(questions))
    refusals = {c for c in public if isinstance(c, type) and issubclass(c, RuleError)}
    assert refusals == {type(refusal) for refusal in REFUSALS}
    for refusal in REFUSALS:
        said = words.plain(Say(f"refusal.{refusal.code}", refusal.fields))
        assert 0 < len(said) <= TOAST_MAX
    assert "/law explanation receipt" in words.plain(Say("refusal.answers_secret"))
    for usage in ("ask", "answer"):
        assert words.html(Say(f"usage.{usage}"))
    for listed in FEATURE.commands:
        assert words.plain(Say(f"command.{listed.name}"))


@pytest.mark.parametrize(
    "args", [None, "", "3", "three Yes.", "-1 Yes.", "３ Yes.", "1234567890 Yes."]
)
async def test_what_cannot_be_read_is_answered_by_usage(args: str | None):
    with pytest.raises(Usage) as refused:
        await typed(handlers.answerers, "answer", args)
    assert refused.value.fields == {"command": "answer"}


async def test_words_become_acts_and_only_reading_is_allowed_while_paused():
    asked = await typed(handlers.askers, "ask", "Why?")
    assert isinstance(asked, Act)
    assert not asked.while_paused
    with pytest.raises(Usage):
        await typed(handlers.askers, "ask", " ")
    assert not (await typed(handlers.answerers, "answer", "3 Yes.")).while_paused
    assert (await typed(handlers.readers, "questions")).while_paused
    routers = {router.name: router.access for router in FEATURE.routers}
    assert routers == {
        "askers": Access.PARTICIPANT,
        "answerers": Access.WORKSHOP,
        "wall_keepers": Access.WORKSHOP,
        "wall_readers": Access.ANYONE,
    }
