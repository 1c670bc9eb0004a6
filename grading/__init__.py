"""What an answer is worth: keys, marking, marks, and the pure engine below them."""
