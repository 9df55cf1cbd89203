"""Content becomes signals: fingerprints, URLs, codes in pictures, terms."""
