# SPDX-License-Identifier: GPL-2.0-or-later
"""Debian package, tarball and `cmake --install`: what they hold and where it goes; and for which Wireshark."""

import os
import pathlib
import re
import shutil
import subprocess
import tarfile

import pytest

from wireshark import ROOT, Wireshark, built_module

MODULE = built_module()
BUILD = MODULE.parents[3]
VERSION = MODULE.parents[1].name
NAME = "wireshark-exchange-hybrid"
COMMAND = "usr/bin/exchange-hybrid-triage"

pytestmark = pytest.mark.skipif("EXCHANGE_HYBRID_PRELOAD" in os.environ, reason="a sanitized module is not for users")
debian_only = pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="no Debian system")


def output_of(*command, status=0, **environment):
    """What a command prints; it must end with this status."""
    done = subprocess.run(list(map(str, command)), env=os.environ | {"LC_ALL": "C.UTF-8"} | environment, check=False,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.returncode == status, done.stdout
    return done.stdout


def files_below(folder):
    """Names of all that is no folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}


def plugin_folder():
    """Wireshark's own folder for plugins, relative to /."""
    folder = output_of("pkg-config", "--variable=plugindir", "wireshark").strip()
    assert folder.endswith(f"/{VERSION}")
    return folder.removeprefix("/")


def profile_files(folder):
    """The files of the configuration profile, if there is one, below `folder`."""
    return {f"{folder}/{name}" for name in files_below(ROOT / "plugin" / "profile")}


def triage_files():
    """What the command for whole cases is made of, where the Debian package puts it."""
    folder = ROOT / "plugin" / "triage"
    return {f"usr/share/{NAME}/triage/{path.relative_to(folder)}" for path in folder.rglob("*")
            if path.suffix in (".py", ".css", ".jinja", ".json")}


@pytest.fixture(name="packages", scope="module")
def packages_fixture(tmp_path_factory):
    """The folder that cpack puts the packages into."""
    folder = tmp_path_factory.mktemp("packages")
    output_of("cpack", "--config", BUILD / "CPackConfig.cmake", "-B", folder)
    return folder


@pytest.fixture(name="debian")
def debian_fixture(packages):
    """The Debian package, named after the version of Wireshark that it is for."""
    (package,) = packages.glob("*.deb")
    architecture = output_of("dpkg", "--print-architecture").strip()
    assert re.fullmatch(rf"{NAME}_\d+\.\d+\.\d+_wireshark{re.escape(VERSION)}_{architecture}\.deb", package.name)
    return package


@pytest.fixture(name="tarball")
def tarball_fixture(packages):
    """The tarball, named after the version of Wireshark that it is for."""
    (package,) = packages.glob("*.tar.gz")
    assert re.fullmatch(rf"{NAME}-\d+\.\d+\.\d+-wireshark{re.escape(VERSION)}-linux-\w+\.tar\.gz", package.name)
    return package


@debian_only
def test_debian_package_needs_this_wireshark_only(debian):
    """The module of one Wireshark is nothing for another: dependencies say so."""
    fields = dict(line.split(": ", 1) for line in output_of("dpkg-deb", "--field", debian).splitlines()
                  if re.match(r"[\w-]+: ", line))
    major, minor = map(int, VERSION.split("."))
    needed = fields["Depends"].split(", ")
    assert {f"wireshark-common (>= {VERSION})", f"wireshark-common (<< {major}.{minor + 1})"} <= set(needed)
    for library in ("libc6", "libglib2.0-0", "libgnutls30", "libwireshark", "libwsutil"):
        assert any(re.match(rf"{re.escape(library)}[t\d]* ", name) for name in needed), library
    assert fields["Package"] == NAME and fields["Section"] == "net"
    assert fields["Version"].endswith(f"-1+wireshark{VERSION}")
    assert fields["Maintainer"].endswith("@example.org>")


@debian_only
def test_debian_package_holds_module_and_documents(debian, tmp_path):
    """Nothing else, all of it root's, nothing writable by others."""
    (tmp_path / "files.tar").write_bytes(subprocess.run(["dpkg-deb", "--fsys-tarfile", debian], check=True,
                                                        capture_output=True).stdout)
    with tarfile.open(tmp_path / "files.tar") as files:
        members = files.getmembers()
    assert {member.name.removeprefix("./") for member in members if not member.isdir()} == {
        f"{plugin_folder()}/epan/exchange_hybrid.so", f"usr/share/doc/{NAME}/changelog.Debian.gz",
        f"usr/share/doc/{NAME}/copyright", COMMAND} | profile_files("usr/share/wireshark/profiles") | triage_files()
    for member in members:
        assert (member.uid, member.gid) == (0, 0), member.name
        is_program = member.name.removeprefix("./") == COMMAND
        assert member.mode == (0o755 if member.isdir() or is_program else 0o644), member.name


@debian_only
@pytest.mark.skipif(not shutil.which("lintian"), reason="lintian is not installed")
def test_lintian_finds_no_error(debian):
    """Debian's own judge of packages."""
    output_of("lintian", "--fail-on", "error", *(["--allow-root"] if os.geteuid() == 0 else []), debian)


@debian_only
def test_debian_package_comes_and_goes(debian, tmp_path):
    """Installed into an empty system, then removed: nothing stays."""
    system = tmp_path / "system"
    for name in ("info", "updates"):
        (system / "var/lib/dpkg" / name).mkdir(parents=True)
    (system / "var/lib/dpkg/status").touch()
    dpkg = ["dpkg", f"--root={system}", f"--log={tmp_path / 'log'}", "--force-depends"]
    if os.geteuid() != 0:
        dpkg = ["fakeroot", *dpkg, "--force-not-root"]
    path = os.environ["PATH"] + ":/usr/sbin:/sbin"

    output_of(*dpkg, "--install", debian, PATH=path)
    assert (system / plugin_folder() / "epan" / "exchange_hybrid.so").is_file()
    assert re.search(rf"^ii +{NAME} ", output_of(*dpkg, "--list", PATH=path), re.MULTILINE)
    assert "examples:" in output_of("/usr/bin/python3", system / COMMAND, "--help")
    output_of(*dpkg, "--purge", NAME, PATH=path)
    assert not [name for name in files_below(system) if not name.startswith("var/lib/dpkg/")]
    assert not (system / "usr").exists()


def test_tarball_is_a_plugin_folder(tarball, tmp_path):
    """Unpacked anywhere, tshark loads what is in it."""
    with tarfile.open(tarball) as files:
        for member in files.getmembers():
            assert not member.name.startswith("/") and ".." not in member.name
        files.extractall(tmp_path)
    unpacked = tmp_path / tarball.name.removesuffix(".tar.gz")
    module = f"plugins/{VERSION}/epan/exchange_hybrid.so"
    assert files_below(unpacked) == {"INSTALL", "LICENSE", module} | profile_files("profiles")
    assert f"plugins/{VERSION}/epan/exchange_hybrid.so" in (unpacked / "INSTALL").read_text(encoding="utf-8")
    programs = Wireshark(unpacked / module)
    try:
        assert "exchange_hybrid.so" in programs.tshark("-G", "plugins").decode()
    finally:
        programs.close()


@pytest.mark.parametrize("way", ["DESTDIR", "--prefix"])
def test_cmake_installs_into_wiresharks_folder(tmp_path, way):
    """The module alone, and the profile; the packages' documents are theirs."""
    if way == "DESTDIR":
        output_of("cmake", "--install", BUILD, DESTDIR=str(tmp_path))
        assert tmp_path / plugin_folder() / "epan" / "exchange_hybrid.so" in tmp_path.rglob("*.so")
        top = tmp_path / "usr"
    else:
        output_of("cmake", "--install", BUILD, "--prefix", tmp_path)
        top = tmp_path
    module = pathlib.PurePath(plugin_folder()).relative_to("usr") / "epan" / "exchange_hybrid.so"
    assert files_below(top) == {str(module)} | profile_files("share/wireshark/profiles")


def test_installing_again_after_root_did(tmp_path):
    """The list of what root installed is in nobody's way."""
    manifest = BUILD / "install_manifest.txt"
    manifest.unlink(missing_ok=True)
    manifest.touch()
    manifest.chmod(0)
    output_of("cmake", "--install", BUILD, "--prefix", tmp_path)
    assert manifest.read_text(encoding="utf-8")


def configure(folder, version):
    """CMake's run against an SDK that says it is of this version: (status, all that was printed, on one line)."""
    cache = (BUILD / "CMakeCache.txt").read_text(encoding="utf-8")
    real = re.search(r"^Wireshark_DIR:PATH=(.+)$", cache, re.MULTILINE)[1]
    major, minor, patch = version.split(".")
    sdk = folder / "sdk"
    sdk.mkdir()
    (sdk / "WiresharkConfig.cmake").write_text(
        f'include("{real}/WiresharkConfig.cmake")\n'
        f"set(Wireshark_VERSION {version})\nset(Wireshark_MAJOR_VERSION {major})\n"
        f"set(Wireshark_MINOR_VERSION {minor})\nset(Wireshark_PATCH_VERSION {patch})\n", encoding="utf-8")
    done = subprocess.run(["cmake", "-S", ROOT, "-B", folder / "build", "-G", "Ninja", f"-DWireshark_DIR={sdk}",
                           "-DEXCHANGE_HYBRID_TESTS=OFF"], capture_output=True, text=True, check=False)
    return done.returncode, " ".join((done.stdout + done.stderr).split())


@pytest.mark.parametrize("version", ["2.6.20", "3.6.24"])
def test_older_wireshark_is_refused(tmp_path, version):
    """One message that names both versions; nothing is generated."""
    status, printed = configure(tmp_path, version)
    assert status != 0
    assert f"Wireshark {version} is too old: 4.0 or above is needed" in printed
    assert printed.count("CMake Error") == 1
    assert not (tmp_path / "build" / "build.ninja").exists()


@pytest.mark.parametrize("version", ["4.2.5", "4.8.0", "5.0.1"])
def test_unknown_wireshark_is_warned_of(tmp_path, version):
    """It may work: one warning, and the build goes on."""
    status, printed = configure(tmp_path, version)
    assert status == 0, printed
    assert printed.count("CMake Warning") == 1
    assert f"Wireshark {version} was not tried yet: 4.0, 4.4 and 4.6 were" in printed
    assert (tmp_path / "build" / "build.ninja").is_file()


@pytest.mark.parametrize("version", ["4.0.99", "4.4.99", "4.6.99"])
def test_known_wireshark_is_welcome(tmp_path, version):
    """No warning."""
    status, printed = configure(tmp_path, version)
    assert status == 0 and "CMake Warning" not in printed, printed
