from __future__ import annotations

import subprocess
from pathlib import Path

import yaml

EXAMPLES = Path(__file__).parents[2] / "docs" / "engines"


def test_the_array_job_is_shell_and_runs_its_shard() -> None:
    script = EXAMPLES / "slurm.sh"
    assert subprocess.run(["bash", "-n", script]).returncode == 0
    said = subprocess.run(
        [
            "bash",
            "-c",
            f'mahdar() {{ echo "$@"; }}; exec() {{ "$@"; }}; set -- /plan; . "{script}"',
        ],
        env={"SLURM_ARRAY_TASK_ID": "7", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert said.stdout.strip() == "shard run /plan 7"


def test_the_indexed_job_has_the_form_that_kubernetes_asks_for() -> None:
    job = yaml.safe_load((EXAMPLES / "kubernetes.yaml").read_text(encoding="utf-8"))
    assert (job["apiVersion"], job["kind"]) == ("batch/v1", "Job")
    spec = job["spec"]
    assert spec["completionMode"] == "Indexed" and spec["completions"] == 1000
    pod = spec["template"]["spec"]
    assert pod["restartPolicy"] == "Never"  # required by backoffLimitPerIndex
    (container,) = pod["containers"]
    assert "$JOB_COMPLETION_INDEX" in container["command"][-1]
    mounted = {m["name"] for m in container["volumeMounts"]}
    assert mounted == {v["name"] for v in pod["volumes"]}
