# options: {function = "layouts.Every.one", name = "new", default = "()", keyword_only = true}
# file: layouts.py
class Every:
    def one(self): ...


class Stacked(Every):
    def one(
        self,
        a=1,  # the first
        # about b
        b=2,  # the last
    ): ...


class Bare(Every):
    def one(
        self,
        a=1  # without a comma
    ): ...


class Aligned(Every):
    def one(self,
            a=(1),
            b={"x": (2, 3)}): ...


class Inline(Every):
    def one(self, a=lambda x, y: (x, y), *, b: "dict[str, int]" = {1: 2}): ...


class Open(Every):
    def one(self, *args): ...


class Slash(Every):
    def one(self, a=1, /, b=2): ...


class Continued(Every):
    def one \
        (self, a=")", \
         b="#"): ...


class Comma(Every):
    def one(self, a=1,): ...
# after
# file: layouts.py
class Every:
    def one(self, *, new=()): ...


class Stacked(Every):
    def one(
        self,
        a=1,  # the first
        # about b
        b=2,  # the last
        *,
        new=(),
    ): ...


class Bare(Every):
    def one(
        self,
        a=1,  # without a comma
        *,
        new=()
    ): ...


class Aligned(Every):
    def one(self,
            a=(1),
            b={"x": (2, 3)},
            *,
            new=()): ...


class Inline(Every):
    def one(self, a=lambda x, y: (x, y), *, b: "dict[str, int]" = {1: 2}, new=()): ...


class Open(Every):
    def one(self, *args, new=()): ...


class Slash(Every):
    def one(self, a=1, /, b=2, *, new=()): ...


class Continued(Every):
    def one \
        (self, a=")", \
         b="#", *, new=()): ...


class Comma(Every):
    def one(self, a=1, *, new=(),): ...
