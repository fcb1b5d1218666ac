"""How well audiobrief does, in figures: ``python -m tests.bench`` at the repository's root.

NeMo's wheel brings a top-level package ``tests`` that hides this one: where it is installed,
remove that folder from site-packages.
"""
