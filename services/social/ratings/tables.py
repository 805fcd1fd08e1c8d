"""Deals whose two sides may rate, and what they gave. Nothing is seen until the deal is opened."""

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint

from services.kernel.schema import Int64, Words, metadata, typed_by

PAYMENT = "payment"  # kinds of deals: somebody paid another person; and the money came back
RETURNED = "returned"
_CARDS = ("rating_customer:{deal_id}", "rating_provider:{deal_id}")

deals = Table(
    "deals",
    metadata,
    Column("deal_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("key", Words, nullable=False),  # the keys of its facts begin with it
    Column("kind", Words, nullable=False),
    Column("customer", Words, ForeignKey("participants.participant_id"), nullable=False),
    Column("provider", Words, ForeignKey("participants.participant_id")),  # where it is a person
    Column("service", Words, nullable=False),
    Column("title", Words, nullable=False),  # of the service, as JSON
    Column("what", Words, nullable=False, info=typed_by("customer", *_CARDS)),
    Column("made_town_s", Int64, nullable=False),
    Column("due_town_s", Int64, nullable=False),
    Column("customer_waits", Boolean, nullable=False, server_default="1"),
    Column("provider_waits", Boolean, nullable=False, server_default="1"),
    Column("opened_town_s", Int64),
    UniqueConstraint("workshop_id", "key"),
    CheckConstraint("provider <> customer", name="two_sides"),
    CheckConstraint("provider IS NOT NULL OR NOT provider_waits", name="somebody_waits"),
    CheckConstraint(
        "(opened_town_s IS NULL) = (customer_waits OR provider_waits)", name="open_or_waiting"
    ),
    Index("ix_deals_customer", "customer", "opened_town_s"),
    Index("ix_deals_provider", "provider", "opened_town_s"),
    Index("ix_deals_service", "workshop_id", "service"),
)

ratings = Table(
    "ratings",
    metadata,
    Column("rating_id", Int64, primary_key=True),
    Column("deal_id", Int64, ForeignKey("deals.deal_id"), nullable=False),
    Column("rater", Words, ForeignKey("participants.participant_id"), nullable=False, index=True),
    Column("rated", Words, ForeignKey("participants.participant_id")),
    Column("service_stars", Int64),  # by customers only: nobody rates a service of their own
    Column("person_stars", Int64),
    Column("word", Words, nullable=False, server_default="", info=typed_by("rater", *_CARDS)),
    UniqueConstraint("deal_id", "rater"),
    CheckConstraint("rated <> rater", name="not_oneself"),
    CheckConstraint("service_stars BETWEEN 1 AND 5", name="service_stars"),
    CheckConstraint("person_stars BETWEEN 1 AND 5", name="person_stars"),
    CheckConstraint("rated IS NOT NULL OR person_stars IS NULL", name="somebody_rated"),
    CheckConstraint("service_stars IS NOT NULL OR person_stars IS NOT NULL", name="some_stars"),
    Index("ix_ratings_rated", "rated"),
)
