# test_update_endpoints.py: the script that refreshes the tables does so, once, and only on good input.
#
# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs plugin/knowledge/update_endpoints on copies of the tables."""

import json
import os
import pathlib
import re
import shutil
import subprocess

import pytest

HERE = pathlib.Path(__file__).resolve().parent
KNOWLEDGE = HERE.parents[1] / "plugin" / "knowledge"
WORLDWIDE = HERE / "data" / "endpoint_service_worldwide.json"
GCC_HIGH = HERE / "data" / "endpoint_service_gcc_high.json"
DATE = "2031-02-03"
TABLES = ("endpoints.c", "addresses.c")


@pytest.fixture
def folder(tmp_path):
    copy = tmp_path / "know ledge"
    copy.mkdir()
    for name in (*TABLES, "endpoints.h", "addresses.h", "roles.h", "update_endpoints"):
        shutil.copy(KNOWLEDGE / name, copy)
    return copy


def run(folder, *arguments):
    command = [folder / "update_endpoints", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def update(folder, *files):
    result = run(folder, "--date", DATE, *(files or (f"worldwide={WORLDWIDE}", f"gcc_high={GCC_HIGH}")))
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    return result.stdout


def texts(folder):
    return {name: (folder / name).read_bytes() for name in TABLES}


def rows(folder, name):
    """Cells of each row, as a C compiler would see them; written apart from the script's own reader."""
    joined = re.sub(r",\n     ", ", ", (folder / name).read_text(encoding="utf-8"))
    lines = re.findall(r'^    \{(".*")\},', joined, re.MULTILINE)
    return [[cell.strip().strip('"') for cell in re.findall(r'"[^"]*"|[A-Z_0-9]+', line)] for line in lines]


def row(folder, name, first, cloud):
    found = [cells for cells in rows(folder, name) if cells[0] == first and cloud in cells]
    assert len(found) == 1, found
    return found[0]


def changed_entry(tmp_path, change):
    """The worldwide file with its first entry changed."""
    entries = json.loads(WORLDWIDE.read_text(encoding="utf-8"))
    change(entries)
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(entries), encoding="utf-8")
    return path


def test_sources_of_listed_rows_are_refreshed(folder):
    update(folder)
    source = row(folder, "endpoints.c", "outlook.office365.com", "CLOUD_WORLDWIDE")[-1]
    assert source == f"endpoint service worldwide {DATE} id1"
    source = row(folder, "endpoints.c", "outlook.office365.us", "CLOUD_GCC_HIGH")[-1]
    assert source.startswith(f"endpoint service gcc_high {DATE} id1")
    source = row(folder, "addresses.c", "40.92.0.0/15", "CLOUD_WORLDWIDE")[-1]
    assert source == f"endpoint service worldwide {DATE} id9/10"


def test_other_parts_of_a_source_stay(folder):
    update(folder)
    source = row(folder, "endpoints.c", ".protection.office365.us", "CLOUD_GCC_HIGH")[-1]
    assert source == f"endpoint service gcc_high {DATE} id6; GCC High DNS records article"
    source = row(folder, "addresses.c", "20.140.232.0/23", "CLOUD_GCC_HIGH_OR_DOD")[-1]
    assert source.startswith(f"endpoint service gcc_high {DATE} id13; ")
    assert "URL-DOD" in source or "endpoint service dod" in source


def test_all_else_of_old_rows_stays(folder):
    before = {name: rows(folder, name) for name in TABLES}
    update(folder)
    for name in TABLES:
        after = [cells[:-1] for cells in rows(folder, name)]
        assert all(cells[:-1] in after for cells in before[name])
        old = [cells[:-1] for cells in before[name]]
        assert [cells for cells in after if cells in old] == old


def test_rows_that_are_not_listed_stay_as_they_are(folder):
    unlisted = ("domains.live.com", "outlook.sovcloud.fr", "partner.outlook.cn", "adfs.", "login.windows.net")
    before = [cells for cells in rows(folder, "endpoints.c") if cells[0] in unlisted]
    assert len(before) == len(unlisted)
    update(folder)
    assert [cells for cells in rows(folder, "endpoints.c") if cells[0] in unlisted] == before


