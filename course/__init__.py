"""Waymark: a self-paced certification training platform whose courses are files in git."""

__version__ = "0.1.0"
