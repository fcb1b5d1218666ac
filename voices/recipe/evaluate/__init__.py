"""How good a voice is, in figures: measured beside other voices and the recordings themselves."""
