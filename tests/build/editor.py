"""Builds in the editor."""
import subprocess
import sys

from harness import HERE, LIMIT, SOURCE, WPLS, case, check, environment, has_clang, stand_in


@case
def editor(work):
    """Transcripts of the language server with builds in them; those named hang_* with a compiler that never ends."""
    has_clang()
    path = stand_in(work / "bin", "exec sleep 1000")
    done = subprocess.run([sys.executable, SOURCE / "tests/lsp/run.py", "--server", f"{WPLS} serve", *sorted(HERE.glob("*.lsp"))],
                          env=environment(path), capture_output=True, text=True, timeout=LIMIT)
    check(done.returncode == 0, done.stdout, done.stderr)
