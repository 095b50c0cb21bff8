"""Rules for C and C++: a pattern finds what it says, or the plan is told why it would not; it is never a rule that finds nothing."""

from __future__ import annotations

import pytest

from migrate import codemods
from migrate.refactoring.rules.languages import ForeignRule, _found

FINDS = [
    ("ns::f($A)", "void g() { ns::f(x); int y = ns::f(z); }", ["ns::f(x)", "ns::f(z)"]),
    ("ns::f($A, $$$R)", "void g() { ns::f(x, y, z); ns::f(1); f(2); }", ["ns::f(x, y, z)", "ns::f(1)"]),
    ("::ns::f($A)", "void g() { ::ns::f(x); ns::f(y); }", ["::ns::f(x)"]),
    ("a::b::f<$T>($A)", "void g() { a::b::f<int>(1); }", ["a::b::f<int>(1)"]),
    (
        "std::vector<$T>",
        "std::vector<int> v; void f(std::vector<float> x);",
        ["std::vector<int>", "std::vector<float>"],
    ),
    ("ns::T", "ns::T x; void g() { auto y = ns::T(1); }", ["ns::T", "ns::T"]),
    ("foo", "foo x; void g() { foo(1); a.foo = 2; }", ["foo", "foo"]),
    ("int", "int f(void) { int x; }", ["int", "int"]),
    ("ns::T $V = ns::make($A);", "void g() { ns::T t = ns::make(3); }", ["ns::T t = ns::make(3);"]),
    ("auto [$A, $B] = ns::f($C);", "void g() { auto [a, b] = ns::f(1); }", ["auto [a, b] = ns::f(1);"]),
    ("a * $B", "void g() { x = a * c; }", ["a * c"]),
    ("if ($A) { $$$B }", "void g() { if (x) { a(); b(); } if (y) {} }", ["if (x) { a(); b(); }", "if (y) {}"]),
    ("if ($A) { $$$B; }", "void g() { if (x) { a(); b(); } }", ["if (x) { a(); b(); }"]),
    ("namespace old { $$$B }", "namespace old { int x; int y; }", ["namespace old { int x; int y; }"]),
    ("[$$$C]($$$P) { $$$B }", "void g() { auto x = [a](int b) { c(); d(); }; }", ["[a](int b) { c(); d(); }"]),
    ("f({$$$A})", "void g() { f({1, 2}); }", ["f({1, 2})"]),
    ("throw ns::E($A);", "void g() { throw ns::E(1); }", ["throw ns::E(1);"]),
    ("OLD($A);", "OLD(x);\nvoid f() { OLD(y); }", ["OLD(x);", "OLD(y);"]),
    ('#include "old.h"', '#include "old.h"\n', ['#include "old.h"\n']),
]
REJECTED = [
    ("ns::", "cannot be read from"),
    ("ns::f($A", "is not cpp"),
    ("throw ns::E($A)", "with a `;` at its end"),
    ("const ns::T& $V", "with a `;` at its end"),
    ("enum class $E { $$$B };", "leave out the `;` at its end"),
    ("a * $B;", "declares something in cpp, though it looks like an expression"),
    ("ns::x & $B;", "declares something in cpp, though it looks like an expression"),
    ("#include <$A>", "would find nothing"),
    ("void $F($$$P) { $$$B }", "would find nothing"),
    ("return", "with a `;` at its end"),
]


@pytest.mark.parametrize(("pattern", "code", "places"), FINDS, ids=[row[0] for row in FINDS])
def test_a_pattern_finds_what_it_says(pattern: str, code: str, places: list[str]) -> None:
    rule = ForeignRule(pattern, None, "cpp").checked()
    assert [code[found.start : found.end] for found in _found(rule, code)] == places


@pytest.mark.parametrize(("pattern", "said"), REJECTED, ids=[row[0] for row in REJECTED])
def test_a_pattern_that_would_find_nothing_is_wrong_use(pattern: str, said: str) -> None:
    with pytest.raises(ValueError, match="cpp") as caught:
        codemods.make("rewrite", {"pattern": pattern, "delete": True, "language": "cpp"})
    assert said in str(caught.value)
    assert "migrate_" not in str(caught.value)


def test_a_name_of_c_that_also_stands_around_a_fragment_is_not_taken_for_it() -> None:
    rule = ForeignRule("f", None, "c").checked()
    code = "int g(void) { return f + h; }"
    assert [code[found.start : found.end] for found in _found(rule, code)] == ["f"]


def test_namespaces_in_a_c_pattern_are_wrong_use() -> None:
    with pytest.raises(ValueError, match="is not c"):
        codemods.make("rewrite", {"pattern": "ns::f($A)", "delete": True, "language": "c"})
