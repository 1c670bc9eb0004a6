"""The ground: schools, people, their roles and classes, and the record of who did what."""
