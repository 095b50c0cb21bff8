# options: {functions = ["pkg.a.main"], class = "Tools"}
# layout: {also = ["pyproject.toml"]}
# file: pkg/__init__.py
# file: pkg/a.py
def main():
    """Run.

    >>> main()
    1
    """
    return 1


if __name__ == "__main__":
    main()
# file: pyproject.toml
[project.scripts]
run = "pkg.a:main"
# after
# file: pkg/__init__.py
# file: pkg/a.py
class Tools:
    @staticmethod
    def main():
        """Run.

        >>> Tools.main()
        1
        """
        return 1


if __name__ == "__main__":
    Tools.main()
# file: pyproject.toml
[project.scripts]
run = "pkg.a:Tools.main"
