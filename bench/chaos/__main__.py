"""``python -m bench.chaos``, see the package."""

from bench.chaos.matrix import main

if __name__ == "__main__":
    main()
