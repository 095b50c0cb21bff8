# import: no
# file: README.md
# A package
# file: pkg/__init__.py
__version__ = "1.2"
# file: setup.py
"""Packaging."""

from setuptools import find_packages, setup

REQUIRES = ["requests>=2", "attrs"]

setup(
    name="pkg-name",
    version="1.2",
    description="A 'package'",
    long_description=open("README.md").read(),
    long_description_content_type="text/markdown",
    author="Ann, Bob",
    author_email="ann@example.org, bob@example.org",
    license="MIT",
    url="https://example.org",
    project_urls={"Source": "https://example.org/src"},
    keywords="one, two",
    classifiers=["Programming Language :: Python :: 3"],
    python_requires=">=3.8",
    packages=find_packages(exclude=["tests", "tests.*"]),
    package_data={"": ["*.txt"], "pkg": ["py.typed"]},
    install_requires=REQUIRES,
    extras_require={"fast": ["numpy"], ":python_version<'3.9'": ["typing-extensions"]},
    entry_points={"console_scripts": ["pkg = pkg.cli:main"], "pkg.plugins": ["a = pkg.a:A [fast]"]},
    zip_safe=False,
)
# after
# file: README.md
# A package
# file: pkg/__init__.py
__version__ = "1.2"
# file: pyproject.toml
[build-system]
requires = ["setuptools>=61"]
build-backend = "setuptools.build_meta"

[project]
name = "pkg-name"
version = "1.2"
description = "A 'package'"
readme = "README.md"
requires-python = ">=3.8"
license = {text = "MIT"}
authors = [
    {name = "Ann", email = "ann@example.org"},
    {name = "Bob", email = "bob@example.org"},
]
keywords = [
    "one",
    "two",
]
classifiers = ["Programming Language :: Python :: 3"]
dependencies = [
    "requests>=2",
    "attrs",
    "typing-extensions; python_version<'3.9'",
]

[project.entry-points."pkg.plugins"]
a = "pkg.a:A [fast]"

[project.optional-dependencies]
fast = ["numpy"]

[project.scripts]
pkg = "pkg.cli:main"

[project.urls]
Homepage = "https://example.org"
Source = "https://example.org/src"

[tool.setuptools.packages.find]
exclude = [
    "tests",
    "tests.*",
]
namespaces = false

[tool.setuptools.package-data]
"*" = ["*.txt"]
pkg = ["py.typed"]
