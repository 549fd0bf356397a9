"""A person's own account."""

import pytest

from course.web.words import device
from tests.cast import PASSWORD
from tests.web.conftest import signed_in

NEW = "five ginger otters waltz north"


def change(pages, old=PASSWORD, new=NEW, status=303):
    form = pages.get("/profile/password").form("/profile/password")
    return form.fill(password=old, new_password=new).send(status=status)


def test_a_new_password_signs_every_other_device_out(app, cast, edition):
    here, there = signed_in(app, cast.ana), signed_in(app, cast.ana)
    change(here)
    here.get("/profile")
    there.get("/profile", 303)


def test_the_old_password_is_asked_for(as_trainee):
    page = change(as_trainee, old="not my password at all", status=422)
    assert page.problems == ["This is not your password now"]


def test_a_password_of_ones_own_name_is_refused(as_trainee):
    assert change(as_trainee, new="ana example ana example", status=422).problems


def test_a_password_of_what_the_site_is_called_is_refused(as_trainee):
    page = change(as_trainee, new="PeerTraining peer basics", status=422)
    assert "words of the course or the site" in page.problems[0]


def test_times_are_shown_in_the_zone_a_person_chose(as_trainee):
    form = as_trainee.get("/profile").form("/profile").fill(time_zone="America/Denver")
    page = form.send().follow()
    assert "2:00 am MST" in page.text


def test_a_zone_that_is_none_is_refused(as_trainee):
    token = as_trainee.get("/profile").token
    as_trainee.post("/profile", {"time-zone": "Moon/Base", "csrf_token": token}, 422)


def test_every_other_device_can_be_signed_out(app, cast, edition):
    here, there = signed_in(app, cast.ana), signed_in(app, cast.ana)
    assert "2 devices" in here.get("/profile").text
    here.get("/profile").form("/profile/sign-out-everywhere").send()
    there.get("/profile", 303)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Linux; Android 14) Chrome/131.0 Mobile Safari/537.36", "Chrome on Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604",
            "Safari on an iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/131.0 Safari/537.36 Edg/131", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", "Firefox on Linux"),
        ("curl/8.5", "A browser on a device of another kind"),
        ("", "A browser on a device of another kind"),
    ],
)
def test_a_device_is_named_as_its_owner_would(agent, words):
    assert device(agent) == words


def test_the_device_in_hand_is_marked(app, cast):
    signed_in(app, cast.ana)
    assert signed_in(app, cast.ana).get("/profile").text.count("(this one)") == 1
