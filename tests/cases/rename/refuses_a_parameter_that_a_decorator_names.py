# options: {rename = {"a.f(old_one)" = "new"}}
# refuses: named-by-decorator
# import: no
# file: a.py
import click


@click.option("--old-one")
def f(old_one): ...
