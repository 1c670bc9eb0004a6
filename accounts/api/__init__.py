"""The JSON API of people and classes: signing in, and what all lists of the API have in common."""
