"""Keeping the installation: who may do what, which workshops there are, who did what."""

from services.workshops.admin.errors import (
    LastAdmin,
    NoSuchJob,
    NoSuchRole,
    NotANumber,
    NotGranted,
    NotParked,
)
from services.workshops.admin.jobs import JobOrder, order_job, run_timer
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
    "JobOrder",
    "LastAdmin",
    "NoSuchJob",
    "NoSuchRole",
    "NotANumber",
    "NotGranted",
    "NotParked",
    "Overview",
    "RoleChange",
    "appoint",
    "audit",
    "grant",
    "order_job",
    "overview",
    "revoke",
    "run_timer",
    "workshops",
]
