"""Ana, who writes a reflection, and Theo, her trainer."""

from dataclasses import dataclass
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.records.reflections import by_author, choosing, sharing, writing
from course.records.tables import ReflectionMessage
from tests.cast import Cast
from tests.story import send

FIRST = "first-day"


@dataclass(frozen=True)
class Writer:
    """Ana, who writes a reflection, and Theo, her trainer, who may read it."""

    session: Session
    cast: Cast
    edition: Edition
    now: datetime

    def send(self, **more):
        send(self.session, self.cast.ana_enrolled, self.edition, self.now, **more)

    def draft(self, text, *, shared=False):
        draft = writing.Draft(text, shared=shared, sequence=7)
        mine = (self.session, self.cast.ana_enrolled, FIRST, draft)
        writing.save_draft(*mine, edition=self.edition, now=self.now)

    def newest(self):
        kind = ReflectionMessage.kind == "version"
        newest_last = select(ReflectionMessage.id).where(kind).order_by(ReflectionMessage.id)
        return str(self.session.scalars(newest_last).all()[-1])

    def share(self, of=FIRST, *, version=None, under=None, when=None):
        chosen = (of, self.newest() if version is None else version)
        live, now = under or self.edition, when or self.now
        choosing.share_sent(self.session, self.cast.ana_enrolled, *chosen, edition=live, now=now)

    def stop(self, of=FIRST, *, under=None):
        live, mine = under or self.edition, (self.session, self.cast.ana_enrolled, of)
        return choosing.keep_private(*mine, edition=live, now=self.now)

    def written(self):
        mine = (self.session, self.cast.ana, self.cast.ana_enrolled, FIRST)
        return by_author.thread_for_author(*mine)

    def theo_reads(self):
        key = self.written().id
        thread = sharing.thread_for_trainer(self.session, self.cast.theo, key, now=self.now)
        return [entry.text for entry in thread.entries] if thread else None


@pytest.fixture
def ana(session, cast, edition, now):
    return Writer(session, cast, edition, now)
