import logging

logger = logging.getLogger(__name__)


def f():
	try:
		g()
	except Exception:
		logger.warning("Ignored an exception in f", exc_info=True)
		return None