"""What a deed can be refused for. ``message`` says in plain words what to do next."""

from course.grading.steps import First


class Refused(Exception):
    """A deed that cannot be done now. Nothing was written."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Unknown(Refused):
    """No such thing in this course, or not this person's: a page answers 404."""

    def __init__(self, message: str = "We could not find that. Go back to your course.") -> None:
        super().__init__(message)


class NotActive(Refused):
    """The enrollment is withdrawn or on hold."""


class Withdrawn(NotActive):
    """The person is on this course no more; ``course`` is its name where that is known."""

    def __init__(self, course: str = "") -> None:
        super().__init__("You are not on this course now. Ask your coordinator if you want to be.")
        self.course = course


class NotYet(Refused):
    """A step cannot start yet: others come ``first``, or a waiting time is not over."""

    def __init__(self, message: str, *, course: str = "", first: tuple[First, ...] = ()) -> None:
        super().__init__(message)
        self.course = course
        self.first = first


class TooLong(Refused):
    """A text or answer is longer than its field keeps."""
