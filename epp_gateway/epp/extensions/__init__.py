"""One namespace, one file."""
