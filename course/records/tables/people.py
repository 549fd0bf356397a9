"""People, what they may do, and how they get in."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.records.base import Base, Hash, Id, Json, Key, LongText, Moment, Name, PersonKey

ROLES = ("trainee", "trainer", "coordinator")


class Person(Base):
    """A person. ``email`` is the sign-in name, normalised; ``name`` is what is printed."""

    __tablename__ = "people"

    id: Mapped[Key]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[Name] = mapped_column(index=True)
    password_hash: Mapped[str | None] = mapped_column(String(255))
    time_zone: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[Moment]
    disabled_at: Mapped[Moment | None]
    roles: Mapped[list["PersonRole"]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    @property
    def role_names(self) -> frozenset[str]:
        """The roles this person has."""
        return frozenset(role.role for role in self.roles)


class PersonRole(Base):
    """One role of one person, for the whole site."""

    __tablename__ = "roles"
    __table_args__ = (CheckConstraint(f"role IN {ROLES}", name="known"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(16), primary_key=True)


class SignInSession(Base):
    """One signed-in browser. The cookie holds a random id, this row its SHA-256."""

    __tablename__ = "sessions"

    id_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[PersonKey]
    created_at: Mapped[Moment]
    last_seen_at: Mapped[Moment]
    staff: Mapped[bool]
    by_link: Mapped[bool] = mapped_column(default=False)
    device: Mapped[Name]
    person: Mapped[Person] = relationship()


class SignInLink(Base):
    """A link that signs one person in, once, within the hour."""

    __tablename__ = "sign_in_links"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[PersonKey]
    expires_at: Mapped[Moment]
    used_at: Mapped[Moment | None]


class Invitation(Base):
    """An invitation of one address to a cohort, or to staff work."""

    __tablename__ = "invitations"
    __table_args__ = (CheckConstraint(f"role IN {ROLES}", name="known_role"),)

    id: Mapped[Key]
    token_hash: Mapped[Hash] = mapped_column(unique=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    role: Mapped[str] = mapped_column(String(16))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohorts.id"), index=True)
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    used_at: Mapped[Moment | None]


class SetUp(Base):
    """The token that makes the first coordinator. At most one row is open."""

    __tablename__ = "set_up"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    created_at: Mapped[Moment]
    used_at: Mapped[Moment | None]


class Throttle(Base):
    """How often something failed for one key; nothing goes until ``until``.

    From ``forget_at`` on it counts no more: the next failure is the first one.
    """

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    count: Mapped[int]
    until: Mapped[Moment | None] = mapped_column(index=True)
    forget_at: Mapped[Moment] = mapped_column(index=True)


class PendingPost(Base):
    """A form that came after its session ended, kept for an hour for the same person."""

    __tablename__ = "pending_posts"

    id: Mapped[Key]
    person_id: Mapped[PersonKey]
    session_hash: Mapped[Hash] = mapped_column(index=True)
    path: Mapped[str] = mapped_column(String(500))
    fields: Mapped[Json]
    created_at: Mapped[Moment]


class AuditEvent(Base):
    """Who did what to whom, when and why; written in the transaction of the act."""

    __tablename__ = "audit_events"

    id: Mapped[Key]
    at: Mapped[Moment] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    actor_role: Mapped[str] = mapped_column(String(16))
    action: Mapped[Id] = mapped_column(index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    enrollment_id: Mapped[int | None] = mapped_column(ForeignKey("enrollments.id"), index=True)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohorts.id"), index=True)
    reason: Mapped[LongText] = mapped_column(server_default="")
    detail: Mapped[Json]


class OutboxMail(Base):
    """A letter to send. Written in the transaction of the act; sent afterwards, at least once."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_waiting", "created_at", sqlite_where=text("sent_at IS NULL")),
    )

    id: Mapped[Key]
    to: Mapped[str] = mapped_column("recipient", String(254))
    subject: Mapped[Name]
    body: Mapped[LongText]
    created_at: Mapped[Moment]
    claimed_at: Mapped[Moment | None]
    sent_at: Mapped[Moment | None]
    tries: Mapped[int] = mapped_column(default=0)
