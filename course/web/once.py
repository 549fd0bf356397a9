"""Parts of pages that are the same for everyone who sees them, rendered once in each process.

Owner: this module, one store for each app. Bound: ``MOST_KEPT`` parts; the one unused for longest
goes. Rule: a part's key names everything that it shows, an edition by its id; an edition never
changes, so nothing that is kept is ever out of date.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping

from flask import Flask, current_app
from markupsafe import Markup

MOST_KEPT = 1_000


class Parts:
    """The parts that are kept; safe to use from several threads."""

    def __init__(self) -> None:
        """Begin empty: the first page that shows a part renders it."""
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, Markup] = OrderedDict()

    def part(self, key: Hashable, render: Callable[[], Markup]) -> Markup:
        """Return the part of a key, rendered now where it is not kept."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        made = render()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return made


def install(app: Flask) -> None:
    """Give the app its store."""
    app.extensions["parts"] = Parts()


def part_of_page(template: str, **values: object) -> Markup:
    """Return a part, rendered anew, from these values alone.

    What Flask gives a whole page (who is here, their messages) is not there.
    """
    html = current_app.jinja_env.get_template(template).render(values)
    return Markup(html)  # noqa: S704  # Jinja has escaped what was not HTML already


def rendered_once(
    template: str, *key: Hashable, values: Callable[[], Mapping[str, object]]
) -> Markup:
    """Return a part, rendered the first time that anyone asks for it.

    ``key`` decides every value; nothing of a person may be in it, and no form's token.
    """
    parts: Parts = current_app.extensions["parts"]
    return parts.part((template, *key), lambda: part_of_page(template, **values()))
