"""Asking a language model about open places: it chooses among our own readings, and its choice is one more evidence."""
