"""What C++ text means: keys that no layout changes, calls and locals as spans of the file's own bytes, whatever the text holds."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate.cpp.bodies import Body
from migrate.cpp.source import CppFile, Span
from migrate.cpp.texts import bare, last_name, plain


def keys(text: str | bytes) -> list[str]:
    file = CppFile(text.encode() if isinstance(text, str) else text)
    return [function.key for function in file.functions]


def body(text: str) -> Body:
    file = CppFile(text.encode())
    return file.body(file.functions[0])


def uses(text: str, name: str) -> list[str]:
    """The kinds of all uses of the first variable of that name, with the call and the argument's number where there is one."""
    read = body(text)
    variable = next(one for one in read.variables if one.name == name)
    return [f"{use.kind} {use.call.qualified} {use.position}" if use.call else use.kind for use in read.uses(variable)]


def test_a_key_names_the_scopes_and_the_types_and_nothing_else() -> None:
    text = """
    namespace a::b { namespace { inline static void hidden(int) {} }
    template <typename T> struct X : Y {
        static T create(const Attr& a, /* why */ const Args<T, 3> &t = {}, int n = f(1, 2)) const noexcept { return {}; }
        X() : Y(1) {} ~X() {}
        bool operator==(const X& o) const { return true; }
    };
    template <> auto X<int>::create(std::map<int,\n   T>  &&m, Program *p, void (*f)(int), ...) -> Out { return {}; }
    int main(void) { struct Local { void no() {} }; return 0; } }
    """
    assert keys(text) == [
        "a::b::(anonymous)::hidden(int)",
        "a::b::X::create(const Attr&, const Args<T, 3>&, int) const",
        "a::b::X::X()",
        "a::b::X::~X()",
        "a::b::X::operator==(const X&) const",
        "a::b::X<int>::create(std::map<int, T>&&, Program*, void(*)(int), ...)",
        "a::b::main()",
    ]


def test_line_ends_comments_names_and_defaults_leave_a_key_alone() -> None:
    one = keys("int f(const A& a, B<C, D> b) { return 1; }")
    assert keys(b"\xef\xbb\xbf// x\r\nint\r\nf(const A &other, // y\r\n  B< C,D > /* z */ = {}) {\r\n}") == one
    assert keys("int f(A const& a, B<C, D> b) {}") != one  # written otherwise: nothing is resolved


def test_functions_are_found_by_a_byte_and_no_other_subtree_is_looked_at() -> None:
    data = b"void a() { x; }\n#if A\nvoid b() { x; }\n#else\nvoid b() { y; }\n#endif\nint x;\n"
    file = CppFile(data)
    places = [at for at in range(len(data)) if data.startswith(b"x;", at)]
    assert [function.key for function in file.functions_at(places)] == ["a()", "b()"]
    assert file.functions_at([0]) == file.functions[:1]
    assert file.functions_at([len(data), len(data) - 1, 10**9]) == ()


def test_what_internal_linkage_hides_is_told() -> None:
    text = "static void a() {} namespace { void b() {} } struct S { static void c() {} }; void d() {}"
    assert [function.internal for function in CppFile(text.encode()).functions] == [True, True, False, False]


def test_calls_tell_callee_receiver_arguments_and_what_is_around() -> None:
    read = body("""void f(Program& p) {
        for (auto c : cores(p)) {
            if (ok(c)) a::b::g<int>(p, /* one */ {1, 2}, "x,y"); else o.m->h(p);
        }
        auto cb = [&](int i) { while (next()) k(i); };
        return cond() ? yes() : no();
    }""")
    told = {call.qualified: [f"{one.kind} {one.branch}" for one in call.around] for call in read.calls}
    assert told == {
        "cores": [],
        "ok": ["loop body"],
        "a::b::g": ["loop body", "condition then"],
        "h": ["loop body", "condition else"],
        "next": ["lambda body", "loop body"],
        "k": ["lambda body", "loop body"],
        "cond": [],
        "yes": ["condition then"],
        "no": ["condition else"],
    }
    call = next(call for call in read.calls if call.name == "g")
    assert [read.file.text(one.span) for one in call.arguments] == ["p", "{1, 2}", '"x,y"']
    assert read.file.text(call.statement) == 'a::b::g<int>(p, /* one */ {1, 2}, "x,y");'
    assert read.file.text(call.template or Span(0, 0)) == "<int>"
    receiver = next(call.receiver for call in read.calls if call.name == "h")
    assert receiver is not None
    assert read.file.text(receiver) == "o.m"


