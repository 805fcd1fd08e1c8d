"""The curve of compliance over trust: a row from each wave of questions to the next, wave 0 before
any. Nobody stands in it.
"""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table

from services.kernel.schema import Int64, metadata

legitimacy = Table(
    "legitimacy",
    metadata,
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), primary_key=True),
    Column("wave", Int64, primary_key=True, autoincrement=False),
    Column("since_town_s", Int64, nullable=False),
    Column("trust_tenths", Int64),  # the mean from 1 to 5; none where it would tell of few
    Column("asked", Int64, nullable=False, server_default="0"),  # duties residents had
    Column("complied", Int64, nullable=False, server_default="0"),  # of them, meant to be done
    CheckConstraint("trust_tenths BETWEEN 10 AND 50", name="trust"),
    CheckConstraint("complied BETWEEN 0 AND asked", name="complied"),
)
