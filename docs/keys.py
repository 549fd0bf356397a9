"""What each key of an author's file means: the words of docs/reference/author-files.md.

Which keys there are, which are needed and what they hold comes from the shapes themselves.
"""

from collections.abc import Mapping

from course.content.shapes.beside import BoardShape, BoardsShape, WordShape, WordsShape
from course.content.shapes.course import (
    CertificateShape,
    ContactShape,
    CourseShape,
    GlossaryShape,
    ModuleShape,
    RequirementShape,
    RoleShape,
    RolesShape,
    SourceShape,
    StepShape,
    SupportShape,
    TermShape,
    TopicShape,
)
from course.content.shapes.item import (
    BlankShape,
    ChoiceShape,
    ClozeShape,
    MatchingShape,
    NumericShape,
    OptionShape,
    OrderingShape,
    PairShape,
    QuestionShape,
    SayingShape,
    ScenarioShape,
    SceneShape,
    ShortAnswerShape,
    TrueFalseShape,
)
from course.content.shapes.lesson import LessonSettings, ReflectionOptions, RolesOptions
from course.content.shapes.quiz import ExamShape, SetShape
from course.content.shapes.shape import Shape

Words = Mapping[str, str]

FORMAT = "The version of the file's form: `1`."
COURSE_YAML: dict[type[Shape], Words] = {
    CourseShape: {
        "format": FORMAT,
        "title": "The name of the course.",
        "edition_title": "A name for this edition, to print, such as `Fall 2026`.",
        "language": "The language of the lessons, for screen readers.",
        "summary": "One sentence about the course, for the list of courses.",
        "contact": "Who a trainee can ask.",
        "support": "Lines of help, shown at the foot of every page and in `support` boxes.",
        "reading_speed": "Words a minute. Reading times are counted with it.",
        "domains": "What topics are grouped by, as `id: Name`. A pass mark can ask for them.",
        "topics": "What lessons and questions are about. Results are shown by topic.",
        "modules": "The course in its order.",
        "certificate": "What a trainee needs for the certificate of completion.",
    },
    ContactShape: {
        "name": "The person or office.",
        "email": "Their email address.",
        "phone": "Their phone number, as people dial it. Put it in double quotes.",
        "hours": "When they can be reached.",
    },
    SupportShape: {
        "label": "Its name, which is the link.",
        "about": "What it offers, and when.",
        "href": "Where it leads, such as `tel:988`.",
    },
    TopicShape: {
        "title": "The name that trainees read.",
        "domain": "The id of a domain, or `none`.",
    },
    ModuleShape: {
        "title": "The name of the module.",
        "order": "`fixed`: each step opens when those before it are completed.",
        "steps": "The lessons and exams, in order.",
    },
    StepShape: {
        "lesson": "The file name of a lesson, without `.md`.",
        "exam": "The file name of an exam, without `.yaml`. A step has a lesson or an exam.",
        "after": "Steps of any module that come first. `all`: every lesson and reflection.",
    },
    CertificateShape: {
        "title": "The title of the certificate.",
        "valid_for": "How long it holds, such as `730 days`.",
        "requires": "What has to be done, one requirement a line.",
    },
    RequirementShape: {
        "lessons": "`lessons: all`: every lesson that is a step.",
        "reflections": "`reflections: all`: every reflection of those lessons.",
        "exam": "The name of an exam, beside `is`.",
        "is": "`taken`: sent, with any score. `passed`: the pass mark was reached.",
        "hours": "Contact hours.",
        "live_hours": "Hours in a room with a trainer.",
        "domain": "The domain that hours are of.",
        "attest": "Something a person confirms.",
        "any": "One of several requirements.",
    },
}
LESSONS: dict[type[Shape], Words] = {
    LessonSettings: {
        "title": "The title, which is the page's heading.",
        "summary": "One sentence, shown where the lesson is listed.",
        "topic": "The id of a topic of course.yaml.",
        "objectives": "Two to six, as `id: What the trainee will be able to do`.",
        "activity_minutes": "Minutes of doing, beside reading. Reading time is counted.",
        "complete_when": "What completes it, beside marking it as done.",
        "sources": "Where its facts come from.",
        "jurisdiction": "The place whose rules it states.",
        "as_of": "The day on which its facts held.",
        "reviewed": "The day of the last review.",
        "reviewed_by": "Who reviewed it.",
        "review_by": "The day by which it needs another review. After it, check warns.",
        "status": "`draft` keeps it from trainees.",
    },
    SourceShape: {
        "title": "Its title.",
        "by": "Who wrote or published it.",
        "href": "Its address.",
        "checked": "The day on which somebody last looked at the address.",
    },
    ReflectionOptions: {
        "id": "Its id. Trainees' texts are stored under it, so it never changes.",
        "words": "The fewest and the most words, such as `50 to 300`.",
        "share": "`choice`: the trainee decides. `never`: nobody else can read it.",
        "review": "`required`: a shared one is complete when a trainer accepts it.",
        "look_for": "What a trainer looks for. Trainees never see it.",
    },
    RolesOptions: {
        "pick": "The roles to show. Left out: all.",
        "columns": "The columns to show. Left out: all.",
    },
}
BESIDE_LESSONS: dict[type[Shape], Words] = {
    RolesShape: {"format": FORMAT, "roles": "The roles, by id."},
    RoleShape: {
        "title": "The name of the role.",
        "purpose": "What the role is there for.",
        "basis": "What it takes to do it, such as a license.",
        "does": "What people in this role do.",
        "not_its_job": "What they leave to others.",
        "rests_on": "What the relationship rests on.",
        "records_and_pay": "Who keeps records, and who pays.",
        "self_disclosure": "If they tell their own story.",
        "sources": "Where these facts come from.",
    },
    GlossaryShape: {"format": FORMAT, "terms": "The terms, each with its meaning."},
    TermShape: {
        "means": "The meaning, in 30 words or fewer. Shown where the term first stands.",
        "also": "Other forms of the term.",
    },
    WordsShape: {"format": FORMAT, "words": "The words, each with what to say instead."},
    WordShape: {
        "instead": "What to say instead. Check offers it.",
        "also": "Other forms of the word.",
        "why": "Why, for the author who wrote it.",
    },
    BoardsShape: {"format": FORMAT, "boards": "The boards, by id."},
    BoardShape: {
        "title": "The name of the board or its credential.",
        "hours": "The hours of training it asks for, as `domain: hours`.",
        "sources": "Where these hours come from.",
    },
}
QUIZZES: dict[type[Shape], Words] = {
    ExamShape: {
        "format": FORMAT,
        "title": "The title that trainees read.",
        "kind": "`exam`.",
        "intro": "What to know before the start.",
        "pass_mark": "What it takes to pass. By domain: `{overall: 75%, ethics: 70%}`.",
        "pass_mark_is": "`provisional` until experts have set it: trainees are told so.",
        "time_limit": "How long an attempt may take.",
        "pause": "Pausing the time.",
        "attempts": "How many attempts each trainee has. `none`: as many as they like.",
        "wait_between": "How long to wait after each attempt. The last one holds for the rest.",
        "shuffle": "What each attempt puts in an order of its own.",
        "show": "What the result shows. The pre-course exam never shows answers.",
        "dont_know": "Offers “I don’t know yet”, which earns nothing.",
        "from": "The names of banks that questions are drawn from too.",
        "blueprint": "How many questions of each topic, or of each level of a topic, are drawn.",
        "forms": "Forms on paper.",
        "cut_score": "The record of how the pass mark was set.",
        "questions": "The questions.",
    },
    SetShape: {
        "format": FORMAT,
        "title": "A name for yourself.",
        "kind": "`practice`: for lessons. `bank`: for exams to draw from.",
        "questions": "The questions.",
    },
    QuestionShape: {
        "id": "Its id. Answers are stored under it, so it never changes.",
        "type": "The type of question.",
        "topic": "The id of a topic of course.yaml.",
        "text": "The question. Markdown; the last paragraph is what is asked.",
        "objective": "What it tests, as `lesson/objective`.",
        "level": "What it takes: knowing, using, or judging.",
        "points": "What a right answer earns.",
        "status": "`pilot`: asked, not scored. `retired`: not asked any more.",
        "explain": "Shown after a practice question is answered.",
        "source": "Where its fact comes from.",
        "reviewed": "The day of the last review.",
        "jurisdiction": "The place whose rule it is about.",
        "as_of": "The day on which its fact held.",
        "shuffle": "`no` keeps its options in the order they are written.",
    },
    ChoiceShape: {"options": "Two or more. `single` has one right option, `multiple` any."},
    TrueFalseShape: {"answer": "If the statement is true."},
    OptionShape: {
        "id": "Keeps answers together when you mend its text. Left out: made of the text.",
        "right": "The text of a right option.",
        "wrong": "The text of a wrong option. An option has one of the two.",
        "why": "Why it is right or wrong. Shown after the answer, where answers are shown.",
    },
    MatchingShape: {
        "pairs": "Two or more things, each with its match.",
        "extra": "Matches that belong to none of them.",
    },
    PairShape: {"item": "The thing.", "match": "What belongs to it."},
    OrderingShape: {"order": "The steps, in their right order. They are shown in another one."},
    ShortAnswerShape: {
        "accept": "Every answer that is right. More than one is kind.",
        "ignore": "What may differ from them.",
    },
    NumericShape: {
        "answer": "The number.",
        "tolerance": "How far off an answer may be, and still be right.",
    },
    ClozeShape: {"blanks": "What goes into each `[[name]]` of the text, by its name."},
    BlankShape: {
        "accept": "Every word that is right, for a blank to type in.",
        "choose": "Options, for a blank to choose from. A blank has one of the two.",
    },
    ScenarioShape: {
        "title": "The name of the story.",
        "start": "The id of the first scene.",
        "scenes": "The scenes, in any order.",
    },
    SceneShape: {
        "id": "Its id, for `start` and `goto`.",
        "text": "What happens.",
        "choices": "What a trainee can say or do here.",
        "end": "`yes` where the story ends.",
    },
    SayingShape: {
        "say": "What the trainee says or does.",
        "goto": "The id of the scene that comes next.",
        "points": "What it earns.",
        "why": "Why it is a good or a poor choice.",
    },
}
KEYS: dict[type[Shape], Words] = {**COURSE_YAML, **LESSONS, **BESIDE_LESSONS, **QUIZZES}
"""What each key means, by the shape that has it."""

HOLDS: dict[tuple[type[Shape], str], str] = {
    (ExamShape, "pass_mark"): "`none`, a percentage, or percentages by domain",
    (ExamShape, "blueprint"): "settings: a topic, and a number or numbers by level",
    (ExamShape, "questions"): "list of [questions](#questions)",
    (SetShape, "questions"): "list of [questions](#questions)",
    (StepShape, "after"): "list of text, or `all`",
    (LessonSettings, "objectives"): "settings: an id, and text",
    (ReflectionOptions, "words"): "`N to N`",
}
"""What a key holds, where its Python type does not say it to an author."""

BOXES: Words = {
    "always": "What a peer specialist always does. Often a list.",
    "definition": "What a term means.",
    "example": "An example.",
    "key-point": "What to remember.",
    "never": "What a peer specialist never does. Often a list.",
    "note": "Something on the side.",
    "question": "A practice question: the file and the id of one in a `kind: practice` file.",
    "quote": "Somebody's words, and whose.",
    "reflection": "A scenario to write about. Its settings stand indented by four spaces.",
    "roles": "The compared-roles table, from roles.yaml.",
    "support": "Where to find help. The lines of help of course.yaml come under its text.",
    "warning": "Something that can go wrong.",
}
