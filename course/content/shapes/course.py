"""What course.yaml, roles.yaml and glossary.yaml may hold (FORMATS.md 2)."""

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from course.content.shapes.shape import Shape
from course.content.shapes.source import SourceShape
from course.content.shapes.values import DaysOrNone, Id, Link, Number, Text


class ContactShape(Shape):
    """Who a trainee can ask."""

    what: ClassVar[str] = "contacts"

    name: Text
    email: Text = ""
    phone: Text = ""
    hours: Text = ""


class SupportShape(Shape):
    """A line of help."""

    what: ClassVar[str] = "support lines"

    label: Text
    about: Text
    href: Link


class TopicShape(Shape):
    """A topic: its title and the domain it counts for, or none."""

    what: ClassVar[str] = "topics"

    title: Text
    domain: Text


EVERYTHING = "*"
"""What ``after: all`` is read as: every lesson and every reflection. No file has this name."""


def _after(value: object) -> object:
    return (EVERYTHING,) if value == "all" else value


class StepShape(Shape):
    """A step: one lesson or one exam."""

    what: ClassVar[str] = "steps"

    lesson: Text | None = None
    exam: Text | None = None
    after: Annotated[tuple[Text, ...], BeforeValidator(_after)] = ()


class ModuleShape(Shape):
    """A run of steps."""

    what: ClassVar[str] = "modules"

    title: Text
    order: Literal["fixed", "free"] = "free"
    steps: tuple[StepShape, ...]


class RequirementShape(Shape):
    """One thing that the certificate needs. The last five are for later versions."""

    what: ClassVar[str] = "requirements"

    lessons: Literal["all"] | None = None
    reflections: Literal["all"] | None = None
    exam: Text | None = None
    must: Literal["taken", "passed"] | None = Field(default=None, alias="is")
    hours: object = None
    live_hours: object = None
    domain: object = None
    attest: object = None
    any: object = None


class CertificateShape(Shape):
    """The certificate of completion."""

    what: ClassVar[str] = "certificates"

    title: Text
    valid_for: DaysOrNone = None
    requires: tuple[RequirementShape, ...]


class CourseShape(Shape):
    """course.yaml, whole."""

    what: ClassVar[str] = "course.yaml"

    format: Text
    title: Text
    edition_title: Text = ""
    language: Text = "en"
    summary: Text = ""
    contact: ContactShape
    support: tuple[SupportShape, ...] = ()
    reading_speed: Number = 175
    domains: dict[Id, Text] = Field(default_factory=dict)
    topics: dict[Id, TopicShape]
    modules: tuple[ModuleShape, ...]
    certificate: CertificateShape


class RoleShape(Shape):
    """A role definition."""

    what: ClassVar[str] = "roles"

    title: Text
    purpose: Text
    basis: Text
    does: tuple[Text, ...]
    not_its_job: tuple[Text, ...]
    rests_on: Text
    records_and_pay: Text
    self_disclosure: Text
    sources: tuple[SourceShape, ...] = ()


class RolesShape(Shape):
    """roles.yaml, whole."""

    what: ClassVar[str] = "roles.yaml"

    format: Text = "1"
    roles: dict[Id, RoleShape]


class TermShape(Shape):
    """What a glossary term means, and its other forms."""

    what: ClassVar[str] = "terms"

    means: Text
    also: tuple[Text, ...] = ()


class GlossaryShape(Shape):
    """glossary.yaml, whole."""

    what: ClassVar[str] = "glossary.yaml"

    format: Text = "1"
    terms: dict[Text, TermShape]
