"""The JSON API of answers: how a text is read."""
