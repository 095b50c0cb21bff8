"""The table of a plan that says which call of the old interface becomes which field of the new one."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

PLACEHOLDER = re.compile(r"\{(new:)?([a-z]\w*)\}")
BUILT_IN = frozenset({"descriptor", "ns", "handle", "field", "key", "value", "index"})


class Table(BaseModel):
    """Base of the tables."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Record(Table):
    """A struct of the new interface that is pushed into a list of the descriptor."""

    into: str = Field(description="The list of the descriptor that it is pushed into.")
    fields: list[str] = Field(description="Its fields, in the order in which the struct declares them.")
    types: dict[str, str] = Field(
        default_factory=dict, description="Types of numbers among them: what is not known to be one is cast."
    )
    elements: dict[str, list[str]] = Field(
        default_factory=dict, description="Of a field that is a list of structs: their fields in order, the key first."
    )
    handle: str = Field(default="", description="The type of the handle that the old call gave: the index in the list.")
    value: str = Field(
        default="", description="Where the old call gave something else: an expression for it, of the fields' values."
    )
    value_field: str = Field(default="", description="The field that holds that value.")


class Setting(Table):
    """What a constructor's parameter, or a member of a config object, says."""

    field: str = Field(default="", description="The record's field; `config.x` is a field of a part.")
    pairs: str = Field(default="", description="A map literal: the list whose elements its pairs are.")
    convert: str = Field(default="", description="`{value}` in another type, where it is no list in braces.")
    insert: str = Field(default="", description="What `member[key] = value` becomes, of `{field}`, `{key}`, `{value}`.")


class Setter(Table):
    """A method of a config object that returns the object."""

    takes: list[str] = Field(description="Its parameters.")
    field: str = Field(description="The field that it sets, or `list.field` of the element that has the key.")
    key: str = Field(default="", description="The parameter that is the key of an element.")
    value: str = Field(description="What the field is set to: `{page_size}`, `&{buffer}`.")
    adds: bool = Field(default=False, description="Whether it adds an element with that key where there is none.")

    @model_validator(mode="after")
    def _has_parameters(self) -> Self:
        for name in (*([self.key] if self.key else ()), *(name for _, name in PLACEHOLDER.findall(self.value))):
            if name not in self.takes:
                raise ValueError(f"the setter of `{self.field}` has no parameter `{name}`")
        return self


class Part(Table):
    """A struct inside a record: `config = ComputeConfigDescriptor{…}`."""

    type: str
    fields: list[str] = Field(default_factory=list, description="Its fields in order.")
    access: str = Field(default="{field}", description="How it is reached later, for a field that is a variant.")


class Config(Table):
    """A config class of the old interface: where what it says goes."""

    makes: str = Field(description="The record that its fields belong to.")
    takes: list[str] = Field(default_factory=list, description="The constructor's parameters, or the members in order.")
    settings: dict[str, Setting | str] = Field(description="For each of them its field, or a table.")
    setters: dict[str, Setter] = Field(default_factory=dict)
    parts: dict[str, Part] = Field(default_factory=dict)

    def setting(self, name: str) -> Setting | None:
        """What that parameter or member says; None for one that the table does not know."""
        found = self.settings.get(name)
        return Setting(field=found) if isinstance(found, str) else found

    def field_paths(self) -> Iterator[str]:
        """Every field that it may set."""
        for setting in self.settings.values():
            yield setting if isinstance(setting, str) else setting.pairs or setting.field
        yield from (setter.field for setter in self.setters.values())
        yield from self.parts

    def lists(self) -> Iterator[str]:
        """Every list of structs that it may fill."""
        yield from (one.pairs for one in self.settings.values() if isinstance(one, Setting) and one.pairs)
        yield from (setter.field.partition(".")[0] for setter in self.setters.values() if setter.key)


class Call(Table):
    """A function of the old interface that takes the program."""

    name: str
    takes: list[str] = Field(description="Its parameters; the program is called `program`, a config object `config`.")
    defaults: dict[str, str] = Field(default_factory=dict, description="Values of parameters that may be left out.")
    types: dict[str, list[str]] = Field(default_factory=dict, description="Types by which overloads are told apart.")
    record: str = Field(default="", description="The record that it makes; its fields are parameters of these names …")
    fields: dict[str, str] = Field(default_factory=dict, description="… or what this says of them.")
    elements: dict[str, dict[str, str]] = Field(default_factory=dict, description="One element of a list of structs.")
    returns: str = Field(
        default="", description="What it returned, where that is more than a handle: of `{handle}` and more."
    )
    becomes: str = Field(default="", description="The statement that it becomes, where it makes no record.")
    braces: dict[str, str] = Field(default_factory=dict, description="The type of a parameter that is given in braces.")
    once: dict[str, str] = Field(
        default_factory=dict,
        description="Types of parameters that are evaluated before the statement, unless they are names.",
    )

    @model_validator(mode="after")
    def _makes_something(self) -> Self:
        if bool(self.record) == bool(self.becomes):
            raise ValueError(f"`{self.name}` needs either `record` or `becomes`")
        if "program" not in self.takes:
            raise ValueError(f"`{self.name}` takes no `program`")
        for name in (*self.types, *self.defaults, *self.braces, *self.once):
            if name not in self.takes:
                raise ValueError(f"`{self.name}` has no parameter `{name}`")
        for text in (self.becomes, *self.fields.values(), self.returns):
            for new, name in PLACEHOLDER.findall(text):
                if not new and name not in BUILT_IN and name not in self.takes:
                    raise ValueError(f"`{self.name}` has no parameter `{name}`")
        return self


