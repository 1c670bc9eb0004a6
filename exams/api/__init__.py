"""The JSON API of exams."""
