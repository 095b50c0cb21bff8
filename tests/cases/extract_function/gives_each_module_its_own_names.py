# options: {places = ["pkg.a.load", "pkg.b.load"], into = "pkg.loading.load_all", min_saving = 0}
# file: pkg/__init__.py
# file: pkg/a.py
import logging

logger = logging.getLogger(__name__)


def load(paths):
    found = []
    for path in paths:
        try:
            with open(path) as file:
                found.append(file.read())
        except OSError as error:
            logger.warning("cannot read %s: %s", path, error)
            continue
        if len(found) > 10:
            logger.info("enough")
            break
    return found
# file: pkg/b.py
import logging

logger = logging.getLogger("other")


def load(paths):
    found = []
    for path in paths:
        try:
            with open(path) as file:
                found.append(file.read())
        except OSError as error:
            logger.warning("cannot read %s: %s", path, error)
            continue
        if len(found) > 10:
            logger.info("enough")
            break
    return found
# after
# file: pkg/__init__.py
# file: pkg/a.py
import logging

from pkg.loading import load_all

logger = logging.getLogger(__name__)


def load(paths):
    return load_all(paths, logger=logger)
# file: pkg/b.py
import logging

from pkg.loading import load_all

logger = logging.getLogger("other")


def load(paths):
    return load_all(paths, logger=logger)
# file: pkg/loading.py
def load_all(paths, *, logger):
    found = []
    for path in paths:
        try:
            with open(path) as file:
                found.append(file.read())
        except OSError as error:
            logger.warning("cannot read %s: %s", path, error)
            continue
        if len(found) > 10:
            logger.info("enough")
            break
    return found
