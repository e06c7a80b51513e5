"""What was promised, kept across a crash."""
