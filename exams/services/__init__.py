"""What happens to exams: one function, one transaction, one sentence."""
