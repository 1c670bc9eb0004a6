"""The question bank, exams, and sitting them."""