def test_a_chain_of_setters_is_several_calls_and_the_variable_holds_the_last() -> None:
    read = body("void f() { Config c = Config(1, {{i, F}}).set(i, 2).bind(b); c.late(3); }")
    call = next(call for call in read.calls if call.name == "bind")
    assert [link.name for link in read.chain(call)] == ["Config", "set", "bind"]
    holder = read.holder(call)
    assert holder is not None
    assert (holder.name, holder.type) == ("c", "Config")
    assert uses(
        "void f() { Config c = Config(1).set(2); c.late(3); c.x.y = 4; c[1] = 5; c.list.push_back(6); }", "c"
    ) == [
        "method late -1",
        "member-assigned",
        "element-assigned",
        "member-called push_back -1",
    ]


def test_every_use_of_a_variable_is_told_for_what_it_is() -> None:
    text = """R f() {
        Program p{};
        g(p); h(1, *q, p); s::t(&p); k(std::move(p)); auto& r = p; Program o(p); x = p.id; p.run(); (*p).stop();
        auto a = [p] { return 1; }; T{p, 2}; ++p; p = 3; return p;
    }"""
    assert uses(text, "p") == [
        "argument g 0", "argument h 2", "address s::t 0", "moved std::move 0", "initialiser", "initialiser", "member",
        "method run -1", "method stop -1", "captured", "argument T 0", "assigned", "assigned", "returned",
    ]  # fmt: skip


def test_a_name_that_is_declared_again_in_a_block_or_a_lambda_is_another_variable() -> None:
    text = """void f(int n) { g(n); { int n = h(n); g(n); } for (int n = 0; n < 3; ++n) g(n);
        auto c = [](int n) { g(n); }; if (int n = k()) g(n); g(n); }"""
    assert uses(text, "n") == ["argument g 0", "argument g 0"]


def test_structured_bindings_parentheses_and_vexing_parses_are_variables() -> None:
    read = body(
        "void f() { auto [a, b] = g(); Program p(descriptor); Config c(size, {{1, 2}}), *d = new Config(3); int k(); }"
    )
    told = [(one.name, one.type, one.reference, one.initialiser and one.initialiser.form) for one in read.variables]
    assert told == [
        ("a", "auto", "", "="),
        ("b", "auto", "", "="),
        ("p", "Program", "", "()"),
        ("c", "Config", "", "()"),
        ("d", "Config", "*", "="),
    ]
    assert [one.names for one in read.variables[:2]] == [("a", "b"), ("a", "b")]
    assert not read.variables[3].alone


def test_lambdas_tell_captures_parameters_and_the_name_they_are_given() -> None:
    read = body(
        "void f() { auto cb = [=, &a, b = g(1), this](const void* o, Program& p) mutable -> int { return 1; }; h([] {}); }"
    )
    first, second = read.lambdas
    assert (first.name, first.default, first.captures) == ("cb", "=", ("&a", "b=g(1)", "this"))
    assert [one.type for one in first.parameters] == ["const void*", "Program&"]
    assert (second.name, second.parameters) == ("", ())
    assert [bool(one.around) for one in read.returns] == [True]


