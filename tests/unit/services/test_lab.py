"""The synthetic town: lives that hang on their own key, judged as the plain evaluator judges."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import Fact, FactTable, evaluate
from scripts import policy_lab
from services.kernel.time import DAY_S
from services.law import switchboard
from services.standing import agencies, courts, listings, lists, sanctions
from services.standing.scores import lawful_under
from services.workshops.lab import (
    STREET,
    Year,
    bands,
    foreseen,
    judge,
    judging,
    law_with,
    live,
    lives,
    living,
    trials,
    why_still,
)
from services.workshops.lab.bands import digest_of
from services.workshops.lab.bench import _consenting, bench, table_at
from services.workshops.votes import trying

DAYS, SEED = 60, 11
Row = tuple[str, int, int, int]


def life(year: Year, who: int) -> list[Row]:
    """All that somebody did in the year."""
    return [
        (kind, *row)
        for kind, strand in sorted(year.strands.items())
        for mine in [strand.where(strand.person == who)]
        for row in zip(mine.at.tolist(), mine.amount.tolist(), mine.other.tolist(), strict=True)
    ]


def facts(table: FactTable, who: int) -> list[Fact]:
    """What an agency read of somebody, as plain facts."""
    told = []
    for kind, strand in table.strands.items():
        mine = strand.where(strand.person == who)
        rows = zip(mine.at.tolist(), mine.amount.tolist(), mine.other.tolist(), strict=True)
        told += [
            Fact(kind, at, amount, f"{kind}:{n:05}", str(other) if other else None)
            for n, (at, amount, other) in enumerate(rows)
        ]
    return told


@pytest.fixture(scope="module")
def year() -> Year:
    return live(70, DAYS, SEED)


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 40), st.sampled_from((1, STREET)), st.integers(0, 2**40))
def test_one_resident_or_one_street_more_changes_nobody_elses_life(
    residents: int, others: int, seed: int
) -> None:
    few, more = live(residents, 20, seed), live(residents + others, 20, seed)
    for who in range(residents):
        assert life(few, who) == life(more, who)
        for pairs in ("friends", "parents"):
            ours, theirs = (np.stack(getattr(one, pairs)) for one in (few, more))
            assert (ours[:, ours[0] == who] == theirs[:, theirs[0] == who]).all()


def test_one_kind_more_or_in_another_place_changes_nothing_of_the_others(
    year: Year, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = lives()
    chosen = {kind: whole.habits[kind] for kind in reversed([*whole.habits]) if kind != "purchase"}
    turned = {**{k: h for k, h in chosen.items() if not h.follows}, **chosen}
    monkeypatch.setattr(living, "lives", lambda: whole.model_copy(update={"habits": turned}))
    without = live(70, DAYS, SEED)
    assert "purchase" not in without.strands
    for who in (0, 33, 69):
        assert life(without, who) == [row for row in life(year, who) if row[0] != "purchase"]


def test_a_longer_year_begins_like_a_shorter_one(year: Year) -> None:
    shorter, end = live(70, DAYS // 2, SEED), DAYS // 2 * DAY_S
    for who in (0, 33, 69):
        begun = [row for row in life(year, who) if row[1] < end]
        assert [row for row in life(shorter, who) if row[1] < end] == begun


def test_other_seeds_live_otherwise_and_the_same_seed_the_same(year: Year) -> None:
    assert life(live(70, DAYS, SEED), 5) == life(year, 5)
    assert life(live(70, DAYS, SEED + 1), 5) != life(year, 5)


@pytest.mark.parametrize("change", ["proxies=on", "proxies=off", "friends=off", "purchases=off"])
def test_every_score_is_the_plain_evaluators(year: Year, change: str) -> None:
    law = law_with([change])
    judged, seat = judge(year, law, scorings=1), bench(year.blocks[0], law)
    as_of = DAYS * DAY_S
    for name in agencies.catalogue():
        document = agencies.document_on(name, as_of)
        said = lawful_under(law).for_document(document)
        table = table_at(seat, name, as_of)
        for who in (0, 12, 31, 69):
            plain = evaluate(document, facts(table, who), as_of=as_of, law=said)
            assert int(judged.scores[name][who]) == plain.score


def test_what_the_law_forbids_is_read_by_nobody(year: Year) -> None:
    seat = bench(year.blocks[0], law_with(["purchases=off"]))
    for name in agencies.catalogue():
        assert not {"purchase", "nappies_bought"} & seat.heard[name].strands.keys()


def test_a_companys_records_reach_itself_and_no_other_company(year: Year) -> None:
    seat = bench(year.blocks[0], law_with([]))
    keepers = {name for name in agencies.catalogue() if "loan_late" in seat.heard[name].strands}
    [holder] = [one for one in agencies.companies() if year.told_by["loan_late"] in one.holds]
    assert holder.agency_id in keepers
    assert not keepers & {one.agency_id for one in agencies.companies() if one != holder}


def test_a_judgment_not_paid_in_time_lists_and_closes_what_the_town_closes() -> None:
    year = live(200, 365, SEED)
    judged = judge(year, law_with([]))
    made = year.strands["judgment_made"]
    late = [
        who
        for who, at in zip(made.person.tolist(), made.at.tolist(), strict=True)
        if at + courts.PAY_WITHIN_DAYS * DAY_S <= 365 * DAY_S
        and who not in year.strands["judgment_paid"].person
    ]
    assert late
    assert all(judged.listed[who] for who in late)
    assert (judged.doors["flight"] == judged.listed).all()
    freed = judge(year, law_with(["list_sanctions=off"]))
    assert (freed.listed == judged.listed).all()
    assert not any(shut.any() for shut in freed.doors.values())


def test_a_listing_ends_when_the_longest_term_of_the_law_does() -> None:
    year = live(200, 365, SEED)
    usual, short = (judge(year, law_with([f"listing_months={n}"])) for n in (0, 1))
    assert (usual.listed == judge(year, law_with([])).listed).all()
    months = short.listed[usual.listed > 1]
    assert len(months)
    assert (months <= 2).all(), "thirty days lie between two scorings at the most"
    opened = [who for who in np.flatnonzero(usual.listed) if short.doors["flight"][who]]
    assert set(opened) <= set(np.flatnonzero(short.listed))
    assert short.doors["flight"].sum() < usual.doors["flight"].sum()
    longest = listings.longest_until(np.array([0, DAY_S]), 2)
    assert longest is not None
    assert longest.tolist() == [60 * DAY_S, 61 * DAY_S]
    assert listings.longest_until(5, 0) is None


def test_red_lists_name_the_best_who_are_not_blamed_and_raise_them_above_bars() -> None:
    year = live(200, 365, SEED)
    judged = judge(year, law_with(["company_lists=off"]), scorings=1)
    pay, seat = judged.scores["pay_score"], bench(year.blocks[0], law_with([]))
    free = seat.rated["pay_score"] & (judged.listed == 0)
    free[year.residents :] = False
    assert judged.praised.sum() == lists.RED_MAX
    assert pay[judged.praised > 0].min() >= pay[free & (judged.praised == 0)].max()
    assert pay[judged.praised > 0].min() >= lists.RED_AT_LEAST
    assert judge(year, law_with([]), scorings=1).praised.sum() > lists.RED_MAX, "companies' too"
    given = {one: judged.scores[one] for one in agencies.catalogue()}
    everybody = np.ones(year.people, dtype=np.bool_)
    law = law_with(["score_sanctions=on"])
    harsh = judging.Whole(year=year, law=law, rated=judged.rated)
    shut = judging._closed(harsh, given, {}, everybody)
    assert not any(door.any() for door in shut.values())


def test_the_law_spares_minors_and_children_of_the_listed() -> None:
    year = live(640, 365, SEED)
    usual, kind = judge(year, law_with([])), judge(year, law_with(["kin=off"]))
    child = np.isin(np.arange(year.people), year.parents[0])
    reached = (usual.doors["private_school"] > usual.listed) & child
    assert reached.any()
    assert (kind.doors["private_school"] == kind.listed).all()
    assert not judge(year, law_with(["minors_spared=on"])).listed[year.minors].any()


def test_a_door_that_scores_close_is_open_while_scores_close_none(year: Year) -> None:
    shut = judge(year, law_with(["score_sanctions=on"]), scorings=1)
    rule = sanctions.catalogue().by_score["score_dating"]
    low = (shut.scores[rule.agency] < rule.below) & shut.rated[rule.agency]
    assert (shut.doors["dating"] == low).all()


def test_a_law_that_is_none_is_refused() -> None:
    with pytest.raises(switchboard.UnknownSwitch):
        law_with(["moonlight=off"])
    with pytest.raises(switchboard.UnknownValue):
        law_with(["proxies=perhaps"])


def test_whole_streets_are_lived_and_only_whom_one_asked_for_is_counted() -> None:
    assert live(1, 5, SEED).people == STREET
    assert live(1, 5, SEED).facts < live(STREET, 5, SEED).facts


def test_the_page_says_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    page = (Path(__file__).parents[3] / "docs" / "policy-lab.md").read_text("utf-8")
    [command] = re.findall(r"^python scripts/policy_lab.py (.+)$", page, re.M)
    assert policy_lab.main(command.split()) == 0
    *told, last = capsys.readouterr().out.splitlines()
    keys = {key for row in re.findall(r"^\| (`.+`) \|", page, re.M) for key in row.split(", ")}
    assert {f"`{key}`" for key in json.loads(last)} == keys
    titles = [line for line in told if line and not line.startswith(" ") and line[-2:] != " s"]
    assert len(titles) == 4
    assert all("invented" in line for line in titles)
    assert any(line.startswith("  age") and "sourced" in line for line in told)
    assert any("hidden: fewer than 10" in line or "chance weighs" in line for line in told)


def test_the_bands_are_what_the_rules_of_today_come_to() -> None:
    assert bands().probe == trials.probe(), "rules or lives are others: make policy-lab BANDS=1"
    kept = bands().model_dump()
    assert bands().digest == digest_of(kept)
    assert bands().digest != digest_of({**kept, "hits": bands().hits + 1})


def test_every_switch_shows_an_effect_or_says_why_it_cannot() -> None:
    moving = {law.partition("=")[0] for law in bands().laws}
    silent = set(lives().silent)
    moving |= trying.LIVED
    for switch in switchboard.catalogue():
        assert (switch.value in silent) is not (switch.value in moving), switch
    for law in bands().still:
        assert why_still(law) or law == "preset=as_found", law
    assert why_still("kin=off") == ()


def test_without_consent_the_bureau_hears_of_those_alone_who_agree(year: Year) -> None:
    usual, asked = (
        bench(year.blocks[0], law_with([f"consent_to_share={v}"])) for v in ("off", "on")
    )
    agree = _consenting(year.blocks[0])
    assert 0 < agree.sum() < year.people
    for name in agencies.catalogue():
        before, after = (one.heard[name].count for one in (usual, asked))
        assert (after == (before * agree if name == agencies.ownership().bureau else before)).all()


def test_a_law_taken_back_is_the_mirror_of_the_law() -> None:
    off, on = foreseen("petty=off"), foreseen("petty=on")
    assert off is not None
    assert on is not None
    assert off["everybody"].up.median > off["everybody"].down.median
    assert (off["everybody"].up, off["everybody"].opened) == (
        on["everybody"].down,
        on["everybody"].closed,
    )
    assert foreseen("shame_wall=off") == {}
    assert foreseen("shame_wall=on") == {}
    assert foreseen("rescoring_day=9") is None
    assert foreseen("explanation=vague") == {}
    assert foreseen("repeal=guideline_2020") is not None


def test_what_a_law_does_by_group_adds_up(year: Year) -> None:
    now, then = (judge(year, law_with(law), scorings=1) for law in ([], ["petty=off"]))
    found = trials.effects(year, now, then)
    assert trials.effects(year, now, now) == dict.fromkeys(found, (0, 0, 0, 0))
    assert trials.effects(year, then, now)["everybody"][:2] == found["everybody"][1::-1]
    up, down, *_ = found["everybody"]
    assert up > down
    people = trials.groups(year)
    ages = [name for name in people if name.startswith("age.")]
    winners = sum(found[name][0] * int(people[name].sum()) for name in ages) / 1000
    assert abs(winners - up * year.residents / 1000) <= len(ages)
