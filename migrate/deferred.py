"""Typed tables that pydantic describes and judges, and that are made without it where every value is plainly what it must be.

To import pydantic and to build its models takes half of a small run. So a class with `Deferred` as its base only keeps its
annotations. Values of exactly the types that these ask for become an instance as they are; whatever else is given, wrong or
in need of a conversion, goes to a model that is made of the same class body then, and judges it. That model also answers
for all else that pydantic's models have (`model_fields`, `model_json_schema` …).

A class whose body needs pydantic itself (its `Field`, a validator) is one of its models from the start.
"""

from __future__ import annotations

import functools
import math
import operator
import sys
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, TypeVar

T = TypeVar("T")
MISSING: Any = object()
DEEPEST = 50
"""Values that are nested deeper are not plain."""


class Told(NamedTuple):
    """One field of a table, whoever holds it: what its key in a plan is, and what its annotation says."""

    name: str
    key: str
    annotation: Any
    marks: tuple[Any, ...]


def table_of(kind: type[T], data: Mapping[str, Any]) -> T:
    """The table of values as TOML holds them, judged strictly. Raises pydantic's ValidationError, which is a ValueError."""
    if isinstance(kind, _Kind):
        try:
            return kind._plainly(data)
        except _NotPlain:
            pass
    import json

    model: Any = kind
    return model.model_validate_json(json.dumps(data, default=str), strict=True)  # type: ignore[no-any-return]


def fields_of(kind: type[Any]) -> Iterator[Told]:
    """Every field of a table's class."""
    if isinstance(kind, _Kind):
        for name, field in kind._fields.items():
            annotation, marks = _taken_apart(kind._annotation(name))
            yield Told(name, field.key(name), annotation, marks)
    else:
        for name, info in kind.model_fields.items():
            yield Told(name, info.alias or name, info.annotation, tuple(info.metadata))


def keys_of(kind: type[Any]) -> dict[str, str]:
    """Field → its key in a plan."""
    if isinstance(kind, _Kind):
        return {name: field.key(name) for name, field in kind._fields.items()}
    return {name: info.alias or name for name, info in kind.model_fields.items()}


def _real_kind() -> Any:
    """The class of pydantic's models."""
    import pydantic

    return type(pydantic.BaseModel)


class _NotPlain(Exception):
    """A value that pydantic must look at."""


class _Field:
    """What a class body says of a field: a default, or who makes one, and all that is meant for pydantic."""

    def __init__(
        self, default: Any = MISSING, *, default_factory: Callable[[], Any] | None = None, **told: Any
    ) -> None:
        self.default = default
        self.factory = default_factory
        self.told = told

    def key(self, name: str) -> str:
        return self.told.get("alias") or name

    def initial(self) -> Any:
        """What the field holds where nothing is given."""
        if self.factory:
            return self.factory()
        if self.default is MISSING:
            raise _NotPlain
        if isinstance(self.default, (list, dict, set)):
            import copy

            return copy.deepcopy(self.default)
        return self.default

    def bounds(self) -> Iterator[Callable[[Any], bool]]:
        """What a value must fulfil beyond its type."""
        for name, bound in self.told.items():
            if name in BOUNDS:
                yield functools.partial(BOUNDS[name], bound)
            elif name not in NO_BOUNDS:
                raise _NotPlain

    def real(self) -> Any:
        """The same for pydantic."""
        import pydantic

        told = dict(self.told)
        if self.factory:
            told["default_factory"] = self.factory
        elif self.default is not MISSING:
            told["default"] = _as_model(self.default)
        return pydantic.Field(**told)


class _After:
    """A function that judges a value after its type, and gives it back."""

    def __init__(self, judge: Callable[[Any], Any]) -> None:
        self.judge = judge


BOUNDS: dict[str, Callable[[Any, Any], bool]] = {
    "min_length": lambda bound, value: len(value) >= bound,
    "ge": operator.le,
    "le": operator.ge,
}
NO_BOUNDS = frozenset({"alias", "description", "json_schema_extra"})
PYDANTICS = frozenset({
    "model_post_init", "__init__", "__new__", "__get_pydantic_core_schema__", "__get_pydantic_json_schema__", "Config",
    "__pydantic_extra__", "__orig_bases__", "__annotate__", "__annotate_func__",
})  # fmt: skip
"""What changes how a model is made, or says that annotations are not kept as texts."""
PLAIN_VALUES = (str, int, float, bool, tuple, type(None))
SCALARS = (str, int, bool, type(None))


