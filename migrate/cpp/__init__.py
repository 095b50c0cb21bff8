"""What C and C++ source means, as far as its text tells it: functions, calls, local variables, and what becomes of them.

    file = CppFile(data)                             # parsed once, by tree-sitter; `data` are the file's own bytes
    for function in file.functions_at(places):       # `places`: where a needle stands; only these subtrees are looked at
        body = file.body(function)                   # one walk over that function alone
        for call in body.calls:                      # in the order of the text; a receiver's call before the one made on it
            ...

Everything is a `Span` of bytes in the file as it is (BOM, CRLF and all), so that edits are `migrate.python.edits.Edit`s and
no other byte moves. Nothing is preprocessed and nothing is resolved through headers: names are what is written.

How a codemod is meant to use it:

* **Is it safe to touch?** `body.errors` (what the parser did not understand inside the function) and `body.directives` (`#if`,
  `#define` …) are places; a factory with an error is left alone, and one whose calls stand in an `#if` says so in `call.around`.
* **Which calls build the program?** `body.uses(program)` tells of each use of a variable what it is: `argument` (with the call
  and the argument's number), `method`, `moved`, `returned`, `captured` … A use that is not known is a reason to refuse.
* **What is this argument?** If `body.variable(text, at)` is a local, its `initialiser` and its `uses` tell how it was made and
  who changed it later: `config.set_page_size(…)` is a use of kind `method`, `config.x = 1` one of kind `member-assigned`.
  `body.chain(call)` gives `A(…).b(…).c(…)` as three calls, the innermost first.
* **Who keeps the result?** `body.holder(call)` is the variable that the call initialises; `body.assigned(call)` the target of
  the assignment whose value it is.
* **Loops and conditions:** `call.around`, the outermost first, each with its header and the branch that the call is in.
* **Helpers:** `file.functions_at(…)` gives functions with their `parameters`; `parameter.reference` is `&` for `Program& program`.
* Look closer with `file.node(span)`: the tree-sitter node of exactly these bytes.

Rooms: `source` (the file and its parser), `functions` (what is defined, with stable keys), `bodies` (what a function does: all
the nouns), `walk` (reads a body), `uses` (what is made of a variable), `callees` (who is called), `texts` (one canonical form);
`factories` and `api` (who builds programs, and what a host API calls that).
"""
