"""The nouns: frozen values that every layer shares. No I/O, no clock, no XML, no SQL."""
