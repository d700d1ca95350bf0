#!/usr/bin/env python3
"""Runs what CI systems would: the steps of action.yml, the script of editors/ci/gitlab.yml, and the hooks under pre-commit when it is there.

usage: ci.py TOP WHEEL; ends with the line 'N passed, N failed'. The files are read as they are; only expressions ${{ inputs.X }} are
replaced by what GitHub would put there.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

passed = failed = 0


def check(what, good, text=""):
    global passed, failed
    if good:
        passed += 1
    else:
        failed += 1
        print(f"FAILED: {what}\n{text}")


def expression(source, inputs):
    """Evaluates the few forms that action.yml uses: inputs.X, ||, && and format('..{0}', inputs.X)."""
    for alternative in source.split("||"):
        value = None
        for part in alternative.strip().strip("()").split("&&"):
            part = part.strip()
            call = re.fullmatch(r"format\('(.*)\{0\}', inputs\.([\w-]+)\)?", part)
            if call:
                value = call[1] + inputs[call[2]]
            elif part.startswith("inputs."):
                value = inputs[part[len("inputs."):]]
            else:
                value = part.strip("'")
            if not value:
                break
        if value:
            return value
    return ""


def run_action(top, folder, **given):
    action = yaml.safe_load((top / "action.yml").read_text())
    inputs = {name: given.get(name.replace("-", "_"), spec.get("default", "")) for name, spec in action["inputs"].items()}
    runner = folder / "runner"
    runner.mkdir(exist_ok=True)
    outputs = runner / "outputs"
    outputs.write_text("")
    printed, status = "", 0
    for step in action["runs"]["steps"]:
        env = {"PATH": os.environ["PATH"], "HOME": str(folder), "RUNNER_TEMP": str(runner), "GITHUB_OUTPUT": str(outputs)}
        for name, value in step.get("env", {}).items():
            env[name] = re.sub(r"\$\{\{ *(.*?) *\}\}", lambda match: expression(match[1], inputs), value)
        done = subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]], cwd=folder / "work", env=env,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        printed, status = printed + done.stdout, done.returncode
        if status:
            break
    return status, printed, outputs.read_text()


def test_action(top, wheel, folder):
    status, printed, outputs = run_action(top, folder, wheel=str(wheel), paths="http-call/bad.yaml http-call/good.yaml", sarif="out.sarif")
    check("the action fails with findings", status == 1, printed)
    check("it annotates", re.search(r"^::error file=http-call/bad\.yaml,line=4,col=1,", printed, re.M), printed)
    check("it says where SARIF is", outputs == "sarif=out.sarif\n", outputs)
    report = json.loads((folder / "work/out.sarif").read_text())
    check("SARIF has the finding", report["runs"][0]["results"][0]["ruleId"] == "config/rejected")
    status, printed, _ = run_action(top, folder, wheel=str(wheel), paths="http-call/good.yaml")
    check("the action passes without findings", status == 0, printed)
    status, printed, _ = run_action(top, folder, wheel=str(wheel), paths="http-call/bad.yaml", fail_on="never")
    check("the action passes with --fail-on never", status == 0, printed)


def test_gitlab(top, wheel, folder):
    job = yaml.safe_load((top / "editors/ci/gitlab.yml").read_text())["wpls"]
    environment = folder / "gitlab"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    variables = {**job["variables"], "WPLS_PACKAGE": str(wheel), "WPLS_PATHS": "http-call/bad.yaml", "HOME": str(folder),
                 "PATH": f"{environment}/bin:{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-e", "-c", "\n".join(job["script"])], cwd=folder / "work", env=variables, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False)
    check("GitLab's job fails with findings", done.returncode == 1, done.stdout)
    for name in job["artifacts"]["reports"].values():
        check(f"GitLab's job leaves {name}", (folder / "work" / name).stat().st_size > 100)


def test_pre_commit(top, wheel, folder):
    program = pathlib.Path(sys.prefix, "bin/pre-commit")
    if not program.exists():
        print("no pre-commit here: its hooks are left out")
        return
    work, hooks = folder / "work", folder / "hooks"
    shutil.copytree(top / "editors/ci/pre-commit", hooks)
    git = ["git", "-c", "user.name=test", "-c", "user.email=test@example.com"]
    for place in (hooks, work):
        subprocess.run([*git, "init", "--quiet", "."], cwd=place, check=True)
        subprocess.run([*git, "add", "."], cwd=place, check=True)
        subprocess.run([*git, "commit", "--quiet", "-m", "all"], cwd=place, check=True)
    env = {**os.environ, "HOME": str(folder), "PIP_FIND_LINKS": str(wheel.parent), "PRE_COMMIT_HOME": str(folder / "pre-commit")}
    for repository in (hooks, top):
        done = subprocess.run([program, "validate-manifest", repository / ".pre-commit-hooks.yaml"], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False)
        check("pre-commit takes the hooks", done.returncode == 0, done.stdout)
    done = subprocess.run([program, "try-repo", hooks, "wpls", "--all-files"], cwd=work, env=env, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False)
    check("the hook finds", done.returncode == 1 and "missing tokenHeader in config" in done.stdout, done.stdout)


def main():
    top, wheel = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    version = wheel.name.split("-")[1]
    check("the hooks want this version", f'"wpls=={version}"' in (top / "editors/ci/pre-commit/pyproject.toml").read_text())
    check("mason wants this version", f"pkg:pypi/wpls@{version}\n" in
          (top / "editors/neovim/registry/mason-registry/packages/wpls/package.yaml").read_text())
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        shutil.copytree(top / "examples/http-call", folder / "work/http-call")
        test_action(top, wheel, folder)
        test_gitlab(top, wheel, folder)
        test_pre_commit(top, wheel, folder)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
