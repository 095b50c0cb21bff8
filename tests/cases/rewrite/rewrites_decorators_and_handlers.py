# options: {rules = [{pattern = "@pytest.yield_fixture($$$A)", to = "@pytest.fixture($$$A)"}, {pattern = "except OSError as $E: $$$BODY", to = "except (OSError, ValueError) as $E:\n    $$$BODY"}]}
# import: no
import pytest


@pytest.yield_fixture(scope="module")
def one():
    try:
        yield 1
    except OSError as error:
        raise SystemExit from error  # done
    except ValueError:
        pass


def yield_fixture(pytest):
    pytest.yield_fixture()
# after
import pytest


@pytest.fixture(scope="module")
def one():
    try:
        yield 1
    except (OSError, ValueError) as error:
        raise SystemExit from error  # done
    except ValueError:
        pass


def yield_fixture(pytest):
    pytest.yield_fixture()
