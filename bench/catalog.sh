#!/usr/bin/env bash
# Times every question to a catalog of 1,000 runs over 1,000,000 files, which it makes first (about a minute, 300 MB).
#   bench/catalog.sh [--files N] [--runs N] [--work DIR]
# Each question is asked three times; the table has the median of the wall times, the start of the program included. Needs the published program (./build.sh).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

files=1000000 runs=1000 work=""
while [[ $# -gt 0 ]]; do
    case "$1" in
        --files) files="$2"; shift 2 ;;
        --runs) runs="$2"; shift 2 ;;
        --work) work="$2"; shift 2 ;;
        *) sed -n '2,5s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
    esac
done

case "$(uname -m)" in x86_64) rid=linux-x64 ;; *) rid=linux-arm64 ;; esac
snapback="${SNAPBACK:-$PWD/artifacts/$rid/snapback}"
[[ -x "$snapback" ]] || { echo "catalog.sh: $snapback is missing; run ./build.sh" >&2; exit 1; }

work="$(mktemp -d "${work:-/var/tmp}/snapback-bench-XXXXXX")"
trap 'rm -rf --one-file-system "$work"' EXIT
dotnet run --project tools/SnapBack.HistoryMaker -c Release -- --files "$files" --runs "$runs" --changes 500 "$work/catalog.db"

ask() {
    local code=0 seconds=()
    for _ in 1 2 3; do
        local start="$EPOCHREALTIME"
        "$snapback" catalog "$@" --catalog "$work/catalog.db" >"$work/out" 2>"$work/err" || code=$?
        seconds+=("$(awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN {printf "%.2f", b - a}')")
    done
    printf '| `%s` | %s | %s | %s |\n' "$*" "$(printf '%s\n' "${seconds[@]}" | sort -n | sed -n 2p)" "$(wc -l <"$work/out")" "$code"
}

path="$("$snapback" catalog files last --action replace --format csv --catalog "$work/catalog.db" | sed -n 2p | cut -d, -f1)"
echo
echo "| question | wall s | lines | exit |"
echo "|---|---:|---:|---:|"
ask runs --format csv
ask show last
ask files last --action copy --format csv
ask files last --class newer --format csv
ask files last --class extra --format csv
ask files last --path "folder-00001/folder-00015/*" --format csv
ask files last --path "*-0000500.*" --format csv
ask ls last folder-00001/folder-00015 --format csv
ask diff last~1 last --format csv
ask diff last~30 last --format csv
ask diff 1 last --format csv
ask acl "$path"
ask history "$path"
ask find "*-0000500.*"
ask find "folder-00001/*/*.csv"
ask find "*.docx" --format csv
ask failures
ask stats
ask stats --by phase
ask stats --by folder
ask stats --by file
ask stats --by writer
ask sql "SELECT status, count(*) FROM v_runs GROUP BY status"
ask sql "SELECT count(*) FROM v_run_files WHERE run_id = $runs AND class = 'new'"
ask sql "SELECT path FROM v_run_files WHERE run_id = $runs AND action = 'copy'"
ask sql "SELECT path, error_text FROM v_run_files WHERE run_id = $runs AND outcome = 'failed'"
ask sql "SELECT class, count(*), sum(size) FROM v_run_files WHERE run_id = $runs GROUP BY 1"
ask check
ask files last --format csv
# The clock of the generated runs is years ago: all but one of each month goes.
ask prune --keep 30d,12m --dry-run
cp "$work/catalog.db" "$work/pruned.db"
start="$EPOCHREALTIME"
"$snapback" catalog prune --keep 30d,12m --catalog "$work/pruned.db" | tail -n 1
awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN {printf "prune --keep 30d,12m took %.1f s\n", b - a}'
