"""Random but lawful score documents and facts, for the properties that must hold on all of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from scoring.checks import complaints
from scoring.document import ScoreDocument
from scoring.facts import DAY_S, MAX_AMOUNT, Fact

KINDS = ("paid", "late", "rated", "judged", "settled")
SWITCHES = ("friends", "kin")
AS_OF = 100 * DAY_S
WORDS = {"en": "Words", "zh": "词"}


@st.composite
def bins(draw: st.DrawFn) -> list[dict[str, int]]:
    edges = sorted(draw(st.sets(st.integers(1, 200) | st.integers(1, 10**10), max_size=5)))
    starts = [0, *edges]
    made = [{"start": start, "points": draw(st.integers(-50, 50))} for start in starts]
    for entry, end in zip(made, edges, strict=False):
        entry["end"] = end
    return made


@st.composite
def each(draw: st.DrawFn) -> dict[str, int]:
    sign = draw(st.sampled_from((1, -1)))
    return {
        "points": sign * draw(st.integers(1, 40)),
        "per": draw(st.integers(1, 7) | st.integers(1, 10**6)),
        "limit": sign * draw(st.integers(1, 90)),
    }


@st.composite
def decay(draw: st.DrawFn) -> list[dict[str, int]]:
    ages = sorted(draw(st.sets(st.integers(1, 60), min_size=1, max_size=3)))
    left = sorted(
        draw(st.sets(st.integers(0, 99), min_size=len(ages), max_size=len(ages))), reverse=True
    )
    return [{"older_than_days": a, "percent": p} for a, p in zip(ages, left, strict=True)]


MEASURES = (
    "count", "sum", "last", "mean", "share", "open", "days", "counterparts", "days_since_first",
    "days_since_last",
)  # fmt: skip
NEED_NONE = ("last", "mean", "share", "days_since_first", "days_since_last")


@st.composite
def rules(draw: st.DrawFn, name: str, reason: str) -> dict[str, Any]:
    kinds = draw(st.permutations(KINDS))
    measure = draw(st.sampled_from(MEASURES))
    rule: dict[str, Any] = {
        "id": name, "title": WORDS, "measure": measure, "reason": reason, "source": "ours",
        "reads": kinds[: draw(st.integers(1, 3))],
    }  # fmt: skip
    if measure in ("share", "open"):
        rule["against" if measure == "share" else "closed_by"] = kinds[3:4]
    if measure != "open" and draw(st.booleans()):
        rule["window_days"] = draw(st.integers(61, 120))
    if measure in NEED_NONE or draw(st.booleans()):
        rule["when_none"] = draw(st.integers(-30, 30))
    if draw(st.booleans()):
        rule["bins"] = draw(bins())
    else:
        rule["each"] = draw(each())
        if measure in ("count", "sum") and draw(st.booleans()):
            rule["decay"] = draw(decay())
    if draw(st.booleans()):
        rule["switch"] = draw(st.sampled_from(SWITCHES))
    return rule


@st.composite
def documents(draw: st.DrawFn, most_rules: int = 4) -> ScoreDocument:
    factors, reasons = [], {}
    for f in range(draw(st.integers(1, 3))):
        code = f"R{f}"
        reasons[code] = {"factor": f"factor_{f}", "says": WORDS}
        count = draw(st.integers(1, most_rules))
        factor: dict[str, Any] = {
            "id": f"factor_{f}", "title": WORDS, "source": "ours",
            "rules": [draw(rules(f"rule_{f}_{r}", code)) for r in range(count)],
        }  # fmt: skip
        if draw(st.booleans()):
            low, high = draw(st.integers(-90, 0)), draw(st.integers(0, 90))
            factor["cap"] = {"at_least": low, "at_most": high}
        if draw(st.booleans()):
            factor["switch"] = draw(st.sampled_from(SWITCHES))
        factors.append(factor)
    text = {
        "format": "score-doc/1", "id": "made", "version": 1, "agency": "made",
        "title": WORDS, "sentence": WORDS, "effective_from": "2020-01-01",
        "scale": {"min": -9000, "max": 9000, "source": "ours"},
        "base": {"points": draw(st.integers(-100, 100)), "source": "ours"},
        "switches": dict.fromkeys(SWITCHES, WORDS), "factors": factors, "reasons": reasons,
        "sources": {"ours": {"provenance": "invented", "says": "Made for a test."}},
    }  # fmt: skip
    document = ScoreDocument.model_validate(text, strict=False)
    assert list(complaints(document, set(KINDS))) == []
    return document


@st.composite
def facts(draw: st.DrawFn, most: int = 25) -> list[Fact]:
    """Facts at awkward moments too: on a window's edge, in the future, before the town began."""
    moments = st.integers(-5 * DAY_S, AS_OF + DAY_S) | st.integers(-2, 101).map(
        lambda day: day * DAY_S
    )
    amounts = st.integers(0, 5) | st.integers(0, MAX_AMOUNT)
    one = st.builds(
        Fact,
        kind=st.sampled_from((*KINDS, "unread")),
        at=moments,
        amount=amounts,
        key=st.integers(0, 30).map(str),
        counterpart=st.sampled_from((None, "a", "b", "c")),
    )
    return draw(st.lists(one, max_size=most))


laws = st.dictionaries(st.sampled_from(SWITCHES), st.sampled_from(("on", "off", True, False)))
