"""What ``course new`` writes: small examples that check clean, to be filled in.

Each is a text for ``string.Template``; what stands after a # says what a setting does.
"""

from string import Template

FIRST_TOPIC = "basics"
FIRST_LESSON = ("how-this-course-works", "How this course works")

COURSE = Template("""\
format: 1
title: $title
summary: Say in one sentence what people learn here.
contact:                          # whom people ask when they are stuck
  name: Training office
  email: training@example.org
support:                          # lines of help, on every page
  - label: 988 Suicide and Crisis Lifeline
    about: Call, text or chat, free, day and night
    href: "tel:988"
topics:                           # what lessons and questions are about
  $topic:
    title: The basics
    domain: none
modules:                          # the course in its order
  - title: Start here
    steps:
      - lesson: $lesson
certificate:
  title: Certificate of completion
  requires:                       # what has to be done for it
    - lessons: all
    - reflections: all
""")

HOW_IT_WORKS = Template("""\
---
title: $title
summary: How to take this course, at your own speed.
topic: $topic
objectives:                       # what people can do after it: two to six
  find: Find the next step
  stop: Stop at any time, and go on later
---

You take this course at your own speed. You can stop at any time and come back.

## What you do

Read a lesson, and mark it as done. The course home always says what is left.

/// key-point

There is no hurry. What you have done is kept.

///
""")

LESSON = Template("""\
---
title: $title
summary: Say in one sentence what this lesson is about.
topic: $topic  # a topic of course.yaml
objectives:                       # what people can do after it: two to six
  first: Say one thing that people can do after this lesson
  second: Say another
complete_when: read               # or: reflection, questions
---

Say first why this matters. Two or three short sentences are enough.

## A heading

An empty line starts a new paragraph. Two ## make a heading.

/// always

- Write here what one always does.
- Each line with a - is a point of the list.

///

/// never

- Write here what one never does.

///

/// key-point

Say here what people should keep in mind.

///
""")

EXAM = Template("""\
format: 1
title: $title
kind: exam
intro: |
  There is no time limit. Your answers are saved as you go.
pass_mark: 75%                    # or: none
time_limit: none                  # or: 60 minutes
attempts: 3                       # or: none, for as many as one likes
shuffle: [questions, options]
show: answers-after-pass          # or: nothing, score, topics, answers
questions:
""")

PRACTICE = Template("""\
format: 1
kind: practice                    # for lessons: answered in the lesson, and never scored
questions:
""")

REFLECTION = Template("""\
/// reflection | $title
    id: $id
    words: 50 to 300
    share: choice                 # or: never
    review: required              # or: none
    look_for:                     # only trainers see this
      - Asks before giving advice
      - Leaves the choice with the person

Sam comes for the first time and looks lost. Sam says, "I do not know what I need."

What would you say to Sam, and why?

///
""")
