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
    """Evaluates the one form that action.yml uses: inputs.X."""
    return inputs[source.removeprefix("inputs.")]


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
    for name in ("", "wpls", "wpls==0.1.0", "--index-url=x"):  # GitHub itself does not hold composite actions' callers to required inputs
        status, printed, _ = run_action(top, folder, wheel=name, paths="http-call/good.yaml")
        check(f"the action refuses the wheel '{name}'", status == 2 and f"::error::input 'wheel' is '{name}'" in printed, printed)


def test_gitlab(top, wheel, folder):
    job = yaml.safe_load((top / "editors/ci/gitlab.yml").read_text())["wpls"]
    environment = folder / "gitlab"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    def run(**given):
        variables = {**job["variables"], "WPLS_PATHS": "http-call/bad.yaml", "HOME": str(folder), **given,
                     "PATH": f"{environment}/bin:{os.environ['PATH']}"}
        return subprocess.run(["bash", "-e", "-c", "\n".join(job["script"])], cwd=folder / "work", env=variables, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False)

    for given in ({}, {"WPLS_WHEEL": "wpls"}):
        done = run(**given)
        check(f"GitLab's job refuses {given}", done.returncode == 2 and "WPLS_WHEEL is '" in done.stdout, done.stdout)
    done = run(WPLS_WHEEL=str(wheel))
    check("GitLab's job fails with findings", done.returncode == 1, done.stdout)
    for name in job["artifacts"]["reports"].values():
        check(f"GitLab's job leaves {name}", (folder / "work" / name).stat().st_size > 100)


def test_pre_commit(top, wheel, folder):
    program = pathlib.Path(sys.prefix, "bin/pre-commit")
    if not program.exists():
        print("no pre-commit here: its hooks are left out")
        return
    work, hooks = folder / "work", folder / "hooks"
    hooks.mkdir()
    shutil.copy(top / ".pre-commit-hooks.yaml", hooks)
    environment = folder / "installed"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    subprocess.run([environment / "bin/pip", "install", "--quiet", "--no-index", wheel], check=True)
    git = ["git", "-c", "user.name=test", "-c", "user.email=test@example.com"]
    for place in (hooks, work):
        subprocess.run([*git, "init", "--quiet", "."], cwd=place, check=True)
        subprocess.run([*git, "add", "."], cwd=place, check=True)
        subprocess.run([*git, "commit", "--quiet", "-m", "all"], cwd=place, check=True)
    env = {**os.environ, "HOME": str(folder), "PRE_COMMIT_HOME": str(folder / "pre-commit"),
           "PATH": f"{environment}/bin:{os.environ['PATH']}"}
    done = subprocess.run([program, "validate-manifest", hooks / ".pre-commit-hooks.yaml"], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False)
    check("pre-commit takes the hook", done.returncode == 0, done.stdout)
    done = subprocess.run([program, "try-repo", hooks, "wpls", "--all-files"], cwd=work, env=env, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False)
    check("the hook finds", done.returncode == 1 and "missing tokenHeader in config" in done.stdout, done.stdout)


def test_names(top):
    """No registry has wpls, so nothing may install it, or a part of it, by its name: the name could be anyone's."""
    by_name = re.compile(r"\b((pip3?|pipx|uv|npm) (install|i|add|exec|run|tool)|uvx|npx)\b[^\n`#]*\s['\"]?@?wpls(?![\w./*-])"
                         r"|pkg:(pypi|npm)/|['\"]@wpls/|['\"]wpls==|MasonInstall")
    check("the pattern finds names", all(map(by_name.search, ("pip install wpls", 'npm i -g "wpls"', '"@wpls/linux-x64"', "pkg:pypi/wpls@1"))))
    for path in subprocess.run(["git", "ls-files", "-z"], cwd=top, stdout=subprocess.PIPE, text=True, check=True).stdout.split("\0"):
        if not path.startswith("tests/") and path.endswith((".md", ".yml", ".yaml", ".toml", ".txt", ".lua", ".json", ".py", ".el", ".vim")):
            found = by_name.search((top / path).read_text())
            check(f"{path} installs nothing by the name of wpls", not found, found and found[0])


def main():
    top, wheel = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    version = wheel.name.split("-")[1]
    test_names(top)
    check("mason wants this version", f"pkg:github/OWNER/wpls@v{version}\n" in
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
