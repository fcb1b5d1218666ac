"""From a folder of recordings to a Piper voice: ``python -m voices.recipe``."""
