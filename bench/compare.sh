#!/usr/bin/env bash
# Measures snapback against rsync, rclone and cp on the same trees: a first copy and a second run in which nothing changed.
#   bench/compare.sh [--rounds N] [--work DIR] [--files N] [DIR]
# DIR (default /usr) is copied as it is, then a generated tree of N files (default 50000). Rounds (default 3) are interleaved: every tool
# does its first copy and its second run before the next round begins. The tree is read once before, so all tools find it in memory.
# Prints medians as a Markdown table. Needs /usr/bin/time, python3, rsync, rclone, and the published program (./build.sh).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

rounds=3 work="" files=50000 tree=/usr
while [[ $# -gt 0 ]]; do
    case "$1" in
        --rounds) rounds="$2"; shift 2 ;;
        --work) work="$2"; shift 2 ;;
        --files) files="$2"; shift 2 ;;
        -*) sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
        *) tree="$1"; shift ;;
    esac
done

case "$(uname -m)" in x86_64) rid=linux-x64 ;; *) rid=linux-arm64 ;; esac
snapback="$PWD/artifacts/$rid/snapback"
for program in "$snapback" /usr/bin/time python3 rsync rclone; do
    command -v "$program" >/dev/null || { echo "compare.sh: $program is missing" >&2; exit 1; }
done

work="$(mktemp -d "${work:-/var/tmp}/snapback-bench-XXXXXX")"
trap 'rm -rf --one-file-system "$work"' EXIT
# rclone keeps a configuration; it must be ours and empty.
export RCLONE_CONFIG="$work/rclone.conf"
: >"$RCLONE_CONFIG"

# Prints tool, run, exit code, entries at the target, wall, user, system (seconds), peak memory (KiB) as one line in $work/results.
measure() {
    local tool="$1" run="$2" target="$3" code=0
    shift 3
    sync
    /usr/bin/time -o "$work/time" -f '%e %U %S %M' "$@" >"$work/out" 2>&1 || code=$?
    # What a tool did not copy, it did not copy fast: the number of entries stands in the table.
    echo "$tool $run $code $(find "$target" -xdev -name .snapback -prune -o -printf x | wc -c) $(tail -n 1 "$work/time")" >>"$work/results"
    # snapback's codes under 8 are kinds of success.
    if [[ $code -ne 0 && ! ( $tool == snapback && $code -lt 8 ) ]]; then
        echo "compare.sh: $tool ended with $code on $source; its last words:" >&2
        tail -n 5 "$work/out" >&2
    fi
}

command_of() {
    local tool="$1" from="$2" to="$3" catalog="$4"
    case "$tool" in
        snapback) words=("$snapback" backup --source "$from" --destination "$to" --mode mirror --snapshot never --catalog "$catalog" --quiet --no-progress) ;;
        rsync) words=(rsync -a --delete "$from/" "$to/") ;;
        rclone) words=(rclone sync --links "$from" "$to") ;;
        cp) words=(cp -a "$from/." "$to/") ;;
    esac
}

compare() {
    source="$1"
    rm -f "$work/results"
    find "$source" -xdev -type f -print0 | xargs -0 -r cat >/dev/null 2>&1 || true
    for ((round = 1; round <= rounds; round++)); do
        for tool in snapback rsync rclone cp; do
            local target="$work/copy-of-$tool" words
            mkdir -p "$target" "$work/catalog-$round"
            command_of "$tool" "$source" "$target" "$work/catalog-$round/catalog.db"
            measure "$tool" first "$target" "${words[@]}"
            measure "$tool" second "$target" "${words[@]}"
            rm -rf --one-file-system "$target" "$work/catalog-$round"
        done
    done
    python3 - "$work/results" "$source" "$rounds" <<'PYTHON'
import statistics, subprocess, sys
results, source, rounds = sys.argv[1:]
entries = len(subprocess.run(["find", source, "-xdev", "-printf", "x"], capture_output=True).stdout)
mib = int(subprocess.run(["du", "-sxm", source], capture_output=True, text=True).stdout.split()[0])
rows = {}
for line in open(results):
    tool, run, code, copied, wall, user, system, peak = line.split()
    rows.setdefault((run, tool), []).append((int(code), int(copied), float(wall), float(user) + float(system), int(peak) / 1024))
print(f"\n### {source}: {entries:,} entries, {mib:,} MiB, medians of {rounds}\n")
for run in ("first", "second"):
    print(f"| {run} run | wall s | x fastest | cpu s | peak MiB | entries | exit |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    medians = {tool: [statistics.median(column) for column in list(zip(*values))[2:]] for (r, tool), values in rows.items() if r == run}
    complete = max(value[1] for (r, _), values in rows.items() if r == run for value in values)
    fastest = max(min(m[0] for tool, m in medians.items() if rows[(run, tool)][0][1] == complete), 0.01)
    for tool, (wall, cpu, peak) in medians.items():
        codes = ",".join(str(c) for c in sorted({value[0] for value in rows[(run, tool)]}))
        copied = min(value[1] for value in rows[(run, tool)])
        print(f"| {tool} | {wall:.2f} | {wall / fastest:.2f} | {cpu:.2f} | {peak:.0f} | {copied:,} | {codes} |")
    print()
PYTHON
}

echo "$(nproc) cores, $(awk '/MemTotal/ {printf "%.0f GiB", $2 / 1048576}' /proc/meminfo), $(findmnt -no FSTYPE -T "$work") below the copies; $(rsync --version | head -n 1); $(rclone version | head -n 1)"
echo "The second run of cp copies everything again: it knows nothing else. Peak memory is that of the largest single process."
echo "snapback alone makes its copies durable (flush) before it says so, and keeps a record; the others leave the flush to the system."
compare "$tree"
dotnet run --project tools/SnapBack.TreeMaker -c Release -- --files "$files" --folders $((files / 20 + 1)) --size-max 32768 "$work/generated" >/dev/null
compare "$work/generated"
