"""Keeping the installation: who may do what, which workshops there are, who did what."""

from services.workshops.admin.jobs import JobOrder, order_job, run_timer
from services.workshops.admin.service import (
    Account,
    AuditPage,
    LastAdmin,
    NoSuchJob,
    NoSuchRole,
    NotANumber,
    NotGranted,
    NotParked,
    Overview,
    RoleChange,
    appoint,
    audit,
    grant,
    overview,
    revoke,
    who_am_i,
    workshops,
)
