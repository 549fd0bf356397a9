"""The forms of getting in. Field names are a contract (DESIGN.md 3)."""

from wtforms import PasswordField

from course.web.forms import Filled, Form, email_line, line


def password_field(label: str, needed: str, *, name: str) -> PasswordField:
    """Return a password field. Its length is judged with the rest of the rule, not here."""
    return PasswordField(label, [Filled(needed)], name=name)


class SignIn(Form):
    """Email address and password."""

    email = line("Email address", "Enter your email address")
    password = password_field("Password", "Enter your password", name="password")


class JoinCode(Form):
    """The eight letters of a cohort."""

    code = line("Join code", "Enter the join code you were given", most=40)


class WithEmail(Form):
    """The address to sign in with. Declared first: a page names its errors in this order."""

    email = email_line("Enter your email address")


class NewAccount(Form):
    """The name to print and a password."""

    name = line("Your full name", "Enter your full name", most=200)
    new_password = password_field("Choose a password", "Choose a password", name="new-password")


class JoinAccount(JoinCode, WithEmail, NewAccount):
    """A new account by a join code."""


class SetUpAccount(WithEmail, NewAccount):
    """The first coordinator's account."""


class ChangePassword(Form):
    """The old password (where there is one) and a new one."""

    password = password_field("Your password now", "Enter your password", name="password")
    new_password = password_field("New password", "Choose a new password", name="new-password")
