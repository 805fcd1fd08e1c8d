"""What admins type. Parses; rules are the service's."""

from __future__ import annotations

from bot.acts import Access, Act, GuardedRouter, act
from bot.features import Command, Feature
from bot.workshops.admin import views
from bot.workshops.admin.views import Grant
from services.kernel.errors import Usage
from services.workshops import admin

admins = GuardedRouter("admins", access=Access.ADMIN)
anybody = GuardedRouter("anybody", access=Access.ANYONE)
VERIFY = ("verify", "核对", "校验")

admins.always("admin", act(admin.overview).show(views.overview).also_paused())


@admins.command("grant")
def grant(words: str) -> Act:
    number, role = _number_and_role(words, command="grant")
    return act(admin.grant, number, role, sure=False).show(views.ask_grant)


admins.button(
    Grant, lambda tap: act(admin.grant, str(tap.number), tap.role.value).show(views.granted)
)


@admins.command("revoke")
def revoke(words: str) -> Act:
    number, role = _number_and_role(words, command="revoke")
    return act(admin.revoke, number, role).show(views.revoked)


admins.always("workshops", act(admin.workshops).show(views.workshops).also_paused())
anybody.always("whoami", act(admin.who_am_i).show(views.account).also_paused())


@admins.command("audit")
def audit(words: str) -> Act:
    """The latest lines; or, with "verify", whether all are what was written."""
    if words.lower() in VERIFY:
        return act(admin.verify_audit).show(views.verified)
    if words:
        raise Usage(command="audit")
    return act(admin.audit).show(views.audit)


@admins.command("purge")
def purge(words: str) -> Act:
    """`/purge CODE` asks; with the code typed a second time everything of it is removed."""
    match words.split():
        case [code]:
            return act(admin.look_at, code).show(views.ask_purge)
        case [code, again]:
            return act(admin.purge, code, again).show(views.purged)
        case _:
            raise Usage(command="purge")


@admins.command("export")
def export(words: str) -> Act:
    if len(words.split()) != 1:
        raise Usage(command="export")
    return act(admin.export, words).show(views.exported)


def _number_and_role(words: str, *, command: str) -> tuple[str, str]:
    match words.split():
        case [number, role]:
            return number, role
        case _:
            raise Usage(command=command)


FEATURE = Feature(
    name="admin",
    routers=(admins, anybody),
    commands=(
        Command("admin", Access.ADMIN, rank=60),
        Command("workshops", Access.ADMIN, rank=61),
        Command("grant", Access.ADMIN, rank=62),
        Command("revoke", Access.ADMIN, rank=63),
        Command("export", Access.ADMIN, rank=64),
        Command("purge", Access.ADMIN, rank=65),
        Command("audit", Access.ADMIN, rank=66),
        Command("whoami", Access.ANYONE, rank=86),
    ),
)
