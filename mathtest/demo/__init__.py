"""A school to try: people, a year of exams, and two classes that have sat them."""
