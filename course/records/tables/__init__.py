"""Every table, by its name (DESIGN: rows, one word per thing)."""

from course.records.base import Base
from course.records.tables.cohorts import Cohort, CohortStaff, Completion, Enrollment
from course.records.tables.deeds import (
    Attempt,
    LateResponse,
    LessonProgress,
    PracticeResponse,
    ReflectionMessage,
    ReplyDraft,
    Response,
    Score,
    WrittenReflection,
)
from course.records.tables.editions import EditionFile, Publication, PublishedEdition
from course.records.tables.people import (
    AuditEvent,
    Invitation,
    OutboxMail,
    PendingPost,
    Person,
    PersonRole,
    SetUp,
    SignInLink,
    SignInSession,
    Throttle,
)

__all__ = [
    "Attempt",
    "AuditEvent",
    "Base",
    "Cohort",
    "CohortStaff",
    "Completion",
    "EditionFile",
    "Enrollment",
    "Invitation",
    "LateResponse",
    "LessonProgress",
    "OutboxMail",
    "PendingPost",
    "Person",
    "PersonRole",
    "PracticeResponse",
    "Publication",
    "PublishedEdition",
    "ReflectionMessage",
    "ReplyDraft",
    "Response",
    "Score",
    "SetUp",
    "SignInLink",
    "SignInSession",
    "Throttle",
    "WrittenReflection",
]