@pytest.mark.parametrize("cells", [
    [".mx-new.example", "ENDPOINT_SUFFIX", "CLOUD_WORLDWIDE", "ROLE_EOP_SMTP", "Exchange", "25",
     "worldwide", "10"],
    ["autodiscover-new.office.example", "ENDPOINT_EXACT", "CLOUD_WORLDWIDE", "ROLE_EXO_AUTODISCOVER",
     "Exchange", "80,443", "worldwide", "8"],
    ["smtp-new.office365.com", "ENDPOINT_EXACT", "CLOUD_WORLDWIDE", "ROLE_EXO_OTHER", "Exchange",
     "587,993,995,143,25", "worldwide", "2"],
    [".scc-new.office365.us", "ENDPOINT_SUFFIX", "CLOUD_GCC_HIGH", "ROLE_EOP_SMTP", "Exchange", "25,443",
     "gcc_high", "6"],
])
def test_new_exchange_names_are_added(folder, cells):
    update(folder)
    *columns, cloud, entry = cells
    expected = [*columns, f"endpoint service {cloud} {DATE} id{entry}"]
    assert row(folder, "endpoints.c", cells[0], cells[2]) == expected


@pytest.mark.parametrize("network, cloud, area", [
    ("198.51.100.0/24", "CLOUD_WORLDWIDE", "ADDRESS_AREA_EXCHANGE_ONLINE"),
    ("2001:db8:5::/48", "CLOUD_WORLDWIDE", "ADDRESS_AREA_EXCHANGE_ONLINE"),
    ("203.0.113.7/32", "CLOUD_WORLDWIDE", "ADDRESS_AREA_EOP_HTTPS"),
    ("203.0.113.128/25", "CLOUD_WORLDWIDE", "ADDRESS_AREA_EOP"),
    ("203.0.113.128/25", "CLOUD_GCC_HIGH", "ADDRESS_AREA_EOP"),
])
def test_new_exchange_ranges_are_added(folder, network, cloud, area):
    update(folder)
    assert row(folder, "addresses.c", network, cloud)[2] == area


def test_only_exchange_rows_are_added_and_none_twice(folder):
    update(folder)
    patterns = [cells[0] for cells in rows(folder, "endpoints.c")]
    assert len(patterns) == len(set(patterns))
    assert ".sharepoint.com" not in patterns
    assert not any("onenote" in pattern for pattern in patterns)
    assert patterns.count(".protection.apps.mil") == 1
    assert "13.107.136.0/22" not in [cells[0] for cells in rows(folder, "addresses.c")]


def test_a_new_name_of_two_clouds_is_added_once(folder, tmp_path):
    path = changed_entry(tmp_path, lambda entries: entries[0]["urls"].append("*.scc-new.office365.us"))
    update(folder, f"worldwide={path}", f"gcc_high={GCC_HIGH}")
    after = texts(folder)
    assert [cells[0] for cells in rows(folder, "endpoints.c")].count(".scc-new.office365.us") == 1
    update(folder, f"worldwide={path}", f"gcc_high={GCC_HIGH}")
    assert texts(folder) == after


def test_summary(folder):
    lines = update(folder).splitlines()
    for name in TABLES:
        (line,) = [line for line in lines if line.startswith(f"{name}: ")]
        counts = r"\d+ rows kept, \d+ refreshed, \d+ added, \d+ no longer listed by the service"
        assert re.fullmatch(rf"{name}: {counts}", line)
    unlisted = lines.index("  no longer listed, kept:")
    added = lines.index("  added, look at the role:")
    assert lines.index("    login.windows.net (CLOUD_WORLDWIDE)") > unlisted
    new = "    .mx-new.example, ENDPOINT_SUFFIX, CLOUD_WORLDWIDE, ROLE_EOP_SMTP, Exchange, 25"
    assert added < lines.index(new) < unlisted
    assert "    .protection.apps.mil (gcc_high)" in lines
    assert "    *cdn.onenote.net" in lines
    assert lines[-1] == "Rewritten: endpoints.c, addresses.c"


def test_a_name_below_a_listed_wildcard_is_still_listed(folder):
    assert "www.outlook.com" not in update(folder)


def test_second_run_changes_nothing(folder):
    update(folder)
    after = texts(folder)
    assert update(folder).splitlines()[-1] == "Nothing to change."
    assert texts(folder) == after


def test_a_later_date_replaces_the_earlier_one(folder):
    update(folder)
    result = run(folder, "--date", "2031-12-24", f"worldwide={WORLDWIDE}", f"gcc_high={GCC_HIGH}")
    assert result.returncode == 0
    assert DATE not in "".join(text.decode() for text in texts(folder).values())


