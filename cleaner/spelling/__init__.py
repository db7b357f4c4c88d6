"""What we know of the language, and of machines that misread it."""
