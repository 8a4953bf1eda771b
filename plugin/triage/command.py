# SPDX-License-Identifier: GPL-2.0-or-later
"""The command line: plan, run and report, in turn or each for itself."""

import argparse
import contextlib
import os
import pathlib
import sys
from collections.abc import Callable, Iterator, Sequence

from . import jobs, plan, pool, report, sources, text, unit
from .errors import Exit, TriageError
from .progress import Progress
from .wireshark import Wireshark

PROGRAM = "exchange-hybrid-triage"
_EXAMPLES = f"""examples:
  {PROGRAM} out EX01 EX02 EX03
      every folder is a capture point; its ring-buffer files are joined; the answer is out/report.html
  {PROGRAM} out --set before=monday --set after=tuesday
      two sets of folders: what works now, what still fails, what was not exercised after the change
  {PROGRAM} out -o 'uat:exchange_hybrid_organization:"192.0.2.10","","onprem","EX01"' captures
      with a row of the organisation's own table; any preference of the plugin goes the same way
  {PROGRAM} out --print-jobs /share/captures | parallel --sshlogin one,two
      the same on two machines that share the folders; then: {PROGRAM} report out
  {PROGRAM} plan out captures; {PROGRAM} run out; {PROGRAM} report out
      the three steps apart: what was planned is in out/plan.json

exit status: 0 no problem found, 1 findings, 2 something was not read (listed in the report)"""


def main(arguments: Sequence[str]) -> int:
    """Runs the command; the program's exit status."""
    steps: dict[str, Callable[[Sequence[str]], int]] = {"plan": _plan, "run": _run, "report": _report}
    try:
        if arguments and arguments[0] in steps:
            return steps[arguments[0]](arguments[1:])
        return _all(arguments)
    except TriageError as error:
        _say(str(error))
        return Exit.NOT_READ
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.NOT_READ
    except KeyboardInterrupt:
        return 130


def _say(words: str) -> None:
    print(f"{PROGRAM}: {text.visible(words)}", file=sys.stderr)


