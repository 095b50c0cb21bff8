"""What structure.py shows: the proposed steps that are carried out, by project, and those that must be refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from real_projects import PROJECTS, PYTEST, REFERENCES, Project

from migrate.model import Json


@dataclass(frozen=True, slots=True)
class Step:
    """One finding's proposed step: which it is, and the names that are said by hand."""

    title: str
    codemod: str
    about: tuple[str, ...]
    """The classes or places of the proposal, lines without their digest."""
    named: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class No:
    """A step that must be refused, and why that is right: whoever wrote that has read the source."""

    title: str
    codemod: str
    options: Mapping[str, Json]
    code: str
    why: str
    proposed: bool = True
    """Whether a finding draws the step; else it is one that a person asked for."""
    right: bool = True
    """Whether it is right; else it is more careful than it must be, and `why` says what was not seen."""


@dataclass(frozen=True, slots=True)
class Structure:
    """A project's suite, what the gate runs of it, and the steps."""

    project: Project
    tests: tuple[str, ...] = ()
    """What the gate runs; the suite where it is not said. No tests and no suite: only refusals."""
    steps: tuple[Step, ...] = ()
    refusals: tuple[No, ...] = ()


LINKS = "networkx.algorithms.tests.test_link_prediction"
KATZ = "networkx.algorithms.centrality.tests.test_katz_centrality"
BASE, FUNCTION = "extract-base-class", "extract-function"
STRUCTURES = {
    "networkx": Structure(
        PROJECTS["networkx"],
        (
            "networkx/algorithms/isomorphism",
            "networkx/algorithms/centrality",
            "networkx/algorithms/tests/test_link_prediction.py",
            "networkx/classes",
        ),
        (
            Step(
                "What a node's end does to both graphs of a matching is said once",
                FUNCTION,
                (
                    "networkx/algorithms/isomorphism/vf2pp.py:1004-1040",
                    "networkx/algorithms/isomorphism/vf2pp.py:1042-1075",
                ),
                {"into": "networkx.algorithms.isomorphism.vf2pp._restore_Tinout_of_node"},
            ),
            Step(
                "The betweenness of a group is scaled in one place",
                FUNCTION,
                ("networkx/algorithms/centrality/group.py:166-193", "networkx/algorithms/centrality/group.py:384-411"),
                {"into": "networkx.algorithms.centrality.group._scaled_betweenness"},
            ),
            Step(
                "Filtered views of one and of two levels have a base",
                BASE,
                ("networkx.classes.coreviews.FilterAtlas", "networkx.classes.coreviews.FilterAdjacency"),
                {"into": "networkx.classes.coreviews.FilterBase"},
            ),
            Step(
                "Link predictions with communities are tested alike",
                BASE,
                tuple(
                    f"{LINKS}.{name}"
                    for name in (
                        "TestCNSoundarajanHopcroft",
                        "TestRAIndexSoundarajanHopcroft",
                        "TestWithinInterCluster",
                    )
                ),
                {"into": f"{LINKS}.CommunityMeasure"},
            ),
            Step(
                "Both ways to Katz centrality pass the same tests",
                BASE,
                (f"{KATZ}.TestKatzCentrality", f"{KATZ}.TestKatzCentralityNumpy"),
                {"into": f"{KATZ}.KatzCentralityMeasure"},
            ),
        ),
        (
            No(
                "The two normalizations of HITS",
                FUNCTION,
                {
                    "places": (
                        "networkx/algorithms/link_analysis/hits_alg.py:127-133",
                        "networkx/algorithms/link_analysis/hits_alg.py:141-146",
                    )
                },
                "maybe-unbound",
                "`a` is bound in the loop alone, which may not run at all; but then its `else` raises, so that "
                "whoever comes to line 141 has been through the loop. That an `else` never ends is not seen.",
                right=False,
            ),
            No(
                "How bipartite generators begin",
                FUNCTION,
                {
                    "places": (
                        "networkx/algorithms/bipartite/generators.py:105-123",
                        "networkx/algorithms/bipartite/generators.py:250-268",
                    )
                },
                "early-return",
                "The last statement is `if …: return G`: out of a function of its own that `return` would end the "
                "helper and no longer the generator, which goes on behind it.",
            ),
            No(
                "Partitions of a graph and of its subgraph",
                FUNCTION,
                {
                    "places": tuple(
                        f"networkx.algorithms.isomorphism.ismags.ISMAGS.{name}"
                        for name in ("_sgn_partitions", "_gn_partitions")
                    )
                },
                "statements",
                "One assigns `self._sgn_partitions_`, the other `self._gn_partitions_`: what is assigned to is no "
                "value that could be handed in, short of `setattr` with a name in a string.",
            ),
            No(
                "The recursive and the plain test of planarity",
                FUNCTION,
                {"places": ("networkx/algorithms/planarity.py:348-358", "networkx/algorithms/planarity.py:415-425")},
                "statements",
                "The first run begins with `self.adjs = None`, the other with `self.G = None`: two attributes; and "
                "both end in a loop that returns early.",
            ),
            No(
                "A base for multigraphs and directed multigraphs",
                BASE,
                {
                    "classes": ("networkx.classes.multidigraph.MultiDiGraph", "networkx.classes.multigraph.MultiGraph"),
                    "into": "networkx.classes.multigraph.MultiBase",
                },
                "related",
                "`class MultiDiGraph(MultiGraph, DiGraph)`: one is the base of the other, and the copy in it is an "
                "override to be deleted, not a third class to be made.",
            ),
        ),
    ),
    "docutils": Structure(
        Project(needs=(PYTEST,), source=".", names={}, tests=("test",)),
        (),
        (
            Step(
                "A field for the time is made in one place",
                FUNCTION,
                tuple(
                    f"docutils/writers/odf_odt/__init__.py:{lines}"
                    for lines in ("1174-1193", "1195-1214", "1221-1240", "1245-1264")
                ),
                {"into": "docutils.writers.odf_odt._time_field"},
            ),
            Step(
                "What manual pages and OpenDocument do alike with nodes",
                BASE,
                ("docutils.writers.manpage.Translator", "docutils.writers.odf_odt.ODFTranslator"),
                {"into": "docutils.writers._translating.SharedVisits"},
            ),
        ),
        (
            No(
                "A base for HTML translators",
                BASE,
                {
                    "classes": (
                        "docutils.writers._html_base.HTMLTranslator",
                        "docutils.writers.html4css1.HTMLTranslator",
                    )
                },
                "related",
                "`html4css1.HTMLTranslator` is written as a subclass of `_html_base.HTMLTranslator`: the base is "
                "there.",
            ),
            No(
                "Overset and underset",
                BASE,
                {
                    "classes": (
                        "docutils.utils.math.math2html.OversetFunction",
                        "docutils.utils.math.math2html.UndersetFunction",
                    )
                },
                "too-little",
                "Two methods of ten lines that differ in `'sup'` and `'sub'`: with its head, docstring and blank lines, and "
                "an attribute in each class, the base is as long as what goes, and of that one line is a docstring, which is "
                "lost and no saving.",
            ),
        ),
    ),
    "werkzeug": Structure(
        Project(
            needs=(
                PYTEST,
                "markupsafe==3.0.2",
                "ephemeral-port-reserve==1.1.4",
                "pytest-timeout==2.3.1",
                "cryptography==43.0.3",
                "watchdog==5.0.3",
            ),
            source="src",
            names={},
            tests=(
                "tests",
                *(
                    f"--ignore=tests/{name}"
                    for name in ("test_serving.py", "live_apps", "middleware/test_http_proxy.py")
                ),
                "--deselect=tests/test_debug.py::test_basic",
            ),
        ),
        (),
        (
            Step(
                "Headers and multi-dictionaries are merged alike",
                BASE,
                ("werkzeug.datastructures.headers.Headers", "werkzeug.datastructures.structures.MultiDict"),
                {"into": "werkzeug.datastructures.merging.Merging"},
            ),
        ),
        (
            No(
                "The same base, in the module of headers",
                BASE,
                {
                    "classes": (
                        "werkzeug.datastructures.headers.Headers",
                        "werkzeug.datastructures.structures.MultiDict",
                    ),
                    "into": "werkzeug.datastructures.headers.Merging",
                },
                "import-ring",
                "`headers.py` begins with `from .structures import MultiDict`: were the base in it, `structures.py` "
                "would have to import it back before `MultiDict` is there.",
                proposed=False,
            ),
            No(
                "A base for multi-dictionaries and ordered ones",
                BASE,
                {
                    "classes": (
                        "werkzeug.datastructures.structures.MultiDict",
                        "werkzeug.datastructures.structures._OrderedMultiDict",
                    )
                },
                "related",
                "`class _OrderedMultiDict(MultiDict[K, V])`: it inherits from the other already, and overrides on "
                "purpose.",
            ),
        ),
    ),
    "tornado": Structure(
        REFERENCES["tornado"],
        (),
        (
            Step(
                "Cookies against forged requests are tested by one base",
                BASE,
                ("tornado.test.web_test.XSRFTest", "tornado.test.web_test.XSRFCookieNameTest"),
                {"into": "tornado.test.web_test.XSRFChecks"},
            ),
        ),
        (
            No(
                "`setUp` of two resolvers' tests",
                FUNCTION,
                {
                    "places": tuple(
                        f"tornado.test.netutil_test.{name}.setUp"
                        for name in ("BlockingResolverErrorTest", "ThreadedResolverErrorTest")
                    )
                },
                "super",
                "Both begin with `super().setUp()`, which Python fills from the class around the function: in a "
                "function of the module it is a `RuntimeError`.",
            ),
            No(
                "A base for the same two",
                BASE,
                {
                    "classes": tuple(
                        f"tornado.test.netutil_test.{name}"
                        for name in ("BlockingResolverErrorTest", "ThreadedResolverErrorTest")
                    )
                },
                "too-little",
                "They share `setUp` and `tearDown`, nine lines in all; with its head and blank lines a base saves two.",
            ),
        ),
    ),
    "django": Structure(
        Project(needs=(PYTEST,), source=".", names={}),
        (),
        (),
        (
            No(
                "Fields of dates and of times",
                BASE,
                {
                    "classes": ("django.db.models.fields.DateField", "django.db.models.fields.TimeField"),
                    "into": "django.db.models.fields.MomentField",
                },
                "looked-into",
                "`contribute_to_class(self, cls, name)` looks into the body of `cls`, but that is the model which "
                "the field joins, not the field's own class. That is not seen.",
                proposed=False,
                right=False,
            ),
            No(
                "Storage on disk and in memory",
                BASE,
                {
                    "classes": (
                        "django.core.files.storage.filesystem.FileSystemStorage",
                        "django.core.files.storage.memory.InMemoryStorage",
                    ),
                    "into": "django.core.files.storage.base.LocatedStorage",
                },
                "class-maker",
                "`@deconstructible` puts a `__new__` and a `deconstruct` into the class that it decorates: a "
                "decorator can do anything, and only somebody who has read this one knows that it looks at no other "
                "member. With the option that the refusal names, the step goes on.",
                proposed=False,
            ),
            No(
                "The view of geometry columns in PostGIS and SpatiaLite",
                BASE,
                {
                    "classes": (
                        "django.contrib.gis.db.backends.postgis.models.PostGISGeometryColumns",
                        "django.contrib.gis.db.backends.spatialite.models.SpatialiteGeometryColumns",
                    ),
                    "into": "django.contrib.gis.db.backends.base.models.GeometryColumns",
                },
                "class-maker",
                "`ModelBase.__new__` makes columns of the fields in the body of a model, and skips bases that are "
                "no models: the table would lose `f_table_name`, `coord_dimension` and `srid`.",
                proposed=False,
            ),
        ),
    ),
}
