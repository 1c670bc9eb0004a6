"""Reads what happened and says what it means."""
