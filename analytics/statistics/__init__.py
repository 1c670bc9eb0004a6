"""Statistics over plain arrays: no database, no web, no wording."""
