"""Settings from the environment. A bad value is refused by name before anything starts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from glasstown.start import CannotStart
from services.kernel.localized import LANGUAGES
from services.kernel.town import HUMAN_WAIT_S, RESIDENTS

HOME = Path(__file__).parents[1]
WEBHOOK_SECRET = r"[A-Za-z0-9_-]{16,256}|"  # noqa: S105 - the shape of one, or none
ENGINES = ("sqlite", "postgresql+psycopg")
TOKEN = r"[0-9]{1,16}:[A-Za-z0-9_-]{10,}"  # noqa: S105 - the shape of one


class Settings(BaseSettings):
    """Everything that can be set; each name is that of an environment variable."""

    model_config = SettingsConfigDict(
        extra="ignore", hide_input_in_errors=True, use_attribute_docstrings=True
    )

    port: int = Field(8080, ge=0, le=65535)
    """where `play` listens on this machine; 0: any free port"""
    database_url: str = f"sqlite:///{HOME}/var/town.db"
    """sqlite:///PATH, or postgresql+psycopg://USER:PASSWORD@HOST/NAME"""
    seed: int | None = Field(None, ge=0)
    """a number that fixes all chance, for rehearsals; none: real chance"""
    language: str = "en"
    """language of the seats that `play` opens: en or zh"""
    human_wait_s: int = Field(HUMAN_WAIT_S, ge=0, le=86_400)
    """real seconds that what waits for a person waits at least, whatever the town clock says"""
    residents: int = Field(RESIDENTS, ge=RESIDENTS, le=60)
    """how many live in a new town: twelve are the same everywhere, more come by the town's seed"""
    telegram_token: SecretStr | None = None
    """the bot's token from BotFather, for `run`"""
    telegram_api: str = "https://api.telegram.org"
    """address of the Bot API server, for `run`"""
    admins: Annotated[tuple[int, ...], NoDecode] = ()
    """numeric Telegram ids of the first admins, with commas between"""
    webhook_url: str = ""
    """public https address for updates; empty: long polling"""
    webhook_secret: SecretStr = SecretStr("")
    """secret token of the webhook: 16 to 256 of A-Z a-z 0-9 _ -"""
    sandbox_state: Path = HOME / "var" / "chats.db"
    """where the browser seats' chats are kept"""
    sandbox_limits: bool = False
    """whether sandbox and bot keep Telegram's sending limits, to rehearse them"""

    @field_validator("language")
    @classmethod
    def _spoken(cls, value: str) -> str:
        # Many systems set LANGUAGE themselves, as a list such as "de_DE:en": that is no mistake.
        if ":" in value or "_" in value:
            primaries = [part.partition("_")[0].lower() for part in value.split(":")]
            return next((p for p in primaries if p in LANGUAGES), LANGUAGES[0])
        if value.lower() not in LANGUAGES:
            raise ValueError(f"must be one of {', '.join(LANGUAGES)}")
        return value.lower()

    @field_validator("database_url")
    @classmethod
    def _known_engine(cls, value: str) -> str:
        try:
            driver = make_url(value).drivername
        except ArgumentError:
            raise ValueError("is not a database URL") from None
        if driver not in ENGINES:
            raise ValueError(f"must start with {' or '.join(e + '://' for e in ENGINES)}")
        return value

    @field_validator("telegram_token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(TOKEN, value.get_secret_value()):
            raise ValueError("does not look like a bot token (digits, colon, letters)")
        return value

    @field_validator("admins", mode="before")
    @classmethod
    def _ids(cls, value: Any) -> Any:  # noqa: ANN401 - whatever the environment holds
        if not isinstance(value, str):
            return value
        return [part for part in value.split(",") if part.strip()]

    @field_validator("webhook_secret")
    @classmethod
    def _secret(cls, value: SecretStr) -> SecretStr:
        if not re.fullmatch(WEBHOOK_SECRET, value.get_secret_value()):
            raise ValueError("must be 16 to 256 of A-Z a-z 0-9 _ -, as Telegram takes them")
        return value

    @model_validator(mode="after")
    def _webhook(self) -> Settings:
        if self.webhook_url and not self.webhook_secret:
            raise ValueError("WEBHOOK_SECRET: must be set when WEBHOOK_URL is")
        return self

    def database_file(self) -> Path | None:
        """The file of a database that is one."""
        url = make_url(self.database_url)
        is_file = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
        return Path(str(url.database)) if is_file else None

    def folders(self, *, playing: bool) -> list[Path]:
        """The folders that hold what would suffer if two programs wrote it."""
        files = [self.database_file(), self.sandbox_state if playing else None]
        return [file.parent for file in files if file is not None]


def load_settings() -> Settings:
    """The settings of this process. Raises `CannotStart`."""
    try:
        return Settings()
    except ValidationError as error:
        raise CannotStart("a setting is wrong", *explain(error)) from None


def explain(error: ValidationError) -> list[str]:
    """One line for each bad setting, by its name; never its value."""
    lines = []
    for fault in error.errors(include_input=False, include_url=False):
        name = ".".join(map(str, fault["loc"][:1])).upper()
        what = fault["msg"].removeprefix("Value error, ")
        lines.append(f"{name}: {what}" if name else what)
    return lines


def settings_help() -> str:
    """The settings, one a line, for --help."""
    fields = Settings.model_fields.items()
    return "\n".join(f"  {name.upper():<16} {field.description}" for name, field in fields)
