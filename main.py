"""Starts Parallel 38: checks Python, makes the environment, then hands over to game.cli.

Standard library only, and a syntax that even Python 2.7 can read: whoever starts this with an old interpreter
must get a sentence, not a traceback.
"""
from __future__ import print_function

import json
import os
import re
import subprocess
import sys
import tempfile

OLDEST = (3, 11)
HERE = os.path.dirname(os.path.abspath(__file__))
LOCK = os.path.join(HERE, "requirements.lock")
TEST_PART = "# --- tests and checks ---"
STAMP = "parallel38.json"
# The game plays without these (slower), and not every new Python has wheels for them on its first day.
OPTIONAL = ("numba", "llvmlite")
RESTARTED = "P38_RESTARTED"


class NoStart(Exception):
    """The game cannot start here; the text is one sentence for the player."""


def say(text):
    """One line for a person, on stderr, so that --json output stays clean; never fails on odd encodings."""
    encoding = getattr(sys.stderr, "encoding", None) or "ascii"
    sys.stderr.write(text.encode(encoding, "replace").decode(encoding) + "\n")
    sys.stderr.flush()


# ---------------------------------------------------------------- what is needed, what is there

def lock_text(with_tests):
    """The lines of requirements.lock: what play needs, and with_tests what tests and checks need besides."""
    with open(LOCK, encoding="utf-8") as lines:
        text = lines.read()
    return text if with_tests else text.split(TEST_PART)[0]


def without_optional(text):
    """The lock less the packages that the game can do without."""
    blocks = re.split(r"\n(?=\S)", text)
    return "\n".join(block for block in blocks if block.split("==")[0] not in OPTIONAL)


def stamp_of(with_tests):
    """What a finished environment says of itself: these texts, this Python."""
    import hashlib
    return {"lock": hashlib.sha256(lock_text(True).encode("utf-8")).hexdigest(),
            "python": "%d.%d" % sys.version_info[:2], "tests": bool(with_tests)}


def has_everything(with_tests):
    """True if this interpreter already has the packages that pyproject.toml lists, in versions that it allows."""
    import tomllib
    from importlib import metadata
    with open(os.path.join(HERE, "pyproject.toml"), "rb") as file:
        project = tomllib.load(file)["project"]
    wanted = project["dependencies"] + (project["optional-dependencies"]["dev"] if with_tests else [])
    for line in wanted:
        name, oldest = re.match(r"([A-Za-z0-9-]+)>=([0-9.]+)", line).groups()
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            return False
        if numbers(version) < numbers(oldest):
            return False
    try:
        metadata.version("pygame")  # the old pygame and pygame-ce overwrite each other: use our own environment
    except metadata.PackageNotFoundError:
        return True
    return False


def numbers(version):
    """'2.5.8' -> (2, 5, 8)"""
    return tuple(int(n) for n in re.findall(r"\d+", version)[:3])


# ---------------------------------------------------------------- where the environment lies

def writable(folder):
    """True if a file can really be made there (permission bits do not tell for root or on network disks)."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def environment_folder():
    """`.venv` beside this file; where that cannot be written, the user's cache, and last a temporary folder."""
    if writable(HERE):
        return os.path.join(HERE, ".venv")
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        caches = os.environ.get("LOCALAPPDATA") or home
    elif sys.platform == "darwin":
        caches = os.path.join(home, "Library", "Caches")
    else:
        caches = os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
    user = str(os.getuid()) if hasattr(os, "getuid") else "user"
    for base in (os.path.join(caches, "parallel38"), os.path.join(tempfile.gettempdir(), "parallel38-" + user)):
        try:
            os.makedirs(base, 0o700, exist_ok=True)
        except OSError:
            continue
        owned = not hasattr(os, "getuid") or os.stat(base).st_uid == os.getuid()  # never run what others may replace
        if owned and writable(base):
            return os.path.join(base, "python%d.%d" % sys.version_info[:2])
    raise NoStart("There is no folder to install the game's packages in: neither %s nor the cache of the user "
                  "can be written." % HERE)


