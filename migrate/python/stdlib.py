"""What the standard library has dropped or is about to drop, since when, and what takes its place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gone:
    """A standard-library path that is no more: the version that lacks it (or only warns, if `deprecated`) and its heir."""

    since: str
    instead: str = ""
    deprecated: bool = False


def gone(module: str, name: str = "") -> Gone | None:
    """What became of a module of the standard library, or of one name in it; None if nothing did."""
    if name and (found := NAMES.get(f"{module}.{name}")):
        return found
    while module:
        if found := MODULES.get(module):
            return found
        module = module.rpartition(".")[0]
    return None


_DEAD = "nothing (PEP 594)"

MODULES = {
    # 3.13, PEP 594
    "aifc": Gone("3.13", _DEAD),
    "audioop": Gone("3.13", _DEAD),
    "cgi": Gone("3.13", "urllib.parse, email.message"),
    "cgitb": Gone("3.13", "traceback"),
    "chunk": Gone("3.13", _DEAD),
    "crypt": Gone("3.13", "hashlib, or the package bcrypt"),
    "imghdr": Gone("3.13", "the package filetype"),
    "lib2to3": Gone("3.13", "the package libcst"),
    "mailcap": Gone("3.13", "mimetypes"),
    "msilib": Gone("3.13", _DEAD),
    "nis": Gone("3.13", _DEAD),
    "nntplib": Gone("3.13", _DEAD),
    "ossaudiodev": Gone("3.13", _DEAD),
    "pipes": Gone("3.13", "subprocess, shlex.quote"),
    "sndhdr": Gone("3.13", "the package filetype"),
    "spwd": Gone("3.13", _DEAD),
    "sunau": Gone("3.13", _DEAD),
    "telnetlib": Gone("3.13", "the package telnetlib3"),
    "uu": Gone("3.13", "base64, binascii"),
    "xdrlib": Gone("3.13", "struct"),
    # 3.12
    "asynchat": Gone("3.12", "asyncio"),
    "asyncore": Gone("3.12", "asyncio"),
    "distutils": Gone("3.12", "setuptools, sysconfig, shutil, packaging.version"),
    "imp": Gone("3.12", "importlib"),
    "smtpd": Gone("3.12", "the package aiosmtpd"),
    # earlier
    "binhex": Gone("3.11", "base64, binascii"),
    "formatter": Gone("3.10", "textwrap"),
    "parser": Gone("3.10", "ast"),
    "symbol": Gone("3.10", "token, ast"),
    "_bootlocale": Gone("3.10", "locale"),
    "dummy_threading": Gone("3.9", "threading"),
    "_dummy_thread": Gone("3.9", "_thread"),
    "_dummy_threading": Gone("3.9", "threading"),
    "xml.etree.cElementTree": Gone("3.9", "xml.etree.ElementTree"),
    "macpath": Gone("3.8", "os.path"),
    "fpectl": Gone("3.7"),
    "macurl2path": Gone("3.7", "urllib.request"),
    "typing.io": Gone("3.13", "typing"),
    "typing.re": Gone("3.13", "typing"),
    # Python 2
    "BaseHTTPServer": Gone("3.0", "http.server"),
    "CGIHTTPServer": Gone("3.0", "http.server"),
    "ConfigParser": Gone("3.0", "configparser"),
    "Cookie": Gone("3.0", "http.cookies"),
    "HTMLParser": Gone("3.0", "html.parser"),
    "Queue": Gone("3.0", "queue"),
    "SimpleHTTPServer": Gone("3.0", "http.server"),
    "SocketServer": Gone("3.0", "socketserver"),
    "StringIO": Gone("3.0", "io"),
    "Tkinter": Gone("3.0", "tkinter"),
    "UserDict": Gone("3.0", "collections"),
    "__builtin__": Gone("3.0", "builtins"),
    "anydbm": Gone("3.0", "dbm"),
    "cPickle": Gone("3.0", "pickle"),
    "cStringIO": Gone("3.0", "io"),
    "cookielib": Gone("3.0", "http.cookiejar"),
    "copy_reg": Gone("3.0", "copyreg"),
    "htmlentitydefs": Gone("3.0", "html.entities"),
    "httplib": Gone("3.0", "http.client"),
    "md5": Gone("3.0", "hashlib"),
    "urllib2": Gone("3.0", "urllib.request"),
    "urlparse": Gone("3.0", "urllib.parse"),
    "xmlrpclib": Gone("3.0", "xmlrpc.client"),
}

ABCS = (
    "Awaitable", "Coroutine", "AsyncIterable", "AsyncIterator", "AsyncGenerator", "Hashable", "Iterable", "Iterator", "Generator",
    "Reversible", "Sized", "Container", "Callable", "Collection", "Set", "MutableSet", "Mapping", "MutableMapping", "MappingView",
    "KeysView", "ItemsView", "ValuesView", "Sequence", "MutableSequence", "ByteString",
)  # fmt: skip

NAMES = {
    **{f"collections.{name}": Gone("3.10", f"collections.abc.{name}") for name in ABCS},
    "asyncio.coroutine": Gone("3.11", "async def"),
    "binascii.b2a_hqx": Gone("3.11"),
    "cgi.escape": Gone("3.8", "html.escape"),
    "collections.abc.ByteString": Gone("3.17", "collections.abc.Buffer", deprecated=True),
    "configparser.SafeConfigParser": Gone("3.12", "configparser.ConfigParser"),
    "fractions.gcd": Gone("3.9", "math.gcd"),
    "gettext.lgettext": Gone("3.11", "gettext.gettext"),
    "importlib.find_loader": Gone("3.12", "importlib.util.find_spec"),
    "importlib.abc.Finder": Gone("3.12", "importlib.abc.MetaPathFinder"),
    "inspect.formatargspec": Gone("3.11", "inspect.signature"),
    "inspect.getargspec": Gone("3.11", "inspect.getfullargspec"),
    "itertools.ifilter": Gone("3.0", "filter"),
    "itertools.imap": Gone("3.0", "map"),
    "itertools.izip": Gone("3.0", "zip"),
    "locale.format": Gone("3.12", "locale.format_string"),
    "pkgutil.ImpImporter": Gone("3.12", "importlib"),
    "pkgutil.ImpLoader": Gone("3.12", "importlib"),
    "pkgutil.find_loader": Gone("3.14", "importlib.util.find_spec"),
    "pkgutil.get_loader": Gone("3.14", "importlib.util.find_spec"),
    "platform.dist": Gone("3.8", "the package distro"),
    "platform.linux_distribution": Gone("3.8", "the package distro"),
    "plistlib.readPlist": Gone("3.9", "plistlib.load"),
    "plistlib.writePlist": Gone("3.9", "plistlib.dump"),
    "ssl.match_hostname": Gone("3.12", "the check that an SSLContext makes"),
    "ssl.wrap_socket": Gone("3.12", "ssl.SSLContext.wrap_socket"),
    "string.maketrans": Gone("3.0", "str.maketrans"),
    "time.clock": Gone("3.8", "time.perf_counter"),
    "typing.ByteString": Gone("3.17", "collections.abc.Buffer", deprecated=True),
    "unittest.findTestCases": Gone("3.13", "unittest.TestLoader"),
    "unittest.makeSuite": Gone("3.13", "unittest.TestLoader.loadTestsFromTestCase"),
}

TOPS = frozenset(name.partition(".")[0] for name in (*MODULES, *NAMES))
"""What a name begins with of which anything is gone."""
