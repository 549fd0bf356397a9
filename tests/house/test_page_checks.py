"""The checks of every page are checked themselves: each one sees the fault it is there for."""

import pytest

from tests.page_checks import complaints

SOUND = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Sign in – Course</title></head>
<body><a href="#main">Skip to main content</a>
<nav aria-label="Site"></nav><nav aria-labelledby="p"></nav>
<main id="main"><h1>Sign in</h1>
<form method="post" action="/sign-in" novalidate>
<input type="hidden" name="csrf_token" value="x">
<label for="email">Email</label>
<input id="email" name="email" type="email" autocomplete="username">
<fieldset><legend>Share</legend>
<label for="p"><input type="radio" id="p" name="share" value="private">Keep private</label>
</fieldset>
<button>Sign in</button></form>
<form method="post" action="/sign-out"><input type="hidden" name="csrf_token" value="x">
<button>Sign out</button></form>
<form action="/verify"><label for="number">Number</label><input id="number" name="number">
<button>Check</button></form>
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
        ('<meta name="viewport" content="width=device-width">', "", "no viewport"),
        ('id="main"', 'id="start"', "not exactly one main"),
        ('<a href="#main">Skip to main content</a>', "", "does not skip"),
        ("<p>Text", "<nav></nav><p>Text", "nav has no label"),
        ("<h2>More", "<h1>More", "not well-formed"),
        ("<h2>More</h2>", "<h1>More</h1>", "2 h1"),
        ("<h1>Sign in</h1>", "", "0 h1"),
        ('<main id="main"><h1>Sign in</h1>', '<h1>Sign in</h1><main id="main">', "in main"),
        ("<h2>More</h2>", "<h3>More</h3>", "h1 is followed by h3"),
        ("<h2>More</h2>", "<h2></h2>", "an empty h2"),
        ("<title>Sign in –", "<title>Sign up –", "does not begin with the h1"),
        (" – Course</title>", "</title>", "the site's name"),
        ("<p>Text", '<p id="email">Text', "used 2 times"),
        ('name="email"', 'name="email" aria-describedby="hint"', "points at nothing"),
        ('name="email"', 'name="email" aria-labelledby="email hint"', "'hint' points at nothing"),
        ('name="email"', 'name="email" list="emails"', "points at nothing"),
        ('for="p"', 'for="q"', "points at nothing"),
        ("<button>", '<button form="f">', "points at nothing"),
        ("<h2>More", '<button form="f">B</button><form id="f"></form><h2>M', "stands before it"),
        ("<button>", '<button popovertarget="f">', "points at nothing"),
        ('<a href="/help">', '<a href="#help">', "leads nowhere"),
        ('<label for="email">Email</label>', "", "no visible label"),
        ('name="email"', 'name="email" required', "is required"),
        ('<label for="email">Email<', '<label for="email"><', "no visible label"),
        ('<input id="email"', "<input", "no visible label"),
        ('name="email"', 'name="email" autofocus', "takes the focus"),
        (' autocomplete="username"', "", "no autocomplete"),
        ("<legend>Share</legend>", "", "no legend"),
        ("<legend>Share<", "<legend><", "no legend"),
        ("<p>Text", '<input type="radio" id="r" aria-labelledby="p"><p>Text', "in no fieldset"),
        ("<button>Sign in<", "<button><", "a button has no text"),
        ('action="/sign-in"', 'action=""', "not an address of this site"),
        ('action="/sign-in"', 'action="https://example.org"', "not an address of this site"),
        ('action="/sign-in"', 'action="//example.org"', "not an address of this site"),
        ('<input type="hidden" name="csrf_token" value="x">', "", "no csrf_token"),
        ('name="csrf_token" value="x"', 'name="csrf_token" value=""', "no csrf_token"),
        (" novalidate", "", "novalidate"),
        ('method="post"', 'method="get"', "into the address"),
        ("<button>Sign in</button>", "", "has no button"),
        ("<p>Text", "<script>1</script><p>Text", "an inline script"),
        ("</head>", "<style></style></head>", "an inline style"),
        ("<p>Text", '<p data-focus="">Text', "no site.js"),
        ("<p>Text", '<p class="error-summary">Text', "gets no focus"),
        ("<p>Text", '<script src="/static/x/site.js"></script><p>Text', "loaded for nothing"),
        ("<p>Text", '<p style="color:red">Text', "attribute style"),
        ("<p>Text", '<p onclick="x()">Text', "attribute onclick"),
        ('lang="en"', 'lang="en" onclick="x()"', "html has the attribute onclick"),
        ('href="/help"', 'href="/help" target="_blank"', "attribute target"),
        ('href="/help"', 'href="/help" accesskey="h"', "attribute accesskey"),
        ("<title>", '<meta http-equiv="refresh" content="1"><title>', "attribute http-equiv"),
        ('href="/help"', 'href="JavaScript:x()"', "a javascript: address"),
        ('src="/media', 'src="https://example.org/media', "not of this site"),
        ('src="/media', 'src="//example.org/media', "not of this site"),
        ("<title>", '<link rel="icon" href="data:,"><title>', "not of this site"),
        ("<p>Text", '<p tabindex="3">Text', "tabindex 3"),
        (' alt="A street"', "", "lacks alt"),
        (' width="4"', "", "lacks alt, width or height"),
        ("<caption>Steps</caption>", "", "no caption"),
        ('<th scope="col">', "<th>", "without scope"),
        ('<th scope="col">Step</th>', "<td>Step</td>", "without scope"),
        ("</th>", "</th><th>Day</th>", "without scope"),
        ('<a href="/help">', '<a href="">', "a link without an address"),
        ('<a href="/help">Help</a>', '<a href="/help"></a>', "a link without text"),
        ("<p>Text", "<p>::: note", "markup left"),
        ("<p>Text", "<p>Some **bold", "markup left"),
        ("<p>Text", "<p>{{ name }}", "markup left"),
        ("<p>Text", "<p>None</p><p>Text", "no person can read"),
        ("<p>Text", "<p>\n[]\n</p><p>Text", "no person can read"),
        ("<p>Text", "<p>&lt;flask.Flask object at 0x7f&gt;", "no person can read"),
        ("<p>Text", "<p>\n# Text", "markup left"),
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


