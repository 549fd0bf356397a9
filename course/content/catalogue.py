"""The catalogue: every code that a finding can have, how much it matters, and why.

A finding is made here and nowhere else, so that no message has a code that is not explained.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from course.content.findings import Finding, Place, Severity

MOST_SAID = 2_000
"""How many letters each part of a finding has at most."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What one code means: ``title`` names the mistake, ``why`` says what it would do."""

    code: str
    severity: Severity
    title: str
    why: str


def _rules(severity: Severity, rows: Mapping[str, tuple[str, str]]) -> dict[str, Rule]:
    return {code: Rule(code, severity, title, why) for code, (title, why) in rows.items()}


_FILES = _rules(
    Severity.ERROR,
    {
        "F101": ("The file is not plain UTF-8 text", "Other encodings turn letters wrong."),
        "F102": ("The file has a character that cannot be seen", "It would break the page."),
        "F103": ("The file is too large", "Large files make every check slow. Split it."),
        "F104": ("The file is a link to another place", "A course holds only its own files."),
        "F105": ("A name that a file cannot have", "The name of a file is its id everywhere."),
        "F106": ("The file could not be read", "Nothing can be checked in it."),
        "F107": ("The files changed while they were read", "Half of a change is not a course."),
        "F108": ("This is not a picture that pages can show", "Trainees would see a gap."),
        "F111": ("A drawing holds what a picture may not", "It could run or load something."),
        "F110": ("The file breaks off in the middle", "A save or a copy was cut short."),
        "T401": ("The text was damaged when it was saved", "Trainees would see stray letters."),
    },
) | _rules(
    Severity.WARNING,
    {"F109": ("A file or folder that no course has", "Nothing in it is read.")},
)
_YAML = _rules(
    Severity.ERROR,
    {
        "Y100": ("A line cannot be read", "YAML needs each setting in the same form."),
        "Y101": ("A colon in text", "YAML reads a colon and a space as a setting."),
        "Y102": ("A tab in the indentation", "YAML counts spaces; a tab has no agreed width."),
        "Y103": ("Text starts with a special sign", "YAML gives some signs a meaning."),
        "Y104": ("An item or setting does not line up", "Indentation says what belongs to what."),
        "Y105": ("An anchor, alias or tag", "Each thing is written out where it is used."),
        "Y106": ("An apostrophe in single quotes", "It ends the text early."),
        "Y107": ("Text goes on after its closing quote mark", "YAML stops at the quote mark."),
        "Y108": ("A list is never closed", "Everything after it would belong to the list."),
        "Y109": ("A backslash in double quotes", "In double quotes it starts a special sign."),
        "Y110": ("A setting is set twice", "Plain YAML would silently keep only the last one."),
        "Y112": ("A quote mark is never closed", "Everything after it would be one text."),
        "Y113": ("A line has no colon", "A setting is a name, a colon, a space and a value."),
        "Y114": ("The file is nested too deeply or holds too much", "It could stop the server."),
        "Y115": ("More than one document in a file", "Only the first would be read."),
        "Y116": ("The file is empty", "There is nothing to show."),
        "Y117": ("A setting's name is not a word", "Names are plain words."),
        "Y120": ("A setting is missing", "The page that needs it could not be made."),
        "Y121": ("One kind of value stands where another belongs", "It cannot be used as it is."),
        "Y122": ("A word that is not one of the choices", "The course would not know what to do."),
        "Y123": ("A number, date or length of time in the wrong form", "It cannot be counted."),
        "Y124": ("An id in the wrong form", "Ids stand in addresses and in records."),
        "Y125": ("A setting is empty", "An empty text helps nobody."),
    },
) | _rules(
    Severity.WARNING,
    {
        "Y111": (
            "A # hides text",
            "Everything after a space and # is a comment. An error where nothing is left.",
        )
    },
)
_QUIZZES = (
    _rules(
        Severity.ERROR,
        {
            "Q201": ("A setting that quizzes do not have", "It would do nothing."),
            "Q202": ("Two questions with one id", "Two questions would mix trainees' answers."),
            "Q203": ("A question type that does not exist", "The question could not be asked."),
            "Q204": ("A topic that course.yaml does not have", "Results speak of topics."),
            "Q205": ("No right answer", "Nobody could answer it."),
            "Q206": ("Too many right answers", "A single question has one right answer."),
            "Q207": ("A blank and its answer do not meet", "Nobody could fill it in."),
            "Q208": ("A scene that does not exist", "The story would break off."),
            "Q209": ("A scene without a way on", "Trainees could not finish the question."),
            "Q211": ("The blueprint asks for more than there is", "No form could be drawn."),
            "Q212": ("A pass mark that is not a percentage", "0.8 might mean 80% or 0.8%."),
            "Q213": ("Two answers with the same text", "Nobody could tell them apart."),
            "Q215": ("A question that a lesson asks for is not there", "The lesson has a gap."),
            "Q216": ("An exam question in a lesson", "Trainees would see it before the exam."),
            "Q217": ("An option that is not marked once", "Each option is right or wrong."),
            "Q218": ("Too few options, pairs or steps", "A choice needs at least two."),
            "Q219": ("Something that is not supported yet", "It will be, in a later version."),
            "Q220": ("An objective that no lesson has", "Items show which objective is weak."),
            "Q221": ("A file of questions without questions", "There is nothing to ask."),
            "Q222": ("A bank that is not there", "The exam draws from it."),
            "Q224": ("Two options or scenes with one id", "An answer would mean both."),
            "Q223": ("A pass mark for a domain that the exam has not", "Nobody could reach it."),
        },
    )
    | _rules(
        Severity.WARNING,
        {
            "Q210": ("A scene that no choice leads to", "Trainees can never see it."),
            "Q229": ("A question that no exam can draw", "Trainees never meet it."),
            "Q214": ("Only one spelling is right", "Who knows it but writes it otherwise fails."),
            "S302": ('"All of the above" as an option', "It may not stand last, or is guessed."),
            "S304": ("Right answers that are mostly the longest", "Knowing nothing would pass."),
            "S305": ("Right answers that mostly stand in one place", "They are easy to guess."),
            "S303": ('A "not" that is easy to miss', "A trainee who knows may answer wrong."),
        },
    )
    | _rules(
        Severity.ADVICE,
        {
            "Q226": ("A bank that no exam draws from", "Trainees never meet its questions."),
            "Q228": ("Objectives that no question asks about", "Nobody can tell if they are met."),
            "Q227": ("A cell with little to choose from", "Most forms would ask the same."),
            "S301": ("The right answer stands out by its length", "It is easy to guess."),
        },
    )
)
_COURSE = _rules(
    Severity.ERROR,
    {
        "C600": ("A course without course.yaml", "It says what the course is."),
        "C601": ("course.yaml lists a lesson that is not there", "The step would lead nowhere."),
        "C603": ("course.yaml lists an exam that is not there", "The step would lead nowhere."),
        "C604": ("A setting that the file does not have", "It would do nothing."),
        "C605": ("A topic's domain that is not there", "Hours are counted by domain."),
        "C606": ("One step listed twice", "A step is done once."),
        "C607": ("A step after one that is not there", "It could never start."),
        "C608": ("Steps that wait for each other", "None of them could ever start."),
        "C609": ("A file format that this version does not read", "It might mean other things."),
        "C610": ("The certificate needs what the course has not", "Nobody could earn it."),
        "C611": ("A step that is not one lesson or one exam", "Nobody could open it."),
        "C612": ("A lesson and an exam with one name", '"after" could mean either.'),
        "C613": ("A glossary meaning that is too long", "It is shown in the middle of a line."),
        "C616": ("A topic that nothing uses, and its near name is used", "It is misspelt."),
        "C614": ("A glossary term that is there twice", "Only one meaning can be shown."),
    },
) | _rules(
    Severity.WARNING,
    {
        "C602": ("A lesson that is not in course.yaml", "Trainees cannot reach it."),
        "C615": ("An exam that is not in course.yaml", "Trainees cannot reach it."),
        "D901": ("A review date has passed", "Facts go stale."),
        "D902": ("A source without a checked date", "Nobody can tell if it still holds."),
    },
)

