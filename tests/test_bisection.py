"""The search for what of a red step is green, with a gate that is a plain function."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from hypothesis import given
from hypothesis import strategies as st

from migrate.bisection import Bisection, hunks_of, partners, with_hunks
from migrate.model import Change, Verdict

GREEN, RED = (Verdict("tests", True, "well"),), (Verdict("tests", False, "broken", ("tests/test_a.py::test",)),)
Texts = dict[str, bytes | None]


def change(name: str, before: bytes | None, after: bytes | None) -> Change:
    return Change(PurePosixPath(name), before, after)


def search(changes: list[Change], is_green: Callable[[Texts], bool], runs: int = 100) -> Bisection:
    """What is kept where a tree is green by this rule: of path → text after."""
    seen: set[tuple[Change, ...]] = set()

    def judge(some: tuple[Change, ...]) -> tuple[Verdict, ...]:
        assert some not in seen, "never twice"
        seen.add(some)
        return GREEN if is_green({str(one.path): one.after for one in some}) else RED

    found = Bisection.of(changes, RED, judge, runs)
    found.run()
    assert found.made == len(seen) <= runs
    return found


def kept(found: Bisection) -> set[str]:
    return {str(one.path) for one in found.green}


def test_all_files_but_the_bad_one_are_kept_and_it_is_told_why() -> None:
    changes = [change(f"{name}.py", b"x = 1\n", f"{name} = 2\n".encode()) for name in "abcdefgh"]
    found = search(changes, lambda texts: "f.py" not in texts)
    assert kept(found) == {f"{name}.py" for name in "abcdegh"}
    assert [str(one.path) for one in found.left] == ["f.py"]
    assert found.why(PurePosixPath("f.py")) == RED[0]
    assert found.verdicts == GREEN


def test_files_that_need_each_other_are_kept_together() -> None:
    old, new = b"def f(): ...\n", b"def g(): ...\n"
    changes = [
        change("a.py", old, new), change("m.py", b"y = 0\n", b"y = 1 / 0\n"), change("z.py", b"f()\n", b"g()\n"),
    ]  # fmt: skip
    assert [[str(part.path) for part in group] for group in partners(changes)] == [["a.py", "z.py"], ["m.py"]]
    found = search(changes, lambda texts: "m.py" not in texts and ("a.py" in texts) == ("z.py" in texts))
    assert kept(found) == {"a.py", "z.py"}


def test_one_of_the_partners_may_be_what_spoils_the_others() -> None:
    changes = [change("a.py", b"def f(): ...\n", b"def g(): ...\nf = g\n")]
    changes += [change(f"{name}.py", b"f()\n", b"g()\n") for name in "xyz"]
    assert len(partners(changes)) == 1
    found = search(changes, lambda texts: "y.py" not in texts and "a.py" in texts)
    assert kept(found) == {"a.py", "x.py", "z.py"}


def test_what_landed_later_may_be_what_an_earlier_one_waited_for() -> None:
    changes = [change(f"{name}.py", b"", f"{name} = 1\n".encode()) for name in "abc"]
    assert len(partners(changes)) == 3
    found = search(changes, lambda texts: ("a.py" not in texts or "b.py" in texts) and "c.py" not in texts)
    assert kept(found) == {"a.py", "b.py"}


def test_hunks_of_a_red_file_are_kept_one_by_one() -> None:
    lines = [b"%d\n" % number for number in range(40)]
    after = [b"bad\n" if n == 20 else b"new %d\n" % n if n % 10 == 0 else line for n, line in enumerate(lines)]
    found = search(
        [change("a.txt", b"".join(lines), b"".join(after))], lambda texts: b"bad" not in (texts["a.txt"] or b"")
    )
    (green,), (left,) = found.green, found.left
    assert green.after == b"".join(after).replace(b"bad\n", b"20\n")
    assert (left.before, left.after) == (green.after, b"".join(after))


def test_a_budget_ends_the_search_with_what_was_found() -> None:
    changes = [change(f"{number}.py", b"", b"%d\n" % number) for number in range(32)]
    found = search(changes, lambda texts: "31.py" not in texts, runs=7)
    assert (found.made, len(found.green)) == (7, 7)
    assert found.is_tried(PurePosixPath("0.py"))
    assert not found.is_tried(PurePosixPath("9.py"))


def test_nothing_is_kept_where_nothing_is_green() -> None:
    found = search([change("a.py", b"1\n", b"2\n"), change("b.py", None, b"3\n")], lambda texts: False)
    assert (found.green, {str(one.path) for one in found.left}) == ((), {"a.py", "b.py"})


def test_files_that_come_or_go_binary_ones_and_links_have_no_hunks() -> None:
    link = Change(PurePosixPath("l"), b"a", b"b", 0o120000, 0o120000)
    for one in (change("a", None, b"1\n"), change("a", b"1\n", None), change("a", b"1\0\n", b"2\n"), link):
        assert hunks_of(one) == []


TEXT = st.lists(st.sampled_from([b"a\n", b"b\r\n", b"c\n", b"\x0c\n"]), max_size=12).map(b"".join)


@given(TEXT, TEXT, st.sets(st.integers(0, 12)))
def test_no_hunk_is_the_text_before_and_all_are_the_text_after(before: bytes, after: bytes, some: set[int]) -> None:
    one = change("a", before, after)
    hunks = hunks_of(one)
    assert with_hunks(one, ()).after == before
    assert with_hunks(one, range(len(hunks))).after == after
    assert with_hunks(one, {n for n in some if n < len(hunks)}).before == before


@given(st.sets(st.integers(0, 9)), st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=4))
def test_what_is_kept_is_green_and_nothing_that_is_green_by_itself_is_left(
    bad: set[int], needs: list[tuple[int, int]]
) -> None:
    def is_green(texts: Texts) -> bool:
        there = {int(name[:-3]) for name in texts}
        return not there & bad and all(other in there for one, other in needs if one in there)

    changes = [change(f"{number}.py", b"", b"%d\n" % number) for number in range(10)]
    if is_green({f"{number}.py": b"" for number in range(10)}):
        return
    found = search(changes, is_green)
    texts: Texts = dict.fromkeys(kept(found), b"")
    assert is_green(texts)
    assert not any(is_green({**texts, str(one.path): b""}) for one in found.left)
