"""The standards' own words: schemas and examples cut out of the RFC texts, and mutants of frames.

The texts are not part of the project. They lie beside the checkout (`../shared/rfc`), or they do not.
"""