class Cached(Table):
    """What a factory class looks like that keeps a program for an override, and what it is called that only describes."""

    create: str = Field(default="create", description="The method that builds the program.")
    describe: str = Field(default="create_descriptor", description="The method that returns the descriptor instead.")
    override: str = Field(default="override_runtime_arguments", description="The method that patches a cached program.")
    shared: str = Field(default="shared_variables_t", description="The struct that it keeps for the override.")
    result: str = Field(default="cached_program_t", description="What `create` returns.")
    template: str = Field(default="CachedProgram", description="The template of that.")
    reads: list[str] = Field(
        default_factory=list, description="Calls in an override that only read: `GetRuntimeArgs`, `buffer`, `cores` …"
    )
    patches: list[str] = Field(default_factory=list, description="Calls that give a buffer's new address to a program.")
    address: str = Field(
        default="address", description="The method whose value is an address: all that may be assigned."
    )


class Api(Table):
    """Both interfaces, as far as factories use them."""

    program: str = Field(default="Program", description="The class of programs.")
    descriptor: str = Field(default="ProgramDescriptor", description="The class that describes one.")
    namespaces: list[str] = Field(
        default_factory=list, description="Namespaces that calls may be written with; none named: any."
    )
    variables: list[str] = Field(
        default_factory=lambda: ["descriptor", "program_descriptor"],
        description="Names for it; the first free one is taken.",
    )
    includes: list[str] = Field(default_factory=list, description="Headers that the new code needs.")
    records: dict[str, Record]
    configs: dict[str, Config] = Field(default_factory=dict)
    calls: list[Call]
    results: dict[str, str | list[str]] = Field(
        default_factory=dict, description="What functions and methods return; a list is a tuple."
    )
    cached: Cached = Field(default_factory=Cached, description="For `target = create-descriptor`.")

    @field_validator("variables")
    @classmethod
    def _are_names(cls, names: list[str]) -> list[str]:
        if not names or not all(name.isidentifier() for name in names):
            raise ValueError("needs at least one name")
        return names

    @model_validator(mode="after")
    def _fits(self) -> Self:
        for name, config in self.configs.items():
            if config.makes not in self.records:
                raise ValueError(f"`configs.{name}` makes `{config.makes}`, which is none of `records`")
            fields = self.records[config.makes].fields
            for path in config.field_paths():
                if path.partition(".")[0] not in fields:
                    raise ValueError(f"`configs.{name}` sets `{path}`, and `{config.makes}` has no such field")
            for listed in config.lists():
                if listed not in self.records[config.makes].elements:
                    raise ValueError(
                        f"`configs.{name}` fills `{listed}`, which is none of `elements` of `{config.makes}`"
                    )
        for call in self.calls:
            if not call.record:
                continue
            if call.record not in self.records:
                raise ValueError(f"`{call.name}` makes `{call.record}`, which is none of `records`")
            if wrong := [name for name in call.elements if name not in self.records[call.record].elements]:
                raise ValueError(f"`{call.name}` fills `{wrong[0]}`, which is none of `elements` of `{call.record}`")
            given = {*call.takes, *call.fields, *BUILT_IN}
            if missing := [
                name for _, name in PLACEHOLDER.findall(self.records[call.record].value) if name not in given
            ]:
                raise ValueError(
                    f"`{call.name}` does not give the `{missing[0]}` that the value of `{call.record}` needs"
                )
            if wrong := [name for name in call.fields if name not in self.records[call.record].fields]:
                raise ValueError(f"`{call.name}` sets `{wrong[0]}`, and `{call.record}` has no such field")
        return self

    def named(self, name: str) -> list[Call]:
        """The calls of that name, in the order of the table."""
        return [call for call in self.calls if call.name == name]

    def speaks(self, scope: str) -> bool:
        """Whether a call that is written with this scope, or without one, is the interface's."""
        return not scope or not self.namespaces or scope.removeprefix("::") in self.namespaces

    @property
    def names(self) -> frozenset[str]:
        """Every function of the old interface that takes a program."""
        return frozenset(call.name for call in self.calls)


def fill(template: str, values: Mapping[str, str], new: Callable[[str], str] = str, loose: Container[str] = ()) -> str:
    """The template with each `{name}` replaced; `new` gives a free name for `{new:name}`.

    The values that are `loose` (`a + b`) get brackets wherever the template puts an operator beside them.
    """

    def one(match: re.Match[str]) -> str:
        if match[1]:
            return new(match[2])
        before, after = template[: match.start()].rstrip()[-1:], template[match.end() :].lstrip()[:1]
        tight = before in ("", "(", "[", "{", ",", "=") and after in ("", ")", "]", "}", ",", ";")
        return f"({values[match[2]]})" if match[2] in loose and not tight else values[match[2]]

    return PLACEHOLDER.sub(one, template)
