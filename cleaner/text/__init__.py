"""The geometry of a text: words, sentences, protected spans, edits, and the way from one version to the next."""
