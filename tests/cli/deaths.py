#!/usr/bin/env python3
"""What the death of a worker costs `wpls lint`: one project's findings at most. Every report is whole and says so, everything else is in it
as ever, and the exit status is 3.

usage: deaths.py WPLS [CASE...]"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

WPLS = os.path.abspath(sys.argv[1])
FORMATS = ("text", "json", "jsonl", "sarif", "github", "gitlab", "checkstyle", "junit", "baseline")
GO_MOD = "module example.com/{0}\n\ngo 1.24.1\n\nrequire (\n\tgithub.com/higress-group/wasm-go v1.0.2\n\tgithub.com/tidwall/gjson v1.18.0\n)\n"
MAIN = """package main

import (
	"errors"
	"time"

	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

type Config struct{ name string }

func init() {
	wrapper.SetCtx("{0}", wrapper.ParseConfig(parse_{0}), wrapper.ProcessRequestHeaders(onHeaders))
}

func parse_{0}(json gjson.Result, config *Config) error {
	config.name = json.Get("name").String()
	if config.name == "" {
		return errors.New("name is missing")
	}
	return nil
}

func onHeaders(ctx wrapper.HttpContext, config Config) types.Action {
	time.Sleep(time.Second)
	return types.ActionContinue
}
"""
cases = []


def case(function):
    cases.append(function)
    return function


def check(condition, *what):
    if not condition:
        raise AssertionError(" ".join(map(str, what)))


class Folder:
    """Three plugins with a warning in each, a good and a bad configuration."""

    def __init__(self, work):
        self.path = work
        (work / ".git").mkdir()
        for name in "abc":
            (work / name).mkdir()
            (work / name / "go.mod").write_text(GO_MOD.replace("{0}", name))
            (work / name / "main.go").write_text(MAIN.replace("{0}", name))
            (work / name / "config.yaml").write_text("name: x\n")
            (work / name / "config-bad.yaml").write_text("nam: x\n")

    def lint(self, *arguments, fault=None, limit=None, still=None):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("WPLS_TEST_")}
        if fault:
            environment["WPLS_TEST_FAULT"] = fault
        if limit:
            environment["WPLS_TEST_WORK_MS"] = str(limit)
        if still:
            environment["WPLS_TEST_STILL_MS"] = str(still)
        if "*" in (fault or "") and "--jobs" not in arguments:
            arguments = ("--jobs", "1", *arguments)  # else it hangs on who gets which job how often it happens
        done = subprocess.run([WPLS, "lint", *arguments, "."], cwd=self.path, env=environment, capture_output=True, text=True, timeout=300)
        check("Sanitizer" not in done.stderr and "runtime error" not in done.stderr, done.stderr)
        return done

    def findings(self, *arguments, **how):
        """Exit status, messages on standard error, and what is found, without what a death is told with."""
        done = self.lint("--format", "jsonl", *arguments, **how)
        found = [json.loads(line) for line in done.stdout.splitlines()]
        key = lambda f: (os.path.relpath(f["file"], self.path), f["line"], f["code"], f["message"])
        return done.returncode, done.stderr, sorted(map(key, found))


def told(found):
    return [f for f in found if f[2] == "project/not-analysed"]


def of_others(found, plugin):
    return [f for f in found if not f[0].startswith(plugin + "/")]


@case
def function(folder):
    """A function is left out: its configurations are undecided, the rest of its plugin is checked."""
    _, _, whole = folder.findings()
    for jobs in ("1", "2", "8"):
        status, err, found = folder.findings("--jobs", jobs, fault="segv@function:parse_b")
        check(status == 3 and err.count("ended with") == 1, status, err)
        check("analysing 'parse_b' in b/main.go ended with a segmentation fault; it is left out" in err, err)
        check(of_others(found, "b") == of_others(whole, "b"), found)
        check(told(found) == [("b/main.go", 20, "project/not-analysed",
                               "'parse_b' is not analysed until it changes: wpls itself failed here with a segmentation fault")], told(found))
        check(("b/main.go", 29, "flow/sleep") in [f[:3] for f in found], found)
        check([f[:3] for f in found if f[0].startswith("b/config")] == [("b/config-bad.yaml", 1, "config/undecided"), ("b/config.yaml", 1, "config/undecided")], found)


@case
def still(folder):
    """A worker that stands still, or is stopped, is ended: the first is left out, the other tried again."""
    _, _, whole = folder.findings()
    for jobs in ("1", "3"):
        status, err, found = folder.findings("--jobs", jobs, fault="still@function:parse_b", still=300)
        check(status == 3 and "analysing 'parse_b' in b/main.go ended with no sign of life; it is left out" in err, status, err)
        check(of_others(found, "b") == of_others(whole, "b"), found)
    status, err, found = folder.findings("--jobs", "1", fault="stop@function:parse_b*2", still=300)
    check(status == 3 and err.count("ended with signal 19 from outside; it is tried once more") == 2, status, err)
    check(found == whole, found)
    status, err, found = folder.findings("--jobs", "1", fault="stop@start*2", still=300)
    check(status == 3 and found == whole, status, err)
    status, err, found = folder.findings("--jobs", "1", fault="still@idle*1", still=300)
    check(status == 3 and found == whole, status, err, found)
    status, err, found = folder.findings("--jobs", "2", fault="stop@start", still=200)
    check(status == 3 and told(found), status, err, found)


@case
def document(folder):
    """A document is left out; all the rest is there."""
    _, _, whole = folder.findings()
    for kind, end in (("segv", "a segmentation fault"), ("abort", "an abort"), ("exit", "exit status 1")):
        status, err, found = folder.findings(fault=f"{kind}@document:b/config-bad.yaml*1")
        check(status == 3 and f"analysing b/config-bad.yaml ended with {end}; it is left out" in err, status, err)
        check([f for f in found if f[0] != "b/config-bad.yaml"] == [f for f in whole if f[0] != "b/config-bad.yaml"], found)
        check(told(found) == [("b/config-bad.yaml", 1, "project/not-analysed", f"this file is not analysed until it changes: wpls itself failed here with {end}")], told(found))


@case
def project(folder):
    """Nothing smaller is to blame: the second death leaves the whole plugin out."""
    _, _, whole = folder.findings()
    for jobs in ("1", "3"):
        status, err, found = folder.findings("--jobs", jobs, fault="abort@project:/b")
        check(status == 3 and "analysing b ended with an abort; it is tried once more" in err and "analysing b ended with an abort; it is left out" in err, err)
        check(of_others(found, "b") == of_others(whole, "b"), found)
        check(("b/go.mod", 1, "project/not-analysed") in [f[:3] for f in told(found)], found)


@case
def killed(folder):
    """From outside: nobody is to blame, and all is found. What is killed again and again is given up."""
    _, _, whole = folder.findings()
    status, err, found = folder.findings(fault="kill@document:b/config-bad.yaml*3")
    check(status == 3 and err.count("signal 9 from outside; it is tried once more") == 3, err)
    check(found == whole, found)
    status, err, found = folder.findings(fault="kill@document:b/config-bad.yaml")
    check(status == 3 and [f[0] for f in told(found)] == ["b/config-bad.yaml"], err, found)
    check([f for f in found if f[0] != "b/config-bad.yaml"] == [f for f in whole if f[0] != "b/config-bad.yaml"], found)


@case
def memory(folder):
    """Past the limit; without one nothing happens."""
    _, _, whole = folder.findings()
    status, err, found = folder.findings("--memory-limit", "64", fault="memory@document:b/config-bad.yaml*2")
    check(status == 3 and "no memory left; it is tried once more" in err and "no memory left; it is left out" in err, err)
    check([f[0] for f in told(found)] == ["b/config-bad.yaml"] and of_others(found, "b") == of_others(whole, "b"), found)
    status, err, found = folder.findings("--memory-limit", "4096", "--jobs", "2", fault="memory@document:b/config-bad.yaml")
    check(status == 1 and found == whole, err)


@case
def endless(folder):
    status, err, found = folder.findings(fault="loop@document:b/config-bad.yaml*1", limit=300)
    check(status == 3 and "ended with a timeout; it is left out" in err, err)
    check([f[0] for f in told(found)] == ["b/config-bad.yaml"], found)


@case
def start(folder):
    """No worker lives, so nobody knows what there is to do: no report says that all is fine."""
    status, err, found = folder.findings(fault="segv@start")
    check(status == 3 and [f[0] for f in told(found)] == ["."] and len(found) == 1, err, found)
    status, err, found = folder.findings(fault="segv@start*2")
    check(status == 3 and not told(found), err, found)
    check(found == folder.findings()[2], found)


@case
def formats(folder):
    """Every report is whole."""
    for name in FORMATS:
        done = folder.lint("--format", name, "--output", f"{name}=out.{name}", fault="segv@document:b/config-bad.yaml*1")
        check(done.returncode == 3, name, done.returncode, done.stderr)
        text = (folder.path / f"out.{name}").read_text()
        check(done.stdout == text, name)
        check("wpls itself failed here" in text and "a/config-bad.yaml" in text and "c/config-bad.yaml" in text, name, text)
        if name in ("json", "sarif", "gitlab"):
            json.loads(text)
        elif name in ("jsonl", "baseline"):
            [json.loads(line) for line in text.splitlines()]
        elif name in ("checkstyle", "junit"):
            xml.etree.ElementTree.fromstring(text)
        for output in folder.path.glob("out.*"):
            output.unlink()


@case
def fixes(folder):
    """What can be fixed is fixed, once, and shown; the file that is left out stays."""
    for option in ("--diff", "--fix"):
        done = folder.lint(option, fault="segv@document:b/config-bad.yaml*1")
        check(done.returncode == 3 and "b/config-bad.yaml ended with a segmentation fault" in done.stderr, option, done.stderr)
        if option == "--diff":
            check(done.stdout.count("+name: x") == 2 and "b/config-bad" not in done.stdout, done.stdout)
        for name in "abc":
            text = (folder.path / name / "config-bad.yaml").read_text()
            check(text == ("name: x\n" if option == "--fix" and name != "b" else "nam: x\n"), option, name, text)


@case
def baselines(folder):
    """Each line stands for one finding, whichever worker finds it."""
    folder.lint("--output", "baseline=known.jsonl")
    for jobs in ("1", "3"):
        status, err, found = folder.findings("--baseline", "known.jsonl", "--jobs", jobs)
        check(status == 0 and not found and "not there any more" not in err, status, err, found)
    status, err, found = folder.findings("--baseline", "known.jsonl", fault="segv@document:b/config-bad.yaml*1")
    check(status == 3 and [f[0] for f in found] == ["b/config-bad.yaml"] and "1 finding that is not there any more" in err, err, found)


@case
def other_commands(folder):
    """Without a worker: an honest message, and the same status."""
    for command in (["schema", "b"], ["dump", "model", "b"]):
        environment = {**os.environ, "WPLS_TEST_FAULT": "abort@function:parse_b"}
        done = subprocess.run([WPLS, *command], cwd=folder.path, env=environment, capture_output=True, text=True, timeout=300)
        check(done.returncode == 3 and not done.stdout, command, done.returncode, done.stderr)
        check(f"wpls: an abort while analysing 'parse_b' in {folder.path}/b/main.go" in done.stderr, done.stderr)


def main():
    failed = 0
    for run in cases:
        if len(sys.argv) > 2 and run.__name__ not in sys.argv[2:]:
            continue
        with tempfile.TemporaryDirectory(prefix="wpls deaths ") as work:
            try:
                run(Folder(pathlib.Path(work).resolve()))
                print(f"ok   {run.__name__}", flush=True)
            except AssertionError as e:
                failed += 1
                print(f"FAIL {run.__name__}: {e}", flush=True)
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
