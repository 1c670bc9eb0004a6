"""Dates as Korean schools write them; what is not here is Django's own."""

DATETIME_FORMAT = "Y년 n월 j일 A g:i"
SHORT_DATETIME_FORMAT = "Y. n. j. A g:i"
SHORT_DATE_FORMAT = "Y. n. j."
TIME_FORMAT = "A g:i"
