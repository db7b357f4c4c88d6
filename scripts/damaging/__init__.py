"""What damages the corpus' articles, with real engines.  `scripts/make_corpus.py` runs it all.

printing       text set in type
wear           the page, worn
scanned_back   the worn page, read by Tesseract
translation    there and back by Apertium and by neural models
speech         read aloud and written down
webpage        put into a news site's page and scraped
recipes        which article suffers what
"""
