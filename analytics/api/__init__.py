"""The JSON API of reports."""
