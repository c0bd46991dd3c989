"""The one file that knows numba: kernels run compiled when they can, as plain Python when not.

A kernel is an ordinary function marked with :func:`kernel`. It stays an ordinary function, so
tests and explanations call it directly. :func:`entry` gives the version to run: the compiled
twin, in which every kernel called is compiled too, or the plain function itself.

Compiled code is kept in the user's cache, in a folder named after the text of all kernels, so a
changed rule never meets stale machine code (numba checks its own version and the processor).
"""

import dis
import hashlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import FunctionType
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

_KERNELS: set[Any] = set()
_TWINS: dict[Any, Any] = {}


def kernel(function: Function) -> Function:
    """Mark a function as a kernel; it may call only other kernels and the numba subset."""
    _KERNELS.add(function)
    return function


def wanted() -> str:
    """`plain`, `compiled` or `auto` (environment variable P38_KERNELS)."""
    choice = os.environ.get("P38_KERNELS", "auto")
    return choice if choice in ("plain", "compiled", "auto") else "auto"


def cache_folder() -> Path:
    """Folder of compiled kernels for this exact text of the rules."""
    home = os.environ.get("P38_HOME")
    if home:
        base = Path(home) / "cache"
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home())) / "parallel38"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "parallel38"
    return base / "kernels" / fingerprint()


def fingerprint() -> str:
    """Hash of the text of every file that holds kernels, and of the Python version."""
    room = Path(__file__).parent
    digest = hashlib.sha256(repr(sys.version_info[:2]).encode())
    named = [room / name for name in ("kernel.py", "terms.py", "hexmap.py", "assumptions.py", "world.py", "batch.py")]
    chapters = sorted((room / "rules").glob("*.py")) + sorted((room / "staff").glob("*.py"))
    for path in [path for path in named if path.exists()] + chapters:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def compiled_ready() -> bool:
    """True when the cache already holds the compiled kernels of these rules."""
    return (cache_folder() / "ready").exists()


def mark_ready() -> None:
    """Note that the kernels have been compiled and stored."""
    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ready").write_text("compiled\n", encoding="utf-8")


def compile_in_background() -> bool:
    """Start a process of low priority that compiles the kernels; False when there is nothing to do."""
    if wanted() != "auto" or compiled_ready() or importlib.util.find_spec("numba") is None:
        return False
    home = str(Path(__file__).parents[1])
    paths = os.pathsep.join([home, *filter(None, [os.environ.get("PYTHONPATH")])])
    work = "import os; getattr(os, 'nice', int)(15); from game import batch; batch.compile_kernels()"
    none = subprocess.DEVNULL
    own = {**os.environ, "PYTHONPATH": paths}
    subprocess.Popen([sys.executable, "-c", work], env=own, stdin=none, stdout=none, stderr=none)
    return True


def available() -> bool:
    """True when numba can be imported."""
    try:
        _numba()
    except ImportError:
        return False
    return True


def entry(function: Function, compile_now: bool = False) -> Function:
    """The version of a kernel to run now.

    Plain when P38_KERNELS=plain, when numba is missing, or when nothing is compiled yet and
    `compile_now` is false (the window never waits for a compiler).
    """
    choice = wanted()
    if choice == "plain" or not available():
        return function
    if choice == "compiled" or compile_now or compiled_ready():
        twin: Function = _twin(function, outermost=True)
        return twin
    return function


def is_compiled(function: Callable[..., Any]) -> bool:
    """True for what :func:`entry` gave as compiled code."""
    return function not in _KERNELS


def _numba() -> Any:
    if "numba" not in sys.modules:
        os.environ["NUMBA_CACHE_DIR"] = str(cache_folder())
    import numba

    return numba


def _twin(function: Any, outermost: bool) -> Any:
    """Compiled version of a kernel: the same code over globals whose kernels are twins.

    Kernels allocate nothing, so they need no reference counts, and only the outermost is called
    from Python: without counts, wrappers and checks for division they compile four times faster.
    """
    if (function, outermost) in _TWINS:  # only an outermost twin can be called from Python
        return _TWINS[function, outermost]
    namespace = dict(function.__globals__)
    called = {code.argval for code in dis.get_instructions(function) if code.opname == "LOAD_GLOBAL"}
    for name in sorted(called):  # not co_names: those hold names of fields too
        value = namespace.get(name)
        if isinstance(value, FunctionType) and value in _KERNELS and value is not function:
            namespace[name] = _twin(value, outermost=False)
    clone = FunctionType(function.__code__, namespace, function.__name__, function.__defaults__)
    clone.__module__ = function.__module__
    clone.__qualname__ = function.__qualname__
    flags = {} if outermost else {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    compiler = _numba().njit(nogil=True, cache=outermost, error_model="numpy", _nrt=False, **flags)
    _TWINS[function, outermost] = compiler(clone)
    return _TWINS[function, outermost]