REFUSED = SOUND.replace("<title>", "<title>Error: ").replace("<h1>", """
<div class="error-summary" data-focus><h2>Wrong</h2><ul><li><a href="#email">Type it</a></li></ul>
</div><h1>""").replace("</head>", '<script src="/static/x/site.js"></script></head>')  # fmt: skip


def test_each_problem_leads_to_its_field():
    assert complaints(REFUSED, status=422) == []
    dead = REFUSED.replace('<a href="#email">Type it</a>', "Type it")
    assert "does not lead to its field: 'Type it'" in "\n".join(complaints(dead, status=422))


def test_text_that_a_person_typed_may_look_like_markup():
    typed = SOUND.replace("<p>Text", "<p>{{7*7}} please")
    assert complaints(typed)
    assert complaints(typed, shows="{{7*7}} please") == []


@pytest.mark.parametrize("tag", ["pre", "code", "textarea", "span"])
def test_what_is_shown_as_it_was_typed_may_look_like_markup(tag):
    typed = f'<{tag} class="as-written" aria-labelledby="p">{{{{7*7}}}}</{tag}><p>Text'
    assert complaints(SOUND.replace("<p>Text", typed)) == []


def test_a_picture_says_where_its_link_leads():
    picture = '<a href="/help"><img src="/a.png" alt="Help" width="1" height="1"></a>'
    assert complaints(SOUND.replace('<a href="/help">Help</a>', picture)) == []
    silent = SOUND.replace('<a href="/help">Help</a>', picture.replace('"Help"', '""'))
    assert "a link without text to /help" in complaints(silent)


def test_the_words_of_a_course_are_its_authors():
    assert complaints(SOUND.replace("<p>Text", '<p class="author">Please, breathe.')) == []
