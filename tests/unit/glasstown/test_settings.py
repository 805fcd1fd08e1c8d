"""A bad setting is refused by its name, before anything starts, and its value is not repeated."""

from __future__ import annotations

import pytest

from glasstown.__main__ import main
from glasstown.settings import Settings

HOOK = "https://town.test/telegram/1"
GOOD = "A-good_secret-of-16"


@pytest.mark.parametrize(
    "secret",
    [
        "short",
        "пароль-из-шестнадцати-букв",
        "密" * 16,
        "with a blank in it",
        GOOD + "\n",
        GOOD + "é",
    ]
    + [GOOD + sign for sign in ".,:;!?/+="]
    + ["x" * 257],
)
def test_a_webhook_secret_that_telegram_would_not_take_is_refused(
    secret: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("WEBHOOK_SECRET", secret)
    assert main(["run"]) == 2
    told = capsys.readouterr().err
    assert told.splitlines()[0] == "Not started: a setting is wrong."
    assert "  WEBHOOK_SECRET: must be 16 to 256 of A-Z a-z 0-9 _ -" in told
    assert secret not in told


def test_a_webhook_needs_a_secret(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("WEBHOOK_URL", HOOK)
    assert main(["run"]) == 2
    assert "  WEBHOOK_SECRET: must be set when WEBHOOK_URL is" in capsys.readouterr().err


@pytest.mark.parametrize("secret", [GOOD, "x" * 16, "y" * 256])
def test_a_good_secret_is_taken(secret: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WEBHOOK_URL", HOOK)
    monkeypatch.setenv("WEBHOOK_SECRET", secret)
    assert Settings().webhook_secret.get_secret_value() == secret
