#!/bin/bash
# A Slurm array over shards; the plan's folder and the inputs lie on a file system of all nodes.
#   mahdar shard plan /archive --to /plan --shards 1000
#   sbatch slurm.sh /plan && mahdar shard merge /plan --out /minutes
#SBATCH --job-name=mahdar
#SBATCH --array=0-999%200
#SBATCH --cpus-per-task=1
#SBATCH --mem=1G
#SBATCH --requeue
set -euo pipefail
exec mahdar shard run "$1" "$SLURM_ARRAY_TASK_ID"
