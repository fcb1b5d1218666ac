"""Whether a report says what its sources say: every sentence held against its passages."""
