# options: {paths = ["*.py"], raise_from = "error"}
class Mine(Exception):
    pass


def named(text):
    try:
        work(text)
    except ValueError as err:
        raise Mine(text)


def nameless(text):
    try:
        work(text)
    except (ValueError, KeyError):  # both
        if text:
            raise Mine
        raise Mine("no") from None


def bare(error):
    try:
        work(error)
    except:
        raise Mine(
            error,
        )  # as it was


def again():
    try:
        work(1)
    except (ValueError):
        raise
    except KeyError as key:
        raise key


def inner():
    try:
        work(1)
    except OSError:
        def later():
            raise Mine
        try:
            work(2)
        except KeyError:
            raise Mine("inner")
        return later
# after
class Mine(Exception):
    pass


def named(text):
    try:
        work(text)
    except ValueError as err:
        raise Mine(text) from err


def nameless(text):
    try:
        work(text)
    except (ValueError, KeyError) as error:  # both
        if text:
            raise Mine from error
        raise Mine("no") from None


def bare(error):
    try:
        work(error)
    except Exception as err:
        raise Mine(
            error,
        ) from err  # as it was


def again():
    try:
        work(1)
    except (ValueError):
        raise
    except KeyError as key:
        raise key


def inner():
    try:
        work(1)
    except OSError:
        def later():
            raise Mine
        try:
            work(2)
        except KeyError as error:
            raise Mine("inner") from error
        return later