class _Kind(type):
    """The class of such tables."""

    _fields: dict[str, _Field]
    _config: dict[str, Any]
    _body: dict[str, Any]
    """As it was written."""
    _tests: dict[str, Callable[[Any], Any]]
    """Field → what makes its value of a plain one; filled as fields are given."""

    def __new__(mcs, name: str, bases: tuple[type, ...], body: dict[str, Any], **config: Any) -> Any:
        """A table's class; one of pydantic's where the body needs it."""
        if bases and (config or not _is_plain(body)):
            return _real_kind()(name, tuple(map(_as_model, bases)), body, **config)
        kept = {key: value for key, value in body.items() if key != "__classcell__"}
        fields: dict[str, _Field] = {}
        for base in bases:
            fields |= getattr(base, "_fields", {})
        for field in _annotated(body):
            value = body.pop(field, MISSING)
            fields[field] = value if isinstance(value, _Field) else _Field(value)
        for base in bases:
            config |= getattr(base, "_config", {})
        config |= body.pop("model_config", {})
        body |= {"_fields": fields, "_config": config, "_body": kept, "_tests": {}}
        return super().__new__(mcs, name, bases, body)

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(model_of(cls), name)

    def _annotation(cls, name: str) -> Any:
        for base in cls.__mro__:
            if isinstance(base, _Kind) and name in _annotated(base._body):
                return _evaluated(base, base._body["__annotations__"][name])
        raise KeyError(name)

    def _plainly(cls, data: Any, depth: int = 0) -> Any:
        """The table of plain values. Raises _NotPlain."""
        if type(data) is cls:
            return data
        if type(data) is not dict or depth > DEEPEST:
            raise _NotPlain
        values, given, more = {}, set(), dict(data)
        for name, field in cls._fields.items():
            key = field.key(name)
            if key in more:
                value = more.pop(key)
            elif name in more and cls._config.get("populate_by_name"):
                value = more.pop(name)
            else:
                values[name] = field.initial()
                continue
            if name not in cls._tests:
                cls._tests[name] = _test(cls._annotation(name), tuple(field.bounds()))
            values[name] = cls._tests[name](value)
            given.add(name)
        if more and cls._config.get("extra") != "allow":
            raise _NotPlain
        return _made(cls, values, frozenset({*given, *more}), {key: _anything(value) for key, value in more.items()})


@functools.cache
def model_of(kind: type) -> Any:
    """pydantic's model of the same class body; of a class that is one already, itself."""
    import pydantic

    if not isinstance(kind, _Kind):
        return kind

    if kind is _Deferred:
        return pydantic.BaseModel
    told = {name: value for name, value in kind._body.items() if not isinstance(value, _Field)}
    hints = {name: _for_pydantic(kind._annotation(name)) for name in _annotated(kind._body)}
    told |= {name: kind._fields[name].real() for name in hints if name in kind._body}
    made = _real_kind()(kind.__name__, tuple(map(_as_model, kind.__bases__)), told | {"__annotations__": hints})
    MADE[made] = kind
    return made


def _is_plain(body: Mapping[str, Any]) -> bool:
    """Whether nothing in the body of a class is pydantic's own, so that it can wait."""
    if "<locals>" in body["__qualname__"] or not PYDANTICS.isdisjoint(body):
        return False
    if any(type(value).__module__.partition(".")[0] == "pydantic" for value in body.values()):
        return False
    written: Mapping[str, Any] = body.get("__annotations__", {})
    return all(
        isinstance(text, str) and (name not in body or isinstance(body[name], (_Field, *PLAIN_VALUES)))
        for name, text in written.items()
        if not name.startswith("_")
    )


def _annotated(body: Mapping[str, Any]) -> list[str]:
    written = body.get("__annotations__", {})
    return [name for name, text in written.items() if not name.startswith("_") and "ClassVar" not in text]


class _Names(dict[str, Any]):
    """What names in annotations mean: also those that their module gives only when it is asked for them."""

    def __init__(self, module: types.ModuleType) -> None:
        super().__init__()
        self.module = module

    def __missing__(self, name: str) -> Any:
        try:
            return getattr(self.module, name)
        except AttributeError:
            raise KeyError(name) from None


def _evaluated(kind: type, written: str) -> Any:
    return eval(written, {}, _Names(sys.modules[kind.__module__]))


