"""Run audiobrief as ``python -m audiobrief``."""

from audiobrief.cli import main

if __name__ == "__main__":
    main()