class _Version(argparse.Action):
    """Tells the versions of the plugin and of tshark: the command has none of its own."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        try:
            with Wireshark() as programs:
                print(f"{PROGRAM} {programs.plugin()[0]}, TShark {programs.version()}")
        except TriageError as error:
            parser.exit(Exit.NOT_READ, f"{PROGRAM}: {error}\n")
        parser.exit(Exit.OK)


def _set(argument: str) -> tuple[str, str]:
    name, equals, folder = argument.partition("=")
    if not (name and equals and folder):
        raise argparse.ArgumentTypeError(f"{argument!r} is not NAME=FOLDER")
    return name, folder


def _size(argument: str) -> int:
    try:
        return text.size_of(argument)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _positive(argument: str) -> int:
    if not argument.isascii() or not argument.isdigit() or int(argument) < 1:
        raise argparse.ArgumentTypeError(f"{argument!r} is no positive number")
    return int(argument)


def _parser(step: str | None, summary: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=PROGRAM if step is None else f"{PROGRAM} {step}", description=summary, allow_abbrev=False,
        epilog=_EXAMPLES if step is None else None, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--version", action=_Version, nargs=0, help="say which plugin and which tshark are used")
    parser.add_argument("out", metavar="OUT", type=pathlib.Path, help="the folder that the results go to")
    return parser


def _add_captures(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("captures", metavar="FOLDER", nargs="*",
                        help="folders, files or patterns: pcap, pcapng, Network Monitor .cap; .gz, .zst, .zip of them")
    parser.add_argument("--set", metavar="NAME=FOLDER", dest="sets", type=_set, action="append", default=[],
                        help="captures of one set: the first set is before the change, the last one after it")
    parser.add_argument("-o", metavar="PREFERENCE", dest="options", action="append", default=[],
                        help="a preference for tshark, as in its own -o")


def _add_resources(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--memory", metavar="SIZE", type=_size, default=pool.default_memory(),
                        help="what all tsharks together may use (like 4G; default: half of this machine's)")
    parser.add_argument("--jobs", metavar="N", type=_positive, default=os.cpu_count() or 1,
                        help="how many units run at a time (default: one a processor)")
    parser.add_argument("--print-jobs", action="store_true",
                        help="run nothing: print one command a line, for GNU parallel or sbatch --array")


def _all(arguments: Sequence[str]) -> int:
    parser = _parser(None, "Reads folders of captures of a hybrid Exchange deployment and reports on the whole case. "
                           "Steps of it, each with its own --help: plan, run, report.")
    _add_captures(parser)
    _add_resources(parser)
    chosen = parser.parse_intermixed_args(arguments)
    with Wireshark() as programs:
        made = _make_plan(parser, chosen, programs)
        if chosen.print_jobs:
            return _print_jobs(made, chosen.out)
        # A unit's part of the report is made while others still run.
        with _running(made, chosen, programs) as running:
            outcome = report.write(made, chosen.out, running.wait)
    return _tell(outcome, chosen.out)


def _plan(arguments: Sequence[str]) -> int:
    parser = _parser("plan", "Looks at every file and writes OUT/plan.json: what is read together, and what cannot be read.")
    _add_captures(parser)
    parser.add_argument("--jobs", metavar="N", type=_positive, default=os.cpu_count() or 1,
                        help="how many files are looked at at a time (default: one a processor)")
    chosen = parser.parse_intermixed_args(arguments)
    with Wireshark() as programs:
        return Exit.OK if _make_plan(parser, chosen, programs).complete else Exit.NOT_READ


def _run(arguments: Sequence[str]) -> int:
    parser = _parser("run", "Runs what OUT/plan.json names and has no result yet; results are OUT/units/KEY.json.")
    _add_resources(parser)
    parser.add_argument("--unit", metavar="KEY", help="run this unit only")
    chosen = parser.parse_intermixed_args(arguments)
    made = plan.load(chosen.out)
    if chosen.print_jobs:
        return _print_jobs(made, chosen.out)
    with Wireshark() as programs:
        failed = _run_one(made, chosen, programs) if chosen.unit else _run_all(made, chosen, programs)
    return Exit.NOT_READ if failed else Exit.OK


def _report(arguments: Sequence[str]) -> int:
    chosen = _parser("report", "Writes OUT/report.html, summary.json, flows.jsonl and findings.csv.").parse_args(arguments)
    return _tell(report.write(plan.load(chosen.out), chosen.out), chosen.out)


def _make_plan(parser: argparse.ArgumentParser, chosen: argparse.Namespace, programs: Wireshark) -> plan.Plan:
    named = [(None, argument) for argument in chosen.captures] + chosen.sets
    if not named:
        parser.error("name at least one folder of captures")
    try:
        (chosen.out / unit.FOLDER).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TriageError(f"{chosen.out}: {error.strerror or error}") from error
    found = [entry for set_name, argument in named for entry in sources.find(argument, set_name, chosen.out)]
    with Progress("looking at", len(found), 0) as progress:
        made = plan.make(found, list(dict.fromkeys(name for name, _ in chosen.sets)), chosen.options, programs, chosen.jobs,
                         lambda _: progress.add(1, 0))
    plan.save(made, chosen.out)
    return made


def _print_jobs(made: plan.Plan, folder: pathlib.Path) -> int:
    for line in jobs.lines(made, folder):
        print(line)
    return Exit.OK if made.complete else Exit.NOT_READ


def _missing(made: plan.Plan, folder: pathlib.Path) -> list[plan.Unit]:
    """Units without a result; equal ones, of two capture points, once."""
    units = {one.key: one for one in made.units if one.inputs}
    return [one for one in units.values() if not unit.result_path(folder, one.key).exists()]


def _run_one(made: plan.Plan, chosen: argparse.Namespace, programs: Wireshark) -> bool:
    one = made.unit(chosen.unit)
    if unit.result_path(chosen.out, one.key).exists():
        return False
    programs.plugin()
    reason = unit.run(one, made, chosen.out, programs, chosen.memory)
    if reason is not None:
        _say(f"{one.name}: {reason}")
    return reason is not None


def _run_all(made: plan.Plan, chosen: argparse.Namespace, programs: Wireshark) -> bool:
    with _running(made, chosen, programs) as running:
        for one in made.units:
            running.wait(one)
    return bool(_missing(made, chosen.out))


@contextlib.contextmanager
def _running(made: plan.Plan, chosen: argparse.Namespace, programs: Wireshark) -> Iterator[pool.Running]:
    """Units that have no result yet run as long as the context lasts."""
    unit.forget_others(chosen.out, made)
    units = _missing(made, chosen.out)
    total = sum(len(one.inputs) for one in units), sum(one.size for one in units)
    if units:
        programs.plugin()
    with Progress("reading", *total) as progress:

        def work(one: plan.Unit) -> None:
            unit.run(one, made, chosen.out, programs, chosen.memory)
            progress.add(len(one.inputs), one.size)

        with pool.Running(units, chosen.jobs, chosen.memory, work) as running:
            yield running


def _tell(outcome: report.Outcome, folder: pathlib.Path) -> int:
    if sys.stdout.isatty():
        print(f"{text.visible(outcome.verdict)}\n{folder / report.PAGE}")
    return outcome.exit
