# options: {paths = ["examples/celery"], reason = "moved to a gist"}
# layout: {also = ["README.md"]}
# notes: README.md:3: an address on the web that may lead to `examples/celery`, which goes
# file: README.md
Examples
========
[Celery](https://github.com/us/it/tree/feature/x/examples/celery) and https://github.com/us/it/blob/main/examples/celery/app.py.
# file: examples/celery/app.py
x = 1
# file: examples/other.py
y = 1
# after
# file: README.md
Examples
========
[Celery](https://github.com/us/it/tree/feature/x/examples/celery) and https://github.com/us/it/blob/main/examples/celery/app.py.
# file: examples/other.py
y = 1
