"""Keeping the installation: who may do what, which workshops there are, who did what."""

from services.workshops.admin.service import (
    Account,
    AuditPage,
    JobOrder,
    LastAdmin,
    NoSuchJob,
    NoSuchRole,
    NotANumber,
    NotGranted,
    NotParked,
    Overview,
    RoleChange,
    WorkshopLine,
    audit,
    grant,
    order_job,
    overview,
    revoke,
    run_timer,
    who_am_i,
    workshops,
)
