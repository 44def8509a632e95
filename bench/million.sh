#!/usr/bin/env bash
# One folder with a million files, on a tmpfs so that the disk takes no part: wall time and peak memory of snapback's first run and of a
# second one in which nothing changed.
#   bench/million.sh [FILES]
# Needs root (it mounts a tmpfs), about 4 GB of memory, /usr/bin/time, and the published program (./build.sh).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

files="${1:-1000000}"
case "$(uname -m)" in x86_64) rid=linux-x64 ;; *) rid=linux-arm64 ;; esac
snapback="$PWD/artifacts/$rid/snapback"
[[ -x "$snapback" ]] || { echo "million.sh: $snapback is missing; run ./build.sh" >&2; exit 1; }

mount_point="$(mktemp -d)"
# The mount point itself is only removed when it is a plain, empty folder again.
trap 'umount "$mount_point" 2>/dev/null || umount -l "$mount_point"; rmdir "$mount_point"' EXIT
mount -t tmpfs -o size=8g,nr_inodes=0 snapback-bench "$mount_point"
dotnet run --project tools/SnapBack.TreeMaker -c Release -- --files "$files" --folders 1 --size-max 64 "$mount_point/source"
# A file that changed within seconds before a run is read again by the next one; here nothing is to be.
sleep 5

echo
echo "| $files files in one folder | wall s | cpu s | peak MiB | files | exit |"
echo "|---|---:|---:|---:|---:|---:|"
for run in first second; do
    code=0
    /usr/bin/time -o "$mount_point/time" -f '%e %U %S %M' "$snapback" backup --source "$mount_point/source" --destination "$mount_point/copy" \
        --mode mirror --snapshot never --catalog "$mount_point/catalog/catalog.db" --quiet --no-progress >"$mount_point/out" 2>&1 || code=$?
    tail -n 1 "$mount_point/time" | awk -v run="$run" -v code="$code" \
        -v copied="$(find "$mount_point/copy" -name '*.dat' -printf x 2>/dev/null | wc -c)" \
        '{printf "| %s run | %.1f | %.1f | %.0f | %d | %d |\n", run, $1, $2 + $3, $4 / 1024, copied, code}'
    [[ $code -lt 8 ]] || { tail -n 5 "$mount_point/out" >&2; exit 1; }
done