def _taken_apart(annotation: Any) -> tuple[Any, tuple[Any, ...]]:
    """The type in `Annotated[…]`, and its marks."""
    if typing.get_origin(annotation) is Annotated:
        return annotation.__origin__, annotation.__metadata__
    return annotation, ()


def _for_pydantic(annotation: Any) -> Any:
    """The annotation with pydantic's own in the place of what stands for it here."""
    if isinstance(annotation, _Kind):
        return model_of(annotation)
    origin, inner = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Annotated:
        import pydantic

        marks = [
            pydantic.AfterValidator(mark.judge)
            if isinstance(mark, _After)
            else mark.real()
            if isinstance(mark, _Field)
            else mark
            for mark in inner[1:]
        ]
        return functools.reduce(lambda kind, mark: Annotated[kind, mark], marks, _for_pydantic(inner[0]))
    if origin is types.UnionType or origin is typing.Union:
        return functools.reduce(operator.or_, map(_for_pydantic, inner))
    if origin is None or origin is Literal or not inner:
        return annotation
    return origin[tuple(item if item is ... else _for_pydantic(item) for item in inner)]


def _test(annotation: Any, bounds: tuple[Callable[[Any], bool], ...] = ()) -> Callable[[Any], Any]:
    """A function that gives the value of such a field for a plain one. It raises _NotPlain for all others."""
    kind, marks = _taken_apart(annotation)
    judges = []
    for mark in marks:
        if isinstance(mark, _After):
            judges.append(mark.judge)
        elif isinstance(mark, _Field):
            bounds += tuple(mark.bounds())
        elif type(mark).__module__.partition(".")[0] in ("pydantic", "annotated_types"):
            raise _NotPlain
    plain = _test_of(kind)
    if not bounds and not judges:
        return plain

    def test(value: Any) -> Any:
        value = plain(value)
        if not all(bound(value) for bound in bounds):
            raise _NotPlain
        try:
            for judge in judges:
                value = judge(value)
        except ValueError:
            raise _NotPlain from None
        return value

    return test


def _test_of(kind: Any) -> Callable[[Any], Any]:
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if isinstance(kind, _Kind):
        return kind._plainly
    if kind is str:
        return _text
    if kind in (int, bool, type(None)):
        return functools.partial(_exactly, kind)
    if kind is float:
        return _finite
    if kind in (object, Any):
        return _anything
    if origin is Literal and all(type(item) is str for item in inner):
        return functools.partial(_one_of, inner)
    if origin is types.UnionType or origin is typing.Union:
        scalar = [_taken_apart(item)[0] in SCALARS or typing.get_origin(item) is Literal for item in inner]
        if scalar.count(False) > 1:  # which of them fits best is for pydantic to say
            return _refused
        return functools.partial(_any_of, [_test(item) for item in inner])
    if origin is list or (origin is tuple and inner[1:] == (...,)):
        return functools.partial(_several, origin, _test(inner[0]))
    if origin is dict:
        return functools.partial(_pairs, _test(inner[0]), _test(inner[1]))
    return _refused


def _text(value: Any) -> Any:
    if type(value) is not str:
        raise _NotPlain
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise _NotPlain from None
    return value


