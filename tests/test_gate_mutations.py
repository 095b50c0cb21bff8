"""Each check of the gate, broken on purpose in a project whose plain pytest stays green."""

from __future__ import annotations

from pathlib import Path

import pytest
from gated import Project, red

from migrate.gate import Baseline
from migrate.model import Move, Redefinition, Removal
from migrate.plan import EquivalenceTable, GateTable, ImportsTable, ProbeTable

SHOP = {
    "src/shop/__init__.py": """
        from .errors import ShopError
        from .prices import price
        """,
    "src/shop/errors.py": """
        class ShopError(Exception):
            pass

        class SoldOut(ShopError, LookupError):
            def __init__(self, message="sold out"):
                super().__init__(message)
                self.left = 0
        """,
    "src/shop/prices.py": """
        def price(article, count=1, *, vat=0.2):
            return count * len(article) * (1 + vat)

        def discount(amount, percent):
            return amount * (100 - percent) / 100

        class Basket:
            limit = 10

            def add(self, article, count=1):
                return count

            @property
            def size(self):
                return 0
        """,
    "src/shop/plots.py": """
        def plot(values):
            return list(values)
        """,
    "src/shop/stock.py": """
        from enum import Enum

        from shop.prices import price

        class Shelf(Enum):
            TOP = 1
            LOW = 2

        def worth(articles):
            return sum(price(a) for a in articles)
        """,
    "tests/test_prices.py": """
        from shop.prices import price

        def test_price():
            assert price("ab", vat=0) == 2
        """,
    "tests/test_plots.py": """
        import pytest

        plots = pytest.importorskip("shop.plots", exc_type=ImportError)

        def test_plot():
            assert plots.plot((1, 2)) == [1, 2]
        """,
    "tests/test_stock.py": """
        from shop.stock import worth

        def test_worth():
            assert worth(["a"]) == 1.2
        """,
    "tests/test_errors.py": """
        import shop

        def test_error():
            assert issubclass(shop.ShopError, Exception)
        """,
    ".gitignore": "__pycache__/\n.pytest_cache/\n",
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project.make(tmp_path_factory.mktemp("shop") / "shop", SHOP)


@pytest.fixture
def project(shop: Project, tmp_path: Path) -> Project:
    return shop.copy(tmp_path / "shop")


def edit(name: str, old: str, new: str) -> dict[str, str]:
    from textwrap import dedent

    text = dedent(SHOP[name])
    assert old in text
    return {name: text.replace(old, new)}


def test_a_tree_as_in_the_baseline_is_green_and_stays_clean(project: Project) -> None:
    verdicts = project.judge()
    assert red(verdicts) == {}
    assert list(verdicts) == ["parse", "imports", "api", "cycles", "tests"]
    assert verdicts["tests"].metrics["passed"] == 4
    assert project.dirty() == ""


def test_a_baseline_is_the_same_wherever_and_whenever_it_is_taken(shop: Project, project: Project) -> None:
    assert project.take().to_json() == shop.baseline.to_json()
    assert str(project.root.parent) not in str(project.baseline.to_json())


SAYS_LESS = "super().__init__(message, 1)\n\n    def __str__(self):\n        return self.args[0]"
UNPICKLED = "self.left = 0\n\n    def __setstate__(self, state):\n        raise TypeError(state)"
NAMES = {
    "a public function": (edit("src/shop/prices.py", "def discount", "def _discount"), "shop.prices.discount is lost"),
    "a name in __init__": (edit("src/shop/__init__.py", "from .prices import price\n", ""), "shop.price is lost"),
    "a module": ({"src/shop/errors.py": None, "src/shop/__init__.py": "from .prices import price\nShopError = Exception\n"},
                 "module shop.errors is lost"),
    "a base class": (edit("src/shop/errors.py", "SoldOut(ShopError, LookupError)", "SoldOut(ShopError)"),
                     "shop.errors.SoldOut has lost its base class builtins.LookupError"),
    "a constructor's message": (edit("src/shop/errors.py", 'self, message="sold out"', "self").copy(), "shop.errors.SoldOut(…)"),
    "a parameter": (edit("src/shop/prices.py", "article, count=1, *, vat=0.2", "article, count=1").copy(), "vat"),
    "a parameter's place": (edit("src/shop/prices.py", "amount, percent)", "percent, amount)"),
                            "amount was parameter 1, where percent is now"),
    "a default": (edit("src/shop/prices.py", "def add(self, article, count=1)", "def add(self, article, count)"),
                  "shop.prices.Basket.add: count must be given now"),
    "a new parameter that must be given": (edit("src/shop/prices.py", "amount, percent)", "amount, percent, kind)"),
                                           "kind must be given now"),
    "a method": (edit("src/shop/prices.py", "def add(", "def put("), "shop.prices.Basket.add is lost"),
    "a property": (edit("src/shop/prices.py", "    @property\n", ""), "was a property and is a plain function"),
    "a class attribute": (edit("src/shop/prices.py", "    limit = 10\n", ""), "shop.prices.Basket.limit is lost"),
    "an enum's member": (edit("src/shop/stock.py", "    LOW = 2\n", ""), "shop.stock.Shelf.LOW is lost"),
    "a coroutine": (edit("src/shop/prices.py", "def discount", "async def discount"), "must be awaited now"),
    "what catches it": (edit("src/shop/errors.py", "class ShopError(Exception)", "class ShopError(RuntimeError)"),
                        "shop.errors.SoldOut is caught by `except RuntimeError` now"),
    "what it says": (edit("src/shop/errors.py", "super().__init__(message)", "super().__init__(f'no: {message}')"),
                     "str(shop.errors.SoldOut('one')) was 'one' and is 'no: one'"),
    "what it holds": (edit("src/shop/errors.py", "super().__init__(message)", SAYS_LESS),
                      "shop.errors.SoldOut('one').args was ('one',) and is ('one', 1)"),
    "a way of making it": (edit("src/shop/errors.py", "super().__init__(message)", "super().__init__(message.code)"),
                           "shop.errors.SoldOut('one') raises AttributeError now: 'str' object has no attribute 'code'"),
    "what was pickled": (edit("src/shop/errors.py", "self.left = 0", UNPICKLED),
                         "a pickle of shop.errors.SoldOut no longer loads: TypeError"),
    "its place in the order": (edit("src/shop/errors.py", "SoldOut(ShopError, LookupError)", "SoldOut(LookupError, ShopError)"),
                               "shop.errors.SoldOut takes members of builtins.LookupError before those of shop.errors.ShopError now"),
    "a name in __all__": (edit("src/shop/prices.py", "def price", "__all__ = ['price', 'Basket']\n\ndef price"),
                          "shop.prices.discount is no longer in `__all__`"),
}  # fmt: skip


@pytest.mark.parametrize("lost", NAMES)
def test_what_a_user_of_the_api_loses_is_named_while_pytest_stays_green(project: Project, lost: str) -> None:
    files, named = NAMES[lost]
    if lost == "a parameter":
        files = {**files, "src/shop/prices.py": files["src/shop/prices.py"].replace("(1 + vat)", "1")}
        files["tests/test_prices.py"] = SHOP["tests/test_prices.py"].replace(", vat=0", "")
        files["tests/test_stock.py"] = SHOP["tests/test_stock.py"].replace("1.2", "1")
    if lost == "a constructor's message":
        files = {**files, "src/shop/errors.py": files["src/shop/errors.py"].replace("(message)", "()")}
    verdicts = project.step(files, checks=["api"])
    assert named in red(verdicts)["api"]
    assert project.pytest() == 0


LIMITED = "class Limited:\n    limit = 10\n\nclass Basket(Limited):\n"
HARMLESS = {
    "an optional parameter more": edit("src/shop/prices.py", "amount, percent)", "amount, percent, kind=None)"),
    "a member in a new base class": edit("src/shop/prices.py", "class Basket:\n    limit = 10\n", LIMITED),
    "a new public name": edit("src/shop/prices.py", "def price", "TAX = 1\n\ndef price"),
    "a private name more": edit("src/shop/plots.py", "def plot", "_x = 1\ndef plot"),
    "an import from elsewhere": edit("src/shop/stock.py", "from shop.prices import", "from shop import"),
    "a function that takes anything": edit("src/shop/plots.py", "plot(values):", "plot(*args, values=(), **rest):"),
}


@pytest.mark.parametrize("change", HARMLESS)
def test_a_change_that_takes_nothing_away_is_green(project: Project, change: str) -> None:
    assert red(project.step(HARMLESS[change], checks=["parse", "imports", "api", "cycles"])) == {}


def test_a_redefined_exception_may_say_something_else(project: Project) -> None:
    files = edit(
        "src/shop/errors.py",
        'message="sold out"):\n        super().__init__(message)',
        "article):\n        super().__init__(article.name)",
    )
    assert "raises TypeError now" in red(project.step(files, checks=["api"]))["api"]
    declared = Redefinition("shop.errors.SoldOut.__init__", "def (message=)", "def (article)")
    assert red(project.judge(checks=["api"], redefinitions=[declared])) == {}
    for name in ("shop.errors.SoldOut", "shop.errors.*"):
        assert red(project.judge(checks=["api"], removals=[Removal(name, "it names the article")])) == {}


def test_what_an_exception_says_may_be_declared_alone(project: Project) -> None:
    project.write(
        edit(
            "src/shop/errors.py",
            "super().__init__(message)",
            "super().__init__(message)\n\n    def __str__(self):\n        return 'sold out'",
        )
    )
    assert "str(shop.errors.SoldOut('one')) was 'one' and is 'sold out'" in red(project.judge(checks=["api"]))["api"]
    assert (
        red(project.judge(checks=["api"], removals=[Removal("str(shop.errors.SoldOut)", "it says what it is")])) == {}
    )


def test_a_broken_import_that_a_test_turns_into_a_skip_is_red_in_three_checks(project: Project) -> None:
    project.write({"src/shop/plots.py": "from shop.prices import gone\n\ndef plot(values):\n    return list(values)\n"})
    assert project.pytest() == 0
    static = project.judge(checks=["imports"])
    assert "src/shop/plots.py:1: shop.prices.gone resolves no more" in red(static)["imports"]
    assert "shop.plots cannot be imported: ImportError" in red(static)["imports"]
    told = red(project.judge(checks=["tests"]))["tests"]
    assert "tests/test_plots.py::test_plot: vanished: tests/test_plots.py is skipped as a whole" in told
    assert "tests" not in project.judge(), "no test is run where imports are red"


def test_a_lazy_import_that_breaks_is_red(project: Project) -> None:
    verdicts = project.step(
        edit("src/shop/plots.py", "    return", "    from shop.errors import Gone\n    return"), checks=["imports"]
    )
    assert "src/shop/plots.py:2: shop.errors.Gone resolves no more" in red(verdicts)["imports"]


def test_a_module_that_fails_as_it_runs_is_red(project: Project) -> None:
    verdicts = project.step({"src/shop/plots.py": "plot = {}['x']\n"}, checks=["imports"])
    assert "shop.plots cannot be imported: KeyError: 'x'" in red(verdicts)["imports"]


@pytest.mark.parametrize(
    ("mark", "named"),
    [
        ("@pytest.mark.skip(reason='later')", "is skipped now: Skipped: later"),
        ("@pytest.mark.xfail", "is expected to fail now"),
        ("@pytest.mark.xfail(reason='soon')", "is expected to fail now"),
    ],
)
def test_a_test_newly_skipped_or_expected_to_fail_is_red(project: Project, mark: str, named: str) -> None:
    verdicts = project.step(edit("tests/test_plots.py", "def test_plot", f"{mark}\ndef test_plot"))
    assert f"tests/test_plots.py::test_plot: {named}" in red(verdicts)["tests"]
    assert project.pytest() == 0


@pytest.mark.parametrize(
    "files", [{"tests/test_plots.py": None}, edit("tests/test_plots.py", "def test_plot", "def check_plot")]
)
def test_a_test_that_vanished_is_red_unless_its_removal_is_declared(
    project: Project, files: dict[str, str | None]
) -> None:
    assert "tests/test_plots.py::test_plot: vanished" in red(project.step(files))["tests"]
    for name in ("tests/test_plots.py::test_plot", "tests/test_plots.py", "tests.test_plots.test_*"):
        assert red(project.judge(removals=[Removal(name, "plots went")], checks=["tests"])) == {}


def test_a_new_cycle_is_red_and_shown_the_short_way_round(project: Project) -> None:
    verdicts = project.step(edit("src/shop/prices.py", "class Basket", "import shop.stock\n\n\nclass Basket"))
    assert red(verdicts) == {"cycles": "1 new import cycles\nshop.prices → shop.stock → shop.prices"}
    assert project.pytest() == 0


@pytest.mark.parametrize(
    "statement",
    [
        "def late():\n    import shop.stock\n",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import shop.stock\n",
    ],
)
def test_an_import_that_does_not_run_at_import_makes_no_cycle(project: Project, statement: str) -> None:
    verdicts = project.step(edit("src/shop/prices.py", "def price", f"{statement}\ndef price"), checks=["cycles"])
    assert red(verdicts) == {}


def test_a_package_that_a_module_did_not_need_is_red_for_all_who_import_it(project: Project) -> None:
    verdicts = project.step(edit("src/shop/prices.py", "def price", "import pluggy\n\ndef price"), checks=["imports"])
    told = red(verdicts)["imports"]
    assert "importing shop.prices now needs pluggy" in told
    assert "importing shop.stock now needs pluggy" in told
    assert project.pytest() == 0
    declared = [Removal("shop* without pluggy", "prices are plugged in")]
    assert red(project.judge(checks=["imports"], removals=declared)) == {}


OPTIONAL = "try:\n    import {0}\nexcept ImportError:\n    {0} = None\n\ndef price"


def test_an_optional_package_is_red_where_it_is_loaded_now(project: Project) -> None:
    verdicts = project.step(edit("src/shop/prices.py", "def price", OPTIONAL.format("pluggy")), checks=["imports"])
    told = red(verdicts)["imports"]
    assert "importing shop.prices now loads pluggy" in told
    assert "needs" not in told.replace("modules need or load", "")
    assert project.pytest() == 0
    declared = [Removal("shop.prices without pluggy", "prices are plugged in")]
    assert red(project.judge(checks=["imports"], removals=declared)) == {}
    assert (
        red(project.step(edit("src/shop/prices.py", "def price", OPTIONAL.format("no_such_thing")), checks=["imports"]))
        == {}
    )


def test_a_lazy_import_that_becomes_one_at_import_is_red(tmp_path: Path) -> None:
    lazy = "def plot():\n    try:\n        import pluggy\n    except ImportError:\n        return 0\n    return 1\n"
    early = "try:\n    import pluggy\nexcept ImportError:\n    pluggy = None\n\n\ndef plot():\n    return 1 if pluggy else 0\n"
    files = {"src/pkg/__init__.py": "", "src/pkg/a.py": lazy, "src/pkg/b.py": "import pkg.a\n"}
    project = Project.make(tmp_path / "p", files, gate=GateTable(checks=("imports",)))
    assert "importing pkg.a now loads pluggy" in red(project.step({"src/pkg/a.py": early}))["imports"]
    moved = [Move("pkg.a", "pkg.c", "module", "reexport")]
    project.write({"src/pkg/c.py": early, "src/pkg/a.py": "from pkg.c import plot as plot\n"})
    told = red(project.judge(moves=moved))["imports"]
    assert "importing pkg.a now loads pluggy" in told
    assert "importing pkg.c now loads pluggy" in told
    project.write({"src/pkg/c.py": lazy})
    assert red(project.judge(moves=moved)) == {}


def test_what_was_not_installed_for_the_baseline_is_not_held_against_a_step(tmp_path: Path) -> None:
    guarded = "try:\n    import pluggy\nexcept ImportError:\n    pluggy = None\n"
    files = {"src/pkg/__init__.py": "", "src/pkg/a.py": guarded}
    project = Project.make(tmp_path / "p", files, gate=GateTable(checks=("imports",)))
    absent = {**project.baseline.to_json(), "loaded": {}, "absent": ["pluggy"]}
    project.baseline = Baseline.from_json(absent)
    assert red(project.step({"src/pkg/a.py": f"{guarded}X = 1\n"})) == {}


@pytest.mark.parametrize("asked", [True, False])
def test_the_standard_library_is_told_of_only_where_the_plan_asks(tmp_path: Path, asked: bool) -> None:
    gate = GateTable(checks=("imports",), imports=ImportsTable(standard_library=asked))
    project = Project.make(tmp_path / "p", {"src/pkg/__init__.py": "", "src/pkg/a.py": "X = 1\n"}, gate=gate)
    told = red(project.step({"src/pkg/a.py": "import wave\n"})).get("imports", "")
    assert ("importing pkg.a now loads wave" in told) is asked


def test_a_file_that_does_not_compile_is_red_and_nothing_runs(project: Project) -> None:
    verdicts = project.step({"src/shop/plots.py": "def plot(:\n"})
    assert "src/shop/plots.py:1: invalid syntax" in red(verdicts)["parse"]
    assert "tests" not in verdicts


MERGED = {
    "src/shop/plots.py": None,
    "src/shop/drawing.py": SHOP["src/shop/plots.py"],
    "tests/test_plots.py": SHOP["tests/test_plots.py"].replace("shop.plots", "shop.drawing"),
}
MOVED = [Move("shop.plots", "shop.drawing", "module", "nothing")]
COMPAT = "from shop.drawing import plot as plot\n"


def test_a_recorded_move_is_green_and_an_unrecorded_one_is_red(project: Project) -> None:
    verdicts = project.step(MERGED)
    assert "module shop.plots is lost" in red(verdicts)["api"]
    assert red(project.judge(moves=MOVED)) == {}


def test_a_compat_path_must_be_there_and_give_the_same_object(project: Project) -> None:
    compat = [Move("shop.plots", "shop.drawing", "module", "compat")]
    project.write(MERGED)
    assert "module shop.plots is lost" in red(project.judge(moves=compat, checks=["api"]))["api"]
    project.write({"src/shop/plots.py": COMPAT})
    green = project.judge(moves=compat)
    assert red(green) == {}
    assert "1 moved ones the same object" in green["api"].summary
    project.write(
        {"src/shop/plots.py": "import shop.drawing\n\ndef plot(values):\n    return shop.drawing.plot(values)\n"}
    )
    assert project.pytest() == 0
    assert "shop.plots.plot is not the same object as shop.drawing.plot" in red(project.judge(moves=compat))["api"]


def test_a_compat_module_may_answer_through_getattr(project: Project) -> None:
    compat = [Move("shop.plots", "shop.drawing", "module", "compat")]
    text = "import shop.drawing\n\ndef __getattr__(name):\n    return getattr(shop.drawing, name)\n"
    assert red(project.step({**MERGED, "src/shop/plots.py": text}, moves=compat)) == {}
    project.write({"src/shop/plots.py": "def __getattr__(name):\n    raise AttributeError(name)\n"})
    assert "shop.plots.plot is lost: AttributeError: plot" in red(project.judge(moves=compat, checks=["api"]))["api"]


def test_the_gate_of_a_build_server_sees_a_half_undone_step(project: Project) -> None:
    moves = [Move("shop.prices.Basket", "shop.baskets.Basket", "symbol", "reexport")]
    basket = SHOP["src/shop/prices.py"].partition("        class")
    basket = "".join(basket[1:])
    without = edit("src/shop/prices.py", "class Basket", "class _Rest")["src/shop/prices.py"]
    project.write(
        {"src/shop/baskets.py": basket, "src/shop/prices.py": f"from shop.baskets import Basket as Basket\n{without}"}
    )
    assert red(project.judge(moves=moves)) == {}
    project.write({"src/shop/prices.py": SHOP["src/shop/prices.py"]})  # the class is back, and there twice
    assert "shop.prices.Basket is not the same object as shop.baskets.Basket" in red(project.judge(moves=moves))["api"]
    project.write({"src/shop/baskets.py": None})  # and the new place is gone
    assert "module" in (told := red(project.judge(moves=moves))["api"]) or "shop.baskets.Basket is lost" in told


def test_a_thing_that_was_moved_away_and_is_back_is_red(project: Project) -> None:
    moves = [Move("shop.plots.plot", "shop.stock.plot", "symbol", "nothing")]
    stock = edit("src/shop/stock.py", "def worth", "def plot(values):\n    return list(values)\n\n\ndef worth")
    tests = {"tests/test_plots.py": SHOP["tests/test_plots.py"].replace("shop.plots", "shop.stock")}
    assert red(project.step({**stock, **tests, "src/shop/plots.py": "\n"}, moves=moves)) == {}
    project.write({"src/shop/plots.py": SHOP["src/shop/plots.py"]})
    assert "shop.plots.plot is there again" in red(project.judge(moves=moves))["api"]


def test_a_declared_removal_is_green(project: Project) -> None:
    files = edit("src/shop/prices.py", "def discount", "def _discount")
    assert red(project.step(files, removals=[Removal("shop.prices.discount", "nobody calls it")])) == {}
    assert red(project.judge(removals=[Removal("shop.pr*.disc*", "nobody calls it")])) == {}


def test_what_a_green_step_brought_must_stay(project: Project) -> None:
    new = {
        **edit("src/shop/plots.py", "def plot", "def bars():\n    return 1\n\n\ndef plot"),
        "tests/test_bars.py": "from shop.plots import bars\n\ndef test_bars():\n    assert bars()\n",
    }
    verdicts = project.step(new)
    assert red(verdicts) == {}
    gained = {name: verdict.metrics.get("gained", ()) for name, verdict in verdicts.items()}
    assert gained["tests"] == ["tests/test_bars.py::test_bars"]
    assert gained["api"] == ["shop.plots.bars"]
    project.baseline = project.baseline.after(gained)
    project.write({"src/shop/plots.py": SHOP["src/shop/plots.py"], "tests/test_bars.py": None})
    told = red(project.judge())
    assert "shop.plots.bars, which an earlier step brought, is lost" in told["api"]
    assert "tests/test_bars.py::test_bars: vanished" in told["tests"]


def test_a_private_compat_path_that_gives_another_object_is_red(project: Project) -> None:
    moves = [Move("shop.prices._tax", "shop.taxes._tax", "symbol", "reexport")]
    project.write({"src/shop/taxes.py": "def _tax():\n    return 0.2\n"})
    twice = edit("src/shop/prices.py", "def discount", "def _tax():\n    return 0.2\n\n\ndef discount")
    told = red(project.step(twice, moves=moves, checks=["api"]))["api"]
    assert "shop.prices._tax is not the same object as shop.taxes._tax" in told
    assert project.pytest() == 0
    once = edit("src/shop/prices.py", "def price", "from shop.taxes import _tax as _tax\n\n\ndef price")
    assert red(project.step(once, moves=moves, checks=["api"])) == {}


def test_a_rewrite_that_gives_something_else_is_red_where_the_plan_asks_for_equivalence(
    shop: Project, project: Project
) -> None:
    table = EquivalenceTable(examples=20, timeout="2s")
    project.gate = project.gate.model_copy(update={"equivalence": table})
    typed = {"src/shop/plots.py": "def plot(values: tuple[int, ...]) -> list[int]:\n    return list({})\n"}
    before, after = ({name: text.format(what) for name, text in typed.items()} for what in ("values", "values[:3]"))
    old = shop.copy(project.root.parent / "before")
    old.write(before)
    project.write(before)
    verdicts = project.step(after, checks=[*project.gate.checks, "equivalence"], before=lambda: old.root)
    assert list(red(verdicts)) == ["equivalence"]
    assert "shop.plots.plot(values=(" in red(verdicts)["equivalence"]
    assert project.pytest() == 0


def test_a_moved_function_that_no_test_misses_is_red_where_the_plan_says_so(project: Project) -> None:
    project.gate = project.gate.model_copy(update={"probe": ProbeTable(red=True)})
    moves = [Move("shop.prices.discount", "shop.stock.discount", "symbol", "reexport")]
    stock = edit("src/shop/stock.py", "def worth", "def discount(amount, percent):\n    return amount\n\n\ndef worth")
    verdicts = project.step(stock, moves=moves, checks=["tests", "probe"])
    assert list(red(verdicts)) == ["probe"]
    assert "shop.stock.discount: 1 tests ran while it was broken, and none noticed" in red(verdicts)["probe"]
    assert project.pytest() == 0
