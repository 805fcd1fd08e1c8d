"""While the law hides the calculation, nothing that leaves the town tells a weight or a factor.

Everything a person, a facilitator or a bystander can be told of scores is asked for under each
hiding law, in both languages, and searched for every number and name of the documents.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from bot.living.rentals import views as renting
from bot.replies import Answer, Message, Replies, Say
from bot.standing.complaints import views as complaint_views
from bot.standing.scores import asking, ranking, views
from bot.words import Read, words_for
from scoring import ScoreDocument
from services.kernel.errors import RuleError
from services.kernel.localized import LANGUAGES
from services.kernel.town import Town
from services.living import rentals
from services.standing import agencies, complaints, scores
from tests.db.lawgiving import enact, remember
from tests.support.narrowing import parts_of
from tests.support.world import World

HIDING = ("none", "vague", "reasons")
AGENCIES = tuple(agencies.catalogue())
PAPERS = tuple(sorted({one.document_id for one in agencies.catalogue().values()}))
Asked = Callable[[Town, str], Replies]


def look_at(agency: str) -> Asked:
    return lambda town, language: views.page(
        Read(scores.my_page(town, agency), words_for(language))
    )


def hire(town: Town, _: str) -> Replies:
    """A car, which this score does not open: asked for, checked, cancelled."""
    order = rentals.start(town, "car")
    found = rentals.confirm(town, order.order_id)
    seen = (renting.card(order), *renting.checked(found), renting.card(found.order))
    gone = rentals.cancel(town, order.order_id)
    return (*seen, *renting.cancelled(gone), renting.card(gone))


def hire_on_a_deposit(town: Town, _: str) -> Replies:
    """An umbrella on a deposit, brought back at once."""
    order = rentals.confirm(town, rentals.start(town, "umbrella").order_id).order
    if order.grounds:
        order = rentals.pay_deposit(town, order.order_id)
    seen = (*renting.deposited(order), renting.card(order))
    done = rentals.give_back(town, order.order_id)
    return (*seen, *renting.returned(done), *renting.told_ended(rentals.RentalEnded(done)))


ASKED: tuple[Asked, ...] = (
    lambda town, _: renting.shelf(rentals.shelf(town)),
    hire,
    hire_on_a_deposit,
    *(look_at(agency) for agency in AGENCIES),
    lambda town, language: asking.course(Read(scores.courses(town), words_for(language))),
    lambda town, _: asking.lifted(scores.lift(town, "car")),
    lambda town, _: asking.taken_away(scores.take_away(town)),
    lambda town, _: ranking.page(scores.ranks(town)),
    lambda town, _: complaint_views.complained(complaints.in_words(town, "Why?")),
    lambda town, _: complaint_views.mine(complaints.my_complaints(town)),
)


@pytest.mark.parametrize("explanation", HIDING)
def test_no_answer_tells_a_weight_or_a_factor(world: World, explanation: str):
    remember(world, "ana", "joined", *["paid"] * 3, "rental_late", "judgment_made")
    sign_up_everywhere(world)
    enact(world, "explanation", explanation)
    enact(world, "leaderboard", "on")
    for agency in AGENCIES:
        with world.office() as town:
            scores.evaluate_and_store(town, world.ids["ana"], agency)
    remember(world, "ana", "rental_lost", "loan_late")
    for agency in AGENCIES:
        with world.office() as town:
            scores.evaluate_and_store(town, world.ids["ana"], agency)
    seen = dict.fromkeys(LANGUAGES, "")
    for language in LANGUAGES:
        for ask in ASKED:
            seen[language] += answer(world, ask, language) + "\n"
        seen[language] += "\n".join(told(world, language))
    with world.office() as town:
        known = {one.score for one in scores.best(town, 10, at_least=0)}
    known |= {point for course in courses(world) for _, point in course.points}
    for language in LANGUAGES:
        check_silence(seen[language], language, known, is_secret=explanation != "reasons")


def sign_up_everywhere(world: World) -> None:
    for one in agencies.catalogue().values():
        if one.voluntary:
            with world.acting("ana") as town:
                agencies.join(town, one.agency_id)


def check_silence(seen: str, language: str, known: set[int], *, is_secret: bool) -> None:
    """Numbers that people may know (their scores, scales, gates, prices), and no others."""
    ownership_records = [agencies.library().documents[name, 1] for name in PAPERS]
    scales = {
        end
        for score_document in ownership_records
        for end in (score_document.scale.min, score_document.scale.max)
    }
    scales |= {gate.at_least for gate in scores.gates().values()}
    numbers = {int(number) for number in re.findall(r"\d+", seen)}
    for score_document in ownership_records:
        found = numbers & weights(score_document) - known - scales - SMALL
        assert found == set(), seen
        if not is_secret:
            continue
        for part in parts_of(score_document):
            title = re.escape(getattr(part.title, language))
            if title in ORDINARY:
                continue
            assert not re.search(rf"(?<!\w){title}(?!\w)", seen, re.IGNORECASE), part.id
        for reason in score_document.reasons.values():
            assert getattr(reason.says, language) not in seen


ORDINARY = {"付款"}  # a factor's title, and a button of the wallet
SMALL = set(range(13))  # ranks, days, how often: every text counts


def weights(score_document: ScoreDocument) -> set[int]:
    """Every number of a document's arithmetic."""
    found = {score_document.base.points}
    for factor in score_document.factors:
        if factor.cap is not None:
            found |= {abs(factor.cap.at_least), abs(factor.cap.at_most)}
        for rule in factor.rules:
            found |= {abs(bin_.points) for bin_ in rule.bins}
            found |= {rule.window_days or 0, abs(rule.when_none or 0)}
            if rule.each is not None:
                found |= {abs(rule.each.points), abs(rule.each.limit), rule.each.per}
    return found