def python_of(folder):
    """The interpreter of a virtual environment."""
    if sys.platform == "win32":
        return os.path.join(folder, "Scripts", "python.exe")
    return os.path.join(folder, "bin", "python")


def read_stamp(folder):
    try:
        with open(os.path.join(folder, STAMP), encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError):
        return None


def finished(folder, with_tests):
    """True if an earlier start has made this environment for this lock and this Python."""
    found, wanted = read_stamp(folder), stamp_of(with_tests)
    if not isinstance(found, dict) or any(found.get(key) != wanted[key] for key in ("lock", "python")):
        return False
    return bool(found.get("tests")) >= with_tests and os.path.exists(launcher(folder)[0])


# ---------------------------------------------------------------- making it

def works(command):
    """True if a command can be run and says that all is well."""
    try:
        return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def make_folder(folder):
    """A virtual environment; without python3-venv one without pip; without the module venv a bare folder."""
    import shutil
    found, version = read_stamp(folder), "%d.%d" % sys.version_info[:2]
    if os.path.isdir(folder) and not os.listdir(folder) or found and found.get("python") != version:
        shutil.rmtree(folder, ignore_errors=True)  # made by us for another Python, or broken off
    if os.path.isdir(folder):
        if not works([python_of(folder), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]):
            raise NoStart("The folder %s is not a working environment of Python %d.%d or newer: remove it and start "
                          "again." % ((folder,) + OLDEST))
        return
    try:
        import venv
        venv.EnvBuilder(with_pip=False, symlinks=os.name != "nt").create(folder)
    except Exception:  # no venv module, or a disk without links: a bare folder on PYTHONPATH does too
        os.makedirs(os.path.join(folder, "packages"), exist_ok=True)
    with open(os.path.join(folder, STAMP), "w", encoding="utf-8") as file:
        json.dump({"unfinished": True}, file)