def test_errors_and_directives_inside_a_function_are_places() -> None:
    read = body("void f() {\n#if A\n  g();\n#else\n  h();\n#endif\n#define X 1\n  MACRO(a b;\n}\nvoid k() {}")
    assert [one.text for one in read.directives] == ["#if", "#define"]
    assert read.errors
    assert all(read.function.span.holds(error) for error in read.errors)
    call = next(call for call in read.calls if call.name == "h")
    assert [(one.kind, one.branch) for one in call.around] == [("preprocessor", "#if"), ("preprocessor", "#else")]


def test_a_braced_default_is_no_error_though_the_grammar_has_a_hole_there() -> None:
    assert body("void f(std::map<int, int> m = {}) { g(m); }").errors == ()


def test_raw_strings_and_comments_hide_nothing_and_show_nothing() -> None:
    read = body('void f() { g(R"x(h(1); } )" )x", \'"\', "/*"); /* i(2); */ j("//"); // k(3)\n }')
    assert [call.name for call in read.calls] == ["g", "j"]


@pytest.mark.parametrize("hole", [b"\xff\xfe", b"\0", b"\r", b"\xef\xbb\xbf", "é".encode(), b"\\\n", b"??/"])
def test_spans_are_those_of_the_bytes_as_they_are(hole: bytes) -> None:
    data = b"\xef\xbb\xbf// " + hole + b"\r\nvoid f() {\r\n\tg(a, b);\r\n}"
    file = CppFile(data)
    for function in file.functions:
        for call in file.body(function).calls:
            assert call.span.of(data) == b"g(a, b)"
            assert file.line(call.span.start) == data[: call.span.start].count(b"\n") + 1


def test_ten_thousand_brackets_are_read_without_a_recursion() -> None:
    deep = "f(" * 10_000 + "1" + ")" * 10_000
    assert len(body(f"void g() {{ {deep}; }}").calls) == 10_000


PIECES = [
    "Program p{};", "g(p);", "{", "}", "if (x)", "else", "[&](int p) {", "};", "#if A\n", "#endif\n", '"', "/*", "*/", "(", ")",
    "\r\n", ";", "T x(p);",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_no_text_at_all_raises_and_every_span_lies_in_the_function(pieces: list[str]) -> None:
    file = CppFile(("void f() { " + " ".join(pieces) + " }\nint g(int a) { return a; }").encode())
    for function in file.functions:
        read = file.body(function)
        for call in read.calls:
            assert function.span.holds(call.span)
            assert all(call.brackets.holds(one.span) for one in call.arguments)
        for variable in read.variables:
            assert all(variable.visible.holds(use.span) for use in read.uses(variable))


@given(
    st.lists(st.sampled_from(["a", " ", "\n", "const", "::", "<", ">", ",", "&", "/*x*/", "//y\n", "*"]), max_size=12)
)
def test_the_canonical_form_is_its_own(parts: list[str]) -> None:
    once = plain("".join(parts).encode())
    assert plain(once.encode()) == once


def test_texts_in_one_form() -> None:
    assert plain(b"const  std :: map<int,\n T>  & x") == "const std::map<int, T>& x"
    assert last_name("ns::X<a::b>::create<c::d>") == "create"
    assert bare(b'f( a, // x\r\n "/*" ) /* y */ ;') == bare(b'f(a,"/*");')


def test_without_tree_sitter_the_error_says_what_to_type() -> None:
    code = (
        "import sys; sys.modules['tree_sitter_cpp'] = None\n"
        "from migrate.cpp.source import CppFile\n"
        "from migrate.errors import MigrateError\n"
        "try: CppFile(b'int x;').tree\n"
        "except MigrateError as error: print(error.hint)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "pip install 'migrate-plan[cpp]'"


def test_the_reading_room_imports_no_parser_before_it_is_asked() -> None:
    code = "import sys, migrate.cpp.factories, migrate.cpp.walk; assert not [n for n in sys.modules if n.startswith('tree_sitter')]"
    subprocess.run([sys.executable, "-c", code], check=True)