def test_order_of_files_does_not_matter(folder, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    update(folder, f"worldwide={WORLDWIDE}", f"gcc_high={GCC_HIGH}")
    update(other, f"gcc_high={GCC_HIGH}", f"worldwide={WORLDWIDE}")
    assert texts(folder) == texts(other)


def test_rewritten_tables_compile(folder):
    update(folder)
    for name in TABLES:
        command = ["cc", "-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only"]
        result = subprocess.run([*command, folder / name], capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stderr
        assert max(len(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()) <= 141


def test_comments_headings_and_permissions_stay(folder):
    path = folder / "endpoints.c"
    path.chmod(0o640)
    text = path.read_text(encoding="utf-8")
    head, bracket, rest = text.partition('"},\n')
    path.write_text(f"{head}{bracket.rstrip()} /* a note */\n{rest}", encoding="utf-8")
    update(folder)
    assert " /* a note */\n" in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o777 == 0o640
    headings = re.findall(r"^    /\*.*\*/$", text, re.MULTILINE)
    assert headings == re.findall(r"^    /\*.*\*/$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(file.name for file in folder.iterdir() if file.name.startswith(".")) == []


def assert_refused(folder, *arguments):
    before = texts(folder)
    result = run(folder, *arguments)
    assert result.returncode not in (0, None)
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1, result.stderr
    assert result.stderr.startswith("update_endpoints: ")
    assert "Traceback" not in result.stderr
    assert texts(folder) == before
    assert sorted(file.name for file in folder.iterdir() if file.name.startswith(".")) == []


@pytest.mark.parametrize("content", [
    b"", b"{}", b"[]", b"null", b"[1]", b"[{}]", b"not JSON", b"\xff\xfe\x00", b"[" * 100000,
    b'[{"id": 1, "serviceArea": "Skype", "urls": ["a.example"]}]',
])
def test_files_of_another_format_are_refused(folder, tmp_path, content):
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    assert_refused(folder, "--date", DATE, f"worldwide={path}")
    assert_refused(folder, "--date", DATE, f"gcc_high={GCC_HIGH}", f"worldwide={path}")


@pytest.mark.parametrize("key, value", [
    ("id", "1"), ("id", None), ("id", True), ("id", -1), ("serviceArea", 5),
    ("urls", "outlook.com"), ("urls", [5]),
    ("ips", "10.0.0.0/8"), ("ips", ["10.0.0.0/33"]), ("ips", ["nonsense"]), ("ips", ["0.0.0.0/0"]),
    ("ips", ["fe80::1%1/64"]), ("tcpPorts", 443), ("tcpPorts", '443"},'), ("udpPorts", "many"),
])
def test_entries_of_another_format_are_refused(folder, tmp_path, key, value):
    path = changed_entry(tmp_path, lambda entries: entries[0].__setitem__(key, value))
    assert_refused(folder, "--date", DATE, f"worldwide={path}")


@pytest.mark.parametrize("url", [
    'x"};', "a\\b.example", "two.*.stars.*.example", "*", "*.", "a..b", "a b.example", "half*.example",
    "ü.example", "a.example/path", "-a.example", "",
])
def test_names_that_are_no_pattern_are_told_not_added(folder, tmp_path, url):
    path = changed_entry(tmp_path, lambda entries: entries[0]["urls"].append(url))
    output = update(folder, f"worldwide={path}")
    assert "worldwide: names that no pattern can express:" in output
    after = texts(folder)["endpoints.c"].decode()
    update(folder, f"worldwide={WORLDWIDE}")
    assert texts(folder)["endpoints.c"].decode() == after


def test_arguments_that_make_no_sense_are_refused(folder, tmp_path):
    good = f"worldwide={WORLDWIDE}"
    assert_refused(folder)
    assert_refused(folder, good)
    assert_refused(folder, "--date", DATE)
    assert_refused(folder, "--date", DATE, str(WORLDWIDE))
    assert_refused(folder, "--date", DATE, f"mars={WORLDWIDE}")
    assert_refused(folder, "--date", DATE, "worldwide=")
    assert_refused(folder, "--date", DATE, good, good)
    assert_refused(folder, "--date", DATE, f"worldwide={tmp_path / 'missing.json'}")
    assert_refused(folder, "--date", DATE, f"worldwide={tmp_path}")
    for date in ("2031-02-30", "20310203", "2031-2-3", "yesterday", ""):
        assert_refused(folder, "--date", date, good)


@pytest.mark.parametrize("name", TABLES)
def test_tables_that_are_not_understood_are_refused(folder, name):
    path = folder / name
    good = path.read_text(encoding="utf-8")
    for damaged in ("", good.replace("[] = {\n", "[] = {{\n"), good.replace("},\n", ', "one more"},\n', 40),
                    good.replace('    {"', "    { NAME, ", 1)):
        assert damaged != good
        path.write_text(damaged, encoding="utf-8")
        assert_refused(folder, "--date", DATE, f"worldwide={WORLDWIDE}")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_leaves_no_half(folder):
    folder.chmod(0o500)
    try:
        assert_refused(folder, "--date", DATE, f"worldwide={WORLDWIDE}")
    finally:
        folder.chmod(0o700)
