"""Pictures of an edition: kept for a year, and a drawing can run nothing."""

import hashlib

import pytest

from course.records.tables import EditionFile
from course.records.transaction import transaction

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4"/></svg>'


@pytest.fixture
def address(session, edition) -> str:
    name = hashlib.sha256(DRAWING).hexdigest()
    with transaction(session):
        session.add(EditionFile(hash=name, extension="svg", content=DRAWING))
    return f"/media/{name}.svg"


def test_a_drawing_is_sent_as_one_and_may_neither_run_nor_load_anything(visitor, address):
    sent = visitor.client.get(address)
    assert (sent.status_code, sent.data) == (200, DRAWING)
    assert sent.mimetype == "image/svg+xml"
    assert sent.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert sent.headers["Content-Disposition"] == "attachment"
    assert "immutable" in sent.headers["Cache-Control"]


def test_a_drawing_is_never_sent_as_something_else(visitor, address):
    assert visitor.client.get(address.replace(".svg", ".html")).status_code == 404
    assert visitor.client.get(address.replace(".svg", ".png")).status_code == 404
