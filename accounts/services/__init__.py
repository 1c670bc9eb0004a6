"""What happens to people and classes, one module a theme."""
