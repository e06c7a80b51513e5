"""The shapes of bodies: what a caller may send, with every rule that needs no registry to be checked."""
