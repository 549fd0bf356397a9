"""The WSGI application: ``flask run`` and ``gunicorn app:app`` find it here."""

from course.web import create_app

app = create_app()
