"""Clean text and dated facts out of scanned Kazakh theses."""

__version__ = "0.1.0"
