"""One small example of each question type, to practice with in a lesson."""

from collections.abc import Mapping
from types import MappingProxyType

EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "single": """\
text: Somebody comes for the first time and looks lost. What do you say first?
options:
  - right: Hi, I am Sam. I work here.
    why: They know who you are, and nothing is asked of them.
  - wrong: You have to sign this first.
    why: A form is a poor welcome. It can wait.
  - wrong: Why are you so late today?
    why: It sounds like blame.
explain: Your name comes first. It costs nothing and asks for nothing.""",
        "multiple": """\
text: What belongs in the first minute of a visit? Choose all that do.
options:
  - right: Your name
    why: They know who they talk to.
  - right: Time to talk
    why: They came to be heard.
  - wrong: A list of rules
    why: Rules can wait.
  - wrong: Questions about the past
    why: That is theirs to tell, when they want to.
explain: Say who you are, then listen.""",
        "true-false": """\
text: The first minute of a visit matters.
answer: true
explain: Many people waited a long time before they came.""",
        "matching": """\
text: Match what a person says to a good first answer.
pairs:
  - item: I am scared
    match: That sounds hard. I am here.
  - item: I have to go
    match: You can come back at any time.
extra:
  - You should not feel that way.
explain: Answer the feeling first, then the plan.""",
        "ordering": """\
text: Somebody comes for the first time. Put these steps in order.
order:
  - Say your name
  - Ask what would help today
  - Listen to the answer
  - Say what happens next
explain: Who you are comes first, and what they want comes before any plan.""",
        "short-answer": """\
text: Which word means that what people tell you stays with you?
accept: [confidential, private]
ignore: [case, punctuation, small spelling mistakes]
explain: Say early what you keep private, and what you cannot.""",
        "numeric": """\
text: What number do you call or text to reach the Suicide and Crisis Lifeline?
answer: 988
tolerance: 0
explain: It is free, day and night.""",
        "cloze": """\
text: |
  First you say your [[blank-1]]. Then you [[blank-2]].
blanks:
  blank-1:
    accept: [name, first name]
  blank-2:
    choose:
      - right: listen
      - wrong: give advice
explain: Listening comes before advice.""",
        "scenario": """\
title: The first visit
start: at-the-door
scenes:
  - id: at-the-door
    text: Sam stands at the door and looks lost.
    choices:
      - say: Hi, I am Alex. I work here. What would help today?
        goto: sam-sits-down
        points: 2
        why: Sam knows who you are, and can say what they want.
      - say: You have to sign this first.
        goto: sam-leaves
        points: 0
        why: A form is a poor welcome.
  - id: sam-sits-down
    end: true
    text: Sam sits down and starts to talk.
  - id: sam-leaves
    end: true
    text: Sam says that it was a mistake, and leaves.
explain: Your name first, then their wish.""",
    }
)
