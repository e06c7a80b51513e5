"""RFC 5730 to 5733: a verb's writers and readers stand together, both directions of both sides."""
