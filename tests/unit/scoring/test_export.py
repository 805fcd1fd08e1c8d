"""A score taken away can be checked by anyone, and whatever was changed in it is named."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.evaluate import evaluate
from scoring.export import Issuer, Verified, export, export_text, verify
from scoring.exportfile import Difference, WayIn, way_in
from scoring.facts import DAY_S, Fact
from scoring.jsontext import canonical, sha256_of
from scoring.loader import load_document
from tests.unit.scoring.made import AS_OF, documents, facts, laws

DOCUMENT = load_document(Path(__file__).parents[3] / "seeds" / "scores" / "pay_score.yaml")
FACTS = [
    Fact("joined", 0, key="a"),
    Fact("paid", 3 * DAY_S, 500, "b", "bo", "groceries", "wallet"),
    Fact("judgment_made", 4 * DAY_S, 20000, "c"),
]
KEY = b"the town's own key"
BOT = "https://t.me/glasstown_bot"


def exported(complain_at: str | None = BOT) -> dict[str, Any]:
    law = {"friends": "off"}
    whole = export(DOCUMENT, FACTS, as_of=5 * DAY_S, law=law, issuer=Issuer(KEY, complain_at))
    return dict(json.loads(export_text(whole)))


def sealed(whole: dict[str, Any]) -> bytes:
    body = {name: v for name, v in whole.items() if name not in ("seal", "signature")}
    return canonical({**body, "seal": sha256_of(body), "signature": None})


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [leaf for name, part in value.items() for leaf in leaves(part, (*path, name))]
    if isinstance(value, list):
        return [leaf for index, part in enumerate(value) for leaf in leaves(part, (*path, index))]
    return [path]


def put(value: Any, path: tuple[Any, ...], new: Any) -> None:
    for step in path[:-1]:
        value = value[step]
    value[path[-1]] = new


def test_an_untouched_export_is_verified() -> None:
    score = evaluate(DOCUMENT, FACTS, as_of=5 * DAY_S).score
    assert score == 540 + 20 + 6 + 5 + 2 - 120
    text = json.dumps(exported())
    assert verify(text) == verify(text, key=KEY) == Verified("pay_score", 1, score)


def test_every_single_change_is_noticed() -> None:
    whole = exported()
    for path in leaves(whole):
        touched = copy.deepcopy(whole)
        put(touched, path, "tampered")
        assert isinstance(verify(canonical(touched), key=KEY), Difference), path
        put(touched, path, 123_457)
        assert isinstance(verify(canonical(touched), key=KEY), Difference), path


def _first(path: tuple[Any, ...], new: Any, *, reseal: bool = False) -> Difference:
    whole = exported()
    put(whole, path, new)
    if reseal:
        whole["facts_sha256"] = sha256_of(whole["facts"])
        body = {n: v for n, v in whole.items() if n not in ("seal", "signature")}
        whole["seal"] = sha256_of(body)
    found = verify(canonical(whole), key=KEY)
    assert isinstance(found, Difference)
    return found


def test_the_first_difference_says_where_and_what() -> None:
    higher = _first(("result", "score"), 800)
    assert (higher.where, higher.expected, higher.found) == ("result.score", "453", "800")
    assert _first(("facts", 2, "amount"), 1).where == "facts_sha256"
    assert _first(("document", "base", "points"), 541).where.startswith("document")
    assert _first(("facts", 0, "kind"), "nothing", reseal=True).where.startswith("result.")
    assert _first(("chain", 0), "0" * 64).where == "chain"
    assert _first(("law", "friends"), "perhaps").where == "seal"
    assert _first(("law", "friends"), 1).where == "law.friends"
    assert _first(("seal",), "0" * 64).where == "seal"


def test_a_file_of_the_first_format_is_still_verified() -> None:
    older = {name: v for name, v in exported().items() if name != "complain_at"}
    older["format"] = "score-export/1"
    assert isinstance(verify(sealed(older)), Verified)
    for mixed in ({**older, "complain_at": None}, {**older, "format": "score-export/2"}):
        found = verify(sealed(mixed))
        assert isinstance(found, Difference)
        assert (found.where, found.found) == ("file", "other fields")


ELSEWHERE = (
    "http://t.me/glasstown_bot", "https://t.me/", "https://t.me/a b", "https://t.me.evil.test/bot",
    "https://t.me/bot/../x", "https://t.me/glasstown_bot?start=x", "javascript:alert(1)",
    "https://evil.test/t.me/glasstown_bot", "https://t.me/glasstown_bot\n", "https://t.me/бот_бот",
    "https://t.me/some_channel", "https://t.me/a_person", "https://t.me/abot", "https://t.me/botbot_",
)  # fmt: skip


@pytest.mark.parametrize("address", ELSEWHERE)
def test_no_file_leads_anywhere_but_into_the_messenger(address: str) -> None:
    text = sealed({**exported(), "complain_at": address})
    found = verify(text)
    assert isinstance(found, Difference)
    assert found.where == "complain_at"
    assert way_in(text).link is None


def test_the_way_from_a_file_into_its_town() -> None:
    whole = exported()
    short = whole["seal"][:16]
    link = f"{BOT}?start=complain_{short}"
    assert way_in(canonical(whole)) == WayIn(f"/complain {short}", link)
    assert len(link.partition("?start=")[2]) <= 64
    whole["result"]["score"] += 1
    assert way_in(canonical(whole)) == WayIn(f"/complain {short}", link), "however broken"
    assert way_in(canonical(exported(None))).link is None
    for seal in ("0" * 63, "Z" * 64, "0" * 64 + "\n", 7, None):
        assert way_in(canonical({**whole, "seal": seal})) == WayIn(None, None)
    for rubbish in ("", "[]", "{", b"\xff\xfe", "[" * 100_000, '{"seal": 1.5}'):
        assert way_in(rubbish) == WayIn(None, None)


DEEP = "[" * 65 + "]" * 65


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (DEEP, "deeper than 64"),
        ('{"a":' * 100_000 + "1" + "}" * 100_000, "deeper than 64"),
        ("[" * 4_000_000 + '"', "deeper than 64"),
        ('["\\"[[[", ' + DEEP, "deeper than 64"),
        ('{"seal": "' + "0" * 64 + '", "seal": "' + "1" * 64 + '"}', "twice"),
        ('{"a": {"b": 1, "\\u0062": 1}}', "twice"),
        ('"' + '\\"' * 1_000_000 + "[" * 65, "Unterminated"),
    ],
)
def test_deep_nesting_and_keys_that_stand_twice_are_refused_by_name(text: str, why: str) -> None:
    found = verify(text)
    assert isinstance(found, Difference)
    assert (found.where, found.expected) == ("file", "JSON")
    assert why in found.found
    assert way_in(text.encode()) == WayIn(None, None)


def test_brackets_inside_texts_nest_nothing() -> None:
    found = verify(json.dumps({"format": "[{" * 100}))
    assert isinstance(found, Difference)
    assert found.found == "other fields"


def test_a_forger_without_the_key_cannot_sign() -> None:
    whole = exported()
    forged = export(DOCUMENT, FACTS[:2], as_of=5 * DAY_S, issuer=Issuer(b"another key"))
    assert isinstance(verify(canonical(forged)), Verified)
    found = verify(canonical(forged), key=KEY)
    assert isinstance(found, Difference)
    assert found.where == "signature"
    assert whole["signature"] != forged["signature"]


@pytest.mark.parametrize(
    "text",
    [
        "", "null", "[]", "{}", "1", '"x"', "[" * 100_000, b"\xff\xfe", '{"format": NaN}',
        "9" * 5000, json.dumps({"format": "score-export/2"}),
    ],
)  # fmt: skip
def test_rubbish_is_a_difference_not_a_crash(text: str | bytes) -> None:
    assert isinstance(verify(text), Difference)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data(), JSON)
def test_any_value_anywhere_is_answered(data: st.DataObject, new: Any) -> None:
    whole = exported()
    path = data.draw(st.sampled_from(leaves(whole)))
    put(whole, path[: data.draw(st.integers(1, len(path)))], new)
    assert isinstance(verify(json.dumps(whole)), Difference | Verified)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents(), facts(), laws)
def test_every_score_can_be_taken_away(document, told, law) -> None:
    whole = export(document, told, as_of=AS_OF, law=law)
    score = evaluate(document, told, as_of=AS_OF, law=law).score
    assert verify(export_text(whole)) == Verified("made", 1, score)
