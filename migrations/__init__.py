"""The schema's history, and the one way to bring a database up to date: `migrate(url)`.

Owns how Alembic is set up (there is no ini file). Must not know what any table is for.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

HERE = Path(__file__).parent
FILE_NAMES = "%%(year)d_%%(month).2d_%%(day).2d_%%(hour).2d%%(minute).2d_%%(slug)s"


def config(url: str) -> Config:
    """Alembic's settings for one database."""
    settings = Config()
    settings.set_main_option("script_location", str(HERE).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    settings.set_main_option("file_template", FILE_NAMES)
    settings.attributes["url"] = url
    return settings


def migrate(url: str) -> None:
    """Bring a database to the newest schema in one transaction: all of it or none of it."""
    command.upgrade(config(url), "head")


def head() -> str:
    """The newest revision."""
    newest = ScriptDirectory.from_config(config("")).get_current_head()
    if newest is None:
        raise LookupError("there are no migrations")
    return newest
