"""The checks of every page are checked themselves: each one sees the fault it is there for."""

import pytest

from tests.page_checks import complaints

SOUND = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Sign in – Course</title></head>
<body><a href="#main">Skip to main content</a>
<main id="main"><h1>Sign in</h1>
<form method="post" action="/sign-in" novalidate>
<input type="hidden" name="csrf_token" value="x">
<label for="email">Email</label>
<input id="email" name="email" type="email" autocomplete="username">
<fieldset><legend>Share</legend>
<label for="p"><input type="radio" id="p" name="share" value="private">Keep private</label>
</fieldset>
<button>Sign in</button></form>
<h2>More</h2><table><caption>Steps</caption><tr><th scope="col">Step</th></tr></table>
<img src="/media/a.png" alt="A street" width="4" height="3">
<p>Text <a href="/help">Help</a></p></main></body></html>"""


def test_a_sound_page_has_no_complaints():
    assert complaints(SOUND) == []


@pytest.mark.parametrize(
    ("sound", "broken", "complaint"),
    [
        ("<p>Text", "<p><div>Text</p>", "not well-formed"),
        ('<html lang="en">', "<html>", "no lang"),
        ('<a href="#main">Skip to main content</a>', "", "does not skip"),
        ("<p>Text", "<nav></nav><p>Text", "nav has no label"),
        ("<h2>More", "<h1>More", "not well-formed"),
        ("<h2>More</h2>", "<h1>More</h1>", "2 h1"),
        ("<h2>More</h2>", "<h3>More</h3>", "h1 is followed by h3"),
        ("<h2>More</h2>", "<h2></h2>", "an empty h2"),
        ("<title>Sign in –", "<title>Sign up –", "does not begin with the h1"),
        (" – Course</title>", "</title>", "the site's name"),
        ("<p>Text", '<p id="email">Text', "used 2 times"),
        ('name="email"', 'name="email" aria-describedby="hint"', "points at nothing"),
        ('<a href="/help">', '<a href="#help">', "leads nowhere"),
        ('<label for="email">Email</label>', "", "no visible label"),
        ('name="email"', 'name="email" required', "is required"),
        (' autocomplete="username"', "", "no autocomplete"),
        ("<legend>Share</legend>", "", "no legend"),
        ("<button>Sign in<", "<button><", "a button has no text"),
        ('action="/sign-in"', 'action=""', "not an address of this site"),
        ('<input type="hidden" name="csrf_token" value="x">', "", "no csrf_token"),
        (" novalidate", "", "novalidate"),
        ('method="post"', 'method="get"', "into the address"),
        ("<button>Sign in</button>", "", "has no button"),
        ("<p>Text", "<script>1</script><p>Text", "an inline script"),
        ("<p>Text", '<p data-focus="">Text', "no site.js"),
        ("<p>Text", '<p class="error-summary">Text', "gets no focus"),
        ("<p>Text", '<script src="/static/x/site.js"></script><p>Text', "loaded for nothing"),
        ("<p>Text", '<p style="color:red">Text', "attribute style"),
        ("<p>Text", '<p onclick="x()">Text', "attribute onclick"),
        ('src="/media', 'src="https://example.org/media', "not of this site"),
        ("<p>Text", '<p tabindex="3">Text', "tabindex 3"),
        (' alt="A street"', "", "lacks alt"),
        ("<caption>Steps</caption>", "", "no caption"),
        ('<th scope="col">', "<th>", "without scope"),
        ('<a href="/help">Help</a>', '<a href="/help"></a>', "a link without text"),
        ("<p>Text", "<p>::: note", "markup left"),
        ("<p>Text", "<p>Some **bold", "markup left"),
        ("<p>Text", "<p>{{ name }}", "markup left"),
        ("<p>Text", "<p>None</p><p>Text", "no person can read"),
        ("<p>Text", "<p>Please wait", "'Please'"),
        (">Sign in</button>", ">Submit</button>", "'Submit'"),
    ],
)
def test_a_fault_is_seen(sound, broken, complaint):
    assert sound in SOUND
    assert complaint in "\n".join(complaints(SOUND.replace(sound, broken, 1)))


def test_a_refused_form_has_to_say_so_first():
    found = "\n".join(complaints(SOUND, status=422))
    assert "does not begin with 'Error: '" in found
    assert "no error summary" in found


def test_text_that_a_person_typed_may_look_like_markup():
    typed = SOUND.replace("<p>Text", "<p>{{7*7}} please")
    assert complaints(typed)
    assert complaints(typed, shows="{{7*7}} please") == []


def test_the_words_of_a_course_are_its_authors():
    assert complaints(SOUND.replace("<p>Text", '<p class="author">Please, breathe.')) == []
