"""Finds and mends what machines do to articles.

To follow the program, start at `cleaner.pipeline.clean`.
"""

__version__ = "0.1.0"
