# options: {function = "lexer.describe", class = "lexer.Token"}
# file: lexer.py
import typing


class Token(typing.NamedTuple):
    kind: str
    value: str


def describe(token: Token) -> str:
    return token.value or token.kind


print(describe(Token("name", "x")))
# after
# file: lexer.py
import typing


class Token(typing.NamedTuple):
    kind: str
    value: str

    def describe(self) -> str:
        return self.value or self.kind


print(Token("name", "x").describe())
