# options: {paths = ["**/*.py"], log = true}
import logging

logger = logging.getLogger(__name__)


def f():
    try:
        g()
    except ValueError:
        pass
    except (KeyError, OSError):
        return None
    try:
        g()
    except Exception:
        logger.exception("no")
    try:
        g()
    except Exception as error:
        return error
    try:
        g()
    except Exception:
        raise
    try:
        g()
    except Exception:
        h()
    text = """
    except:
        pass
    """
    return text  # except: pass
