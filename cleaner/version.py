"""The version, in a place that imports nothing: a run notes which program made it."""

__version__ = "0.1.0"
