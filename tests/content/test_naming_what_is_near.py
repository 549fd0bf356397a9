"""Of many names a message has the few that are nearest, and says where the others are."""

from course.content.spelling import MOST_NAMED, near_ones

MANY = ["advocacy", "crisis", "culture", "ethics", "families", "language", "listening", "rights"]


def test_few_names_are_all_told_in_their_order():
    assert near_ones("zebra", MANY[:MOST_NAMED], "course.yaml") == ", ".join(MANY[:MOST_NAMED])


def test_of_many_the_nearest_come_first_and_the_rest_is_counted():
    said = near_ones("listning", MANY, "course.yaml")
    assert said.startswith("listening, ")
    assert said.endswith(" and 3 more, in course.yaml")
    assert said.count(",") == MOST_NAMED - 1


def test_a_word_that_is_near_to_none_names_some_all_the_same():
    assert near_ones("…", MANY, "course.yaml").endswith(" and 3 more, in course.yaml")
