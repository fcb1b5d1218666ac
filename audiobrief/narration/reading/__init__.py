"""Text read as it is said: tables and rules of a language, and the pass that applies them."""
