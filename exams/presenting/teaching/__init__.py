"""What teachers see of exams: drafts, papers given to classes, sittings and what waits for a person."""
