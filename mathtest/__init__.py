"""The composition root: settings, URLs, health, and what crosses the apps."""
