"""Which laws the synthetic town can be asked about, and what is said of one that nobody knows."""

from __future__ import annotations

import pytest

from scripts import policy_lab
from services.law import statutes
from services.workshops.lab import law_with, laws


@pytest.mark.parametrize(
    ("typed", "said", "nearest"),
    [
        ("moonlight=off", "nothing of 'moonlight'", "Nothing it knows is near"),
        ("proxy=off", "nothing of 'proxy'", "proxies=on/off"),
        ("reasons_law", "nothing of 'reasons_law'", "enact=reasons_law"),
        ("enact=reason_law", "nothing of 'reason_law'", "enact=reasons_law"),
        ("preset=as_fund", "nothing of 'as_fund'", "preset=as_found"),
        ("repeal=reasons_law", "Nothing is passed at first", "enact=reasons_law"),
        ("petty", "petty cannot be set to nothing", "Allowed: on, off"),
        ("petty=perhaps", "petty cannot be set to 'perhaps'", "Allowed: on, off"),
    ],
)
def test_a_law_that_nobody_knows_is_refused_in_words_with_what_to_type(
    capsys: pytest.CaptureFixture[str], typed: str, said: str, nearest: str
) -> None:
    with pytest.raises(SystemExit):
        policy_lab.main([typed])
    told = capsys.readouterr().err
    assert said in told
    assert nearest in told
    assert "nothing was lived" in told
    assert 'LAW="petty=off enact=reasons_law"' in told
    assert "Unknown" not in told
    assert "{" not in told


def test_statutes_and_sets_are_asked_as_switches_are(capsys: pytest.CaptureFixture[str]) -> None:
    [passed] = (one for name, one in statutes.catalogue().items() if name == "reasons_law")
    law, usual = law_with([" Enact = reasons_law"]), law_with([])
    sets = {p.sets.value: p.value for p in passed.provisions.values()}
    assert {name: law[name] for name in law if law[name] != usual[name]}.items() <= sets.items()
    assert law != usual
    assert law_with(["preset=as_found"]) == laws.one_step()["preset=as_found"]
    name, value = next((n, usual[n]) for n in law if law[n] != usual[n])
    assert law_with([f"{name}={value}", "enact=reasons_law"])[name] == value, "the last word"
    every = [f"enact={one}" for one in statutes.catalogue()]
    assert law_with(every) == law_with(every[::-1]), "by rank, whatever the order"
    asked = ["enact=reasons_law", "petty=off", "--residents", "64", "--days", "30"]
    assert policy_lab.main(asked) == 0
    assert "judged again with enact=reasons_law petty=off" in capsys.readouterr().out