def installer(folder):
    """The pip command that fills the folder: this interpreter's own pip, or one that ensurepip can give."""
    inside, outside = [python_of(folder), "-m", "pip"], [sys.executable, "-m", "pip"]
    if os.path.exists(inside[0]):
        if works(inside + ["--version"]):
            return inside + ["install"]
        if works(outside + ["--python", inside[0], "--version"]):
            return outside + ["--python", inside[0], "install"]
        subprocess.call([inside[0], "-m", "ensurepip"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if works(inside + ["--version"]):
            return inside + ["install"]
    if works(outside + ["--version"]):
        os.makedirs(os.path.join(folder, "packages"), exist_ok=True)
        return outside + ["install", "--target", os.path.join(folder, "packages"), "--upgrade"]
    raise NoStart("This Python has neither pip nor venv, so the game's packages cannot be installed; on Debian and "
                  "Ubuntu `sudo apt install python3-venv` mends it.")


def launcher(folder):
    """(interpreter, PYTHONPATH or None) that sees the packages of the folder."""
    packages = os.path.join(folder, "packages")
    if os.path.isdir(packages):
        return (sys.executable, packages)
    return (python_of(folder), None)


def install(command, text, log):
    """Runs pip on a text of requirements; returns what it printed ('' = all well), shows how far it is."""
    environment = {k: v for k, v in os.environ.items() if k not in ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT")}
    environment.update(PIP_USER="0", PIP_NO_INPUT="1", PIP_DISABLE_PIP_VERSION_CHECK="1",
                       PIP_REQUIRE_VIRTUALENV="0", PYTHONIOENCODING="utf-8")
    total = len(re.findall(r"(?m)^[a-z]", text))
    with tempfile.TemporaryDirectory() as scratch:
        listed = os.path.join(scratch, "requirements.txt")
        with open(listed, "w", encoding="utf-8") as file:
            file.write(text)
        pip = subprocess.Popen(command + ["--require-hashes", "--only-binary", ":all:", "--no-deps", "--retries", "2",
                                          "--timeout", "20", "--no-warn-script-location", "-r", listed],
                               env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               encoding="utf-8", errors="replace")
        printed, begun = [], 0
        for line in pip.stdout:
            printed.append(line)
            begun += line.startswith("Collecting ")
            if line.startswith("Collecting ") and sys.stderr.isatty():
                sys.stderr.write("\r  package %d of about %d " % (begun, total))
                sys.stderr.flush()
        pip.wait()
        if sys.stderr.isatty():
            sys.stderr.write("\r" + " " * 40 + "\r")
    with open(log, "w", encoding="utf-8") as file:
        file.writelines(printed)
    return "" if pip.returncode == 0 else "".join(printed)


def reason(printed, log):
    """pip's page of errors as one sentence."""
    if re.search(r"Retrying \(|NewConnectionError|Name or service not known|getaddrinfo|ConnectTimeout|"
                 r"Max retries|ProxyError|SSLError|Network is unreachable", printed):
        text = "The game's packages could not be downloaded: this machine does not reach the Python package index."
    elif "DO NOT MATCH THE HASHES" in printed:
        text = "A downloaded package is not the one that the game was tested with, so it was not installed."
    elif re.search(r"No space left|Errno 28|Disk quota", printed):
        text = "The disk is full: the game's packages need about 600 MB."
    elif "No matching distribution" in printed:
        name = re.search(r"No matching distribution found for ([^\s=<>]+)", printed)
        text = ("There is no ready-made package %s for Python %d.%d on this machine; another Python from 3.11 to 3.14 "
                "will do." % ((name.group(1) if name else "(see below)",) + sys.version_info[:2]))
    else:
        text = "The game's packages could not be installed."
    return text + " It is tried again at the next start; details: " + log


def make_environment(folder, with_tests):
    """Fills the folder with the packages of requirements.lock and stamps it as finished."""
    say("Fetching the game's packages into %s (once, about 120 MB) ..." % folder)
    make_folder(folder)
    command, log, text = installer(folder), os.path.join(folder, "install.log"), lock_text(with_tests)
    failed = install(command, text, log)
    if failed and re.search(r"No matching distribution found for (%s)\b" % "|".join(OPTIONAL), failed):
        say("There is no compiler package (numba) for this Python yet: the game will run, more slowly.")
        failed = install(command, without_optional(text), log)
    if failed:
        raise NoStart(reason(failed, log))
    with open(os.path.join(folder, STAMP), "w", encoding="utf-8") as file:
        json.dump(stamp_of(with_tests), file)


# ---------------------------------------------------------------- starting

def restart(folder):
    """Runs this file again with the interpreter that sees the packages; does not return."""
    python, packages = launcher(folder)
    environment = dict(os.environ)
    environment[RESTARTED] = "1"
    if packages:
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, [packages, os.environ.get("PYTHONPATH")]))
    command = [python, os.path.abspath(__file__)] + sys.argv[1:]
    if os.name == "nt":  # exec on Windows gives the prompt back before the game ends
        sys.exit(subprocess.call(command, env=environment))
    os.execve(python, command, environment)


def run_tests(arguments):
    """The project's tests; the arguments go to pytest as they are."""
    command = [sys.executable, "-m", "pytest", "--rootdir", HERE]
    if not arguments:
        command += ["-n", "auto", "--dist", "loadfile"]
    if not writable(HERE):
        command += ["-p", "no:cacheprovider"]
    return subprocess.call(command + arguments, cwd=HERE)


def main(arguments):
    if sys.version_info < OLDEST:
        raise NoStart("Parallel 38 needs Python %d.%d or newer; this is Python %d.%d (%s)."
                      % (OLDEST + sys.version_info[:2] + (sys.executable,)))
    testing = arguments[:1] == ["test"] and not {"-h", "--help"} & set(arguments[1:2])
    if not os.environ.pop(RESTARTED, None) and not has_everything(testing):
        folder = environment_folder()
        if not finished(folder, testing):
            make_environment(folder, testing)
        restart(folder)
    if testing:
        return run_tests(arguments[1:])
    sys.path.insert(0, HERE)
    from game import cli
    return cli.main(arguments)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except NoStart as reason_not:
        say(str(reason_not))
        sys.exit(2)
    except KeyboardInterrupt:
        say("Stopped.")
        sys.exit(130)
