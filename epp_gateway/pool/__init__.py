"""Live sessions to one registry account: a pure machine decides, a runner acts."""