_LESSONS = _rules(
    Severity.ERROR,
    {
        "L301": ("A lesson without settings at the top", "Its title and topic stand there."),
        "L302": ("The settings at the top are never closed", "The lesson would be settings."),
        "L303": ("A setting that lessons do not have", "It would do nothing."),
        "L304": ("Too few or too many objectives", "A lesson promises two to six things."),
        "L305": ("A lesson that can never be completed", "It waits for what it does not hold."),
        "L306": ("A lesson without text", "There is nothing to read."),
        "L310": ("A box that is never closed", "The rest of the lesson would be in it."),
        "L311": ("A box that does not exist", "Readers would see its marks as text."),
        "L312": ("A box inside a box", "It could not be told where each one ends."),
        "L313": ("A line that closes no box", "Readers would see it as text."),
        "L314": ("A line that only looks like a box", "Readers would see it as text."),
        "L315": ("A box's title that is missing or not needed", "The box shows it, or cannot."),
        "L316": ("A box without text, or with text it cannot show", "Readers would miss it."),
        "L317": ("A setting that a box does not have", "It would do nothing."),
        "L318": ("Two reflections with one id", "Two texts of a trainee would be mixed."),
        "L319": ("A role that roles.yaml does not have", "The table would lack a row."),
        "L320": ("A link to a lesson that is not there", "The link would lead nowhere."),
        "L321": ("A picture that is not there", "Readers would see a gap."),
        "L322": ("A link of another kind", "It could lead away from the course unseen."),
        "L323": ("A link to a heading that is not there", "The link would lead nowhere."),
        "L324": ("Two headings with the same text", "Links could not tell them apart."),
        "L325": ("A link that is not written as one", "Readers would see its marks as text."),
        "L330": ("Raw HTML", "It could break the page, or the law on accessible pages."),
        "L331": ("A table with uneven columns", "Cells would stand under the wrong heading."),
        "L332": ("A line that only looks like part of a table", "Readers would see the bars."),
        "L340": ("A list right after a paragraph", "Readers would see one long line."),
        "L341": ("A list inside a list with less than four spaces", "It would not be inside."),
        "L342": ("A heading that is not written as one", "Readers would see its marks as text."),
        "L343": ("Stars that are never closed", "Readers would see them as text."),
        "L344": ("Marks that mean nothing here", "Readers would see them as text."),
        "L345": ("Code that is never closed", "The rest of the lesson would be code."),
        "L346": ("A list item that is not written as one", "Readers would see its mark."),
        "L350": ("Markdown that is too tangled", "It could keep the server busy for minutes."),
        "A501": ("A picture without a description", "People who cannot see it get nothing."),
        "A503": ("A heading with one #", "The title of the lesson is the page's one heading 1."),
        "A504": ("A heading that skips a level", "Screen reader users move by levels."),
        "A505": ("A table without a caption", "Screen reader users cannot tell what it is."),
        "A508": ("A table heading without text", "Screen readers say it before each cell."),
    },
) | _rules(
    Severity.WARNING,
    {
        "A502": ("Link text that does not say where it goes", "Links are often heard alone."),
        "A506": ("Words in a drawing that are too small", "Most trainees read on a phone."),
        "A507": ("A drawing without a light background", "On a dark page it would be lost."),
        "R701": (
            "A lesson that is hard to read",
            "Above grade 8 it warns; above 10 it is an error.",
        ),
        "R702": ("A sentence of more than 25 words", "Long sentences are hard to follow."),
        "R704": ("A word that words.yaml replaces", "Words decide whether people ask for help."),
        "R705": ("A name in capitals that nothing explains", "Readers would have to guess."),
        "R703": ("A word with a plainer twin", "Plain words are read faster by everyone."),
    },
)
_PEOPLE = _rules(
    Severity.WARNING,
    {
        "P101": ("What looks like a real person's number or address", "Lessons are public."),
        "K801": ("An id that trainees have answers for is gone", "Their answers would be lost."),
    },
)

CATALOGUE: Mapping[str, Rule] = MappingProxyType(
    _FILES | _YAML | _QUIZZES | _COURSE | _LESSONS | _PEOPLE
)


def finding(
    code: str, place: Place, message: str, *, label: str = "", help: str = "", note: str = ""
) -> Finding:
    """Return a finding of this code, as severe as the catalogue says.

    Raises KeyError for a code that the catalogue does not have: that is a mistake of ours.
    """
    told = (_cut(each) for each in (message, label, help, note))
    return Finding(code, CATALOGUE[code].severity, place, *told)


def _cut(text: str) -> str:
    """Return a text at a length that can be read: an author's word in it may have any."""
    return text if len(text) <= MOST_SAID else text[: MOST_SAID - 1] + "…"
