"""Asks programs what they make of configurations: one of JSON in, one out, a line each."""
import json
import subprocess
import sys


def run(command, tasks):
    """What the program answers to each; ends the test when it does not answer all of them."""
    text = "".join(json.dumps(task) + "\n" for task in tasks)
    result = subprocess.run(command, input=text.encode(), stdout=subprocess.PIPE)
    lines = result.stdout.decode("utf-8", "replace").split("\n")[:-1]
    if result.returncode or len(lines) != len(tasks):
        at = f"; the next one is {json.dumps(tasks[len(lines)])}" if len(lines) < len(tasks) else ""
        sys.exit(f"{command[0]} ended with {result.returncode} after {len(lines)} of {len(tasks)} configurations{at}")
    return [json.loads(line) for line in lines]
