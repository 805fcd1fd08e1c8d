"""Keeping the installation: who may do what, which workshops there are, who did what."""

from services.workshops.admin.errors import LastAdmin, NoSuchRole, NotANumber, NotGranted
from services.workshops.admin.service import (
    AuditPage,
    Overview,
    RoleChange,
    appoint,
    audit,
    grant,
    overview,
    revoke,
    workshops,
)

__all__ = [
    "AuditPage",
    "LastAdmin",
    "NoSuchRole",
    "NotANumber",
    "NotGranted",
    "Overview",
    "RoleChange",
    "appoint",
    "audit",
    "grant",
    "overview",
    "revoke",
    "workshops",
]
