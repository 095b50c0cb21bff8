# options: {paths = ["**/*.py"], log = true}
import logging

logger = logging.getLogger(__name__)


class AnInterpreterOfManyThings:
    def method_with_a_long_name(self, x):
        for item in x:
            try:
                item.run()
            except Exception:
                pass
            try:
                item.run()
            except Exception:
                continue

    def run(self, x):
        try:
            x.run()
        except Exception:
            pass
# after
import logging

logger = logging.getLogger(__name__)


class AnInterpreterOfManyThings:
    def method_with_a_long_name(self, x):
        for item in x:
            try:
                item.run()
            except Exception:
                logger.warning(
                    "Ignored an exception in AnInterpreterOfManyThings.method_with_a_long_name",
                    exc_info=True,
                )
            try:
                item.run()
            except Exception:
                logger.warning(
                    "Ignored an exception in AnInterpreterOfManyThings.method_with_a_long_name",
                    exc_info=True,
                )
                continue

    def run(self, x):
        try:
            x.run()
        except Exception:
            logger.warning(
                "Ignored an exception in AnInterpreterOfManyThings.run", exc_info=True
            )
