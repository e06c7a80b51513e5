"""A door parses, calls operations and renders; it decides nothing."""
