"""The pages of a coordinator."""

from flask import Blueprint

bp = Blueprint("coordinator", __name__)
