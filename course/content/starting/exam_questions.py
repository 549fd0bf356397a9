"""The small examples for an exam or a bank: none of them is one that is for practice."""

from collections.abc import Mapping
from types import MappingProxyType

FOR_EXAMS: Mapping[str, str] = MappingProxyType(
    {
        "single": """\
text: A visitor says that a friend told them about you. What do you ask first?
options:
  - right: What would help you today?
    why: They say what they want, in their own words.
  - wrong: Which friend was it?
    why: Who told them is theirs to keep.
  - wrong: How long do you want to stay?
    why: Nobody has to decide that at the door.
explain: Ask what they want before you offer anything.""",
        "multiple": """\
text: A visitor is about to leave after ten minutes. What do you say? Choose all that fit.
options:
  - right: You can come back at any time.
    why: They know that the door is open.
  - right: Thank you for coming in.
    why: To come in may have been hard.
  - wrong: You did not stay long enough.
    why: There is no length that is enough.
  - wrong: Next time I need your address.
    why: Nobody has to give it to be welcome.
explain: They leave as they came, by their own wish.""",
        "true-false": """\
text: A visitor has to say why they came before you may greet them.
answer: false
explain: You greet them first. Why they came is theirs to tell.""",
        "matching": """\
text: Match what you want to learn to a question that asks for it.
pairs:
  - item: What they want
    match: What would help you today?
  - item: What they are called
    match: What may I call you?
extra:
  - Why did you wait so long?
explain: Ask what you need to know, and no more.""",
        "ordering": """\
text: A visitor wants to leave. Put these steps in order.
order:
  - Thank them for coming
  - Say when you are open
  - Say that they can come back
  - Let them go
explain: Thanks come first, and nobody is held.""",
        "short-answer": """\
text: Which word names somebody who comes for the first time, as we call them here?
accept: [visitor, guest]
ignore: [case, punctuation, small spelling mistakes]
explain: The word says that they are welcome.""",
        "numeric": """\
text: How many people greet a visitor at the door?
answer: 1
tolerance: 0
explain: One is enough. More can feel like a crowd.""",
        "cloze": """\
text: |
  A visitor can [[blank-1]] at any time. You ask what would [[blank-2]].
blanks:
  blank-1:
    accept: [leave, go]
  blank-2:
    choose:
      - right: help
      - wrong: be allowed
explain: They decide how long they stay, and what for.""",
        "scenario": """\
title: A second visit
start: back-again
scenes:
  - id: back-again
    text: Robin was here once, left early, and is back.
    choices:
      - say: Good to see you. What would help today?
        goto: robin-stays
        points: 2
        why: Robin is welcome, and says what they want.
      - say: You left early last time. Will you stay now?
        goto: robin-turns
        points: 0
        why: It sounds like blame.
  - id: robin-stays
    end: true
    text: Robin takes off the coat and sits down.
  - id: robin-turns
    end: true
    text: Robin turns round at the door.
explain: Each visit starts anew.""",
    }
)