def _exactly(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise _NotPlain
    return value


def _finite(value: Any) -> Any:
    if type(value) is not float or not math.isfinite(value):
        raise _NotPlain
    return value


def _one_of(items: tuple[str, ...], value: Any) -> Any:
    if type(value) is not str or value not in items:
        raise _NotPlain
    return value


def _any_of(tests: list[Callable[[Any], Any]], value: Any) -> Any:
    for test in tests:
        try:
            return test(value)
        except _NotPlain:
            continue
    raise _NotPlain


def _several(kind: Any, test: Callable[[Any], Any], value: Any) -> Any:
    if type(value) not in (list, kind):
        raise _NotPlain
    return kind([test(item) for item in value])


def _pairs(key: Callable[[Any], Any], test: Callable[[Any], Any], value: Any) -> Any:
    if type(value) is not dict:
        raise _NotPlain
    return {key(name): test(item) for name, item in value.items()}


def _anything(value: Any, depth: int = 0) -> Any:
    """A value of any type that TOML and JSON have in common, as it is."""
    if depth > DEEPEST:
        raise _NotPlain
    if type(value) is list:
        return [_anything(item, depth + 1) for item in value]
    if type(value) is dict:
        return {_text(key): _anything(item, depth + 1) for key, item in value.items()}
    if type(value) is str:
        return _text(value)
    if type(value) is float:
        return _finite(value)
    if type(value) not in (int, bool):
        raise _NotPlain
    return value


def _refused(value: Any) -> Any:
    raise _NotPlain


class _Deferred(metaclass=_Kind):
    """A table. Nothing in it changes after it has been made."""

    _given: frozenset[str]
    _more: dict[str, Any]

    def __new__(cls, **values: Any) -> Any:
        """The table of these values, judged as pydantic judges them. Raises its ValidationError."""
        return cls.model_validate(values)

    @classmethod
    def model_validate(cls, data: Any) -> Any:
        """The table of these values. Raises pydantic's ValidationError."""
        try:
            return cls._plainly(data)
        except _NotPlain:
            return _as_table(model_of(cls).model_validate(_as_model(data)))

    @classmethod
    def model_validate_json(cls, data: str, *, strict: bool | None = None) -> Any:
        """The same of a JSON text."""
        return _as_table(model_of(cls).model_validate_json(data, strict=strict))

    @property
    def model_fields_set(self) -> set[str]:
        """The fields that were given."""
        return set(self._given)

    @property
    def model_extra(self) -> dict[str, Any] | None:
        """What was given beside the fields, where that is allowed."""
        return self._more if type(self)._config.get("extra") == "allow" else None

    def model_dump(self, **how: Any) -> dict[str, Any]:
        """The values as pydantic gives them."""
        told: dict[str, Any] = _as_model(self).model_dump(**how)
        return told

    def model_copy(self, *, update: Mapping[str, Any] | None = None) -> Any:
        """The same table with these values, which nobody judges."""
        values = {name: self.__dict__[name] for name in type(self)._fields} | dict(update or {})
        again = _made(type(self), values, self._given | (update or {}).keys(), self._more)
        for name, value in self.__dict__.items():
            again.__dict__.setdefault(name, value)
        return again

    def __setattr__(self, name: str, value: Any) -> None:
        if not name.startswith("_"):
            raise AttributeError(f"{type(self).__name__} is frozen")
        object.__setattr__(self, name, value)

    def _compared(self) -> tuple[Any, ...]:
        return (*(self.__dict__[name] for name in type(self)._fields), *self._more.items())

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self._compared() == other._compared()

    def __hash__(self) -> int:
        return hash((type(self), self._compared()))

    def __repr__(self) -> str:
        values = {name: self.__dict__[name] for name in type(self)._fields} | self._more
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in values.items())})"


MADE: dict[type, type] = {}
"""pydantic's model of a class → the class."""


def _made(kind: type, values: dict[str, Any], given: frozenset[str], more: dict[str, Any]) -> Any:
    table: Any = object.__new__(kind)
    table.__dict__.update(values, _given=given, _more=more)
    return table


def _as_table(value: Any) -> Any:
    """What pydantic made, with our tables in the place of its."""
    if type(value) in MADE:
        values = {name: _as_table(item) for name, item in value.__dict__.items()}
        return _made(MADE[type(value)], values, frozenset(value.model_fields_set), dict(value.model_extra or {}))
    if type(value) in (list, tuple):
        return type(value)([_as_table(item) for item in value])
    if type(value) is dict:
        return {key: _as_table(item) for key, item in value.items()}
    return value


def _as_model(value: Any) -> Any:
    """The other way round: of a class its model, of a table what pydantic would have made."""
    if isinstance(value, _Kind):
        return model_of(value)
    if isinstance(value, _Deferred):
        made = model_of(type(value)).model_construct(set(value._given))
        made.__dict__.clear()  # it begins with the defaults
        made.__dict__.update((name, _as_model(value.__dict__[name])) for name in type(value)._fields)
        if value._more:
            made.__pydantic_extra__.update(value._more)
        return made
    if type(value) in (list, tuple):
        return type(value)([_as_model(item) for item in value])
    if type(value) is dict:
        return {key: _as_model(item) for key, item in value.items()}
    return value


def _private(default: Any) -> Any:
    return default


if TYPE_CHECKING:
    from pydantic import AfterValidator, ConfigDict, Field, PrivateAttr
    from pydantic import BaseModel as Deferred
else:
    Deferred, Field, AfterValidator, ConfigDict, PrivateAttr = _Deferred, _Field, _After, dict, _private

__all__ = [
    "AfterValidator", "ConfigDict", "Deferred", "Field", "PrivateAttr", "Told", "fields_of", "keys_of", "model_of",
    "table_of",
]  # fmt: skip
