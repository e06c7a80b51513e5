"""The one road from an intent to an outcome."""
