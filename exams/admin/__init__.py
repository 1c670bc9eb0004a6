"""Authoring and looking things up in the admin."""

from exams.admin import bank, papers, questions, sittings

__all__ = ["bank", "papers", "questions", "sittings"]
