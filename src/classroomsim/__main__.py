"""`python -m classroomsim` does what the `classroomsim` command does."""

from classroomsim.cli import main

if __name__ == "__main__":
    main()
