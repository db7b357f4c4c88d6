"""Words that have times: captions (SRT, WebVTT), what recognisers write (JSON), and plain transcripts.

A file is one document.  Its cues are read one after the other, so that a sentence runs on over them; only their words
are written.
"""