def answer(world: World, ask: Asked, language: str) -> str:
    """What somebody reads, be it a refusal."""
    words = words_for(language)
    try:
        with world.acting("ana") as town:
            replies = ask(town, language)
    except RuleError as error:
        return words.html(Say(f"refusal.{error.code}", error.fields))
    return "\n".join(read(replies, language))


def told(world: World, language: str) -> Iterator[str]:
    """What people hear unasked."""
    for moved in world.emitted(scores.ScoresMoved):
        yield from read(asking.moved(moved), language)
    for opened in world.emitted(complaints.ComplaintOpened):
        yield from read(complaint_views.opened(opened), language)


def read(replies: Replies, language: str) -> Iterator[str]:
    """What a person can read of replies, buttons, toasts, pictures and files included, without
    prices and without what they are meant to: the lures, the one sentence, who rates.
    """
    words = words_for(language)
    names = [getattr(one.title, language) for one in agencies.catalogue().values()]
    meant = [words.html(Say("scores.benefits")), *names]
    meant += [getattr(one.sentence, language) for one in agencies.library().documents.values()]
    for reply in replies:
        if not isinstance(reply, Message | Answer):
            continue
        said = [words.html(reply.text)]
        if isinstance(reply, Message):
            said += [words.plain(button.label) for row in reply.keyboard for button in row]
            drawn = "" if reply.picture is None else reply.picture.svg
            said += re.findall(r"<(?:text|title)\b[^>]*>([^<]*)<", drawn)
            said += [] if reply.file is None else [reply.file.text]
        for text in said:
            for part in meant:
                text = text.replace(part, "")
            yield re.sub(r"¥[0-9.]+", "", text)


def courses(world: World) -> tuple[scores.Course, ...]:
    with world.acting("ana") as town:
        return scores.courses(town)


def test_the_search_finds_what_an_open_law_tells(world: World):
    remember(world, "ana", "joined", "rental_late")
    enact(world, "explanation", "receipt")
    seen = "\n".join(answer(world, ask, "en") for ask in ASKED)
    with pytest.raises(AssertionError):
        check_silence(seen, "en", set(), is_secret=True)


def test_the_search_reads_pictures_and_files_too(world: World):
    remember(world, "ana", "joined", "rental_late")
    enact(world, "explanation", "receipt")
    score_document = agencies.library().documents["pay_score", 1]
    with world.acting("ana") as town:
        shown = look_at("pay_score")(town, "en")
        taken = asking.taken_away(scores.take_away(town))
    (drawn,) = (reply for reply in shown if isinstance(reply, Message) and reply.picture)
    found = {*read((drawn,), "en")} - {*read((replace(drawn, picture=None),), "en")}
    assert {factor.title.en for factor in score_document.factors} <= found
    assert any('"points"' in text for text in read(taken, "en"))
