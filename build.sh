#!/usr/bin/env bash
# The verbs of this checkout, the same as in build.ps1:
#   ./build.sh [RID]            publish for RID (default: this machine's), as "publish" does
#   ./build.sh restore | build | format | test | bench
#   ./build.sh publish [RID]    self-contained program in artifacts/RID/snapback[.exe]
#   ./build.sh publish RID --single   the same as one file, in artifacts/RID-single
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

rids="linux-x64 linux-arm64 win-x64 win-arm64"

usage() {
    sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
    echo "RID is one of: $rids"
}

this_rid() {
    local system machine
    case "$(uname -s)" in
        Linux) system=linux ;;
        MINGW* | MSYS* | CYGWIN*) system=win ;;
        *) echo "build.sh: no program for $(uname -s) is made; name one of: $rids" >&2; exit 2 ;;
    esac
    case "$(uname -m)" in
        x86_64) machine=x64 ;;
        aarch64 | arm64) machine=arm64 ;;
        *) echo "build.sh: no program for $(uname -m) is made; name one of: $rids" >&2; exit 2 ;;
    esac
    echo "$system-$machine"
}

# For a system whose runtime the package source does not have: the program without it, for the .NET that is installed there.
publish_without_runtime() {
    local rid="$1" folder="$2"
    rm -rf "$folder"
    if ! dotnet publish src/SnapBack.Cli -c Release -r "$rid" --no-self-contained -p:UseAppHost=false -p:DebugType=embedded \
        -p:PublishDocumentationFiles=false -o "$folder" -v q --nologo; then
        echo "build.sh: the program for $rid could not be published" >&2
        exit 1
    fi
    echo "The runtime for $rid is not to be had from this machine's package source: what was published needs .NET 10 there, and starts with" \
        "'dotnet snapback.dll'." >&2
    echo "$folder/snapback.dll"
}

publish() {
    local rid="${1:-$(this_rid)}" single="${2:-}" ahead=true folder
    if [[ " $rids " != *" $rid "* ]]; then
        echo "build.sh: '$rid' is not known; RID is one of: $rids" >&2
        exit 2
    fi
    if [[ -n $single && $single != --single ]]; then
        echo "build.sh: '$single' is not known; after the RID only --single may stand" >&2
        exit 2
    fi
    folder="artifacts/$rid${single:+-single}"
    # Compiled ahead of time the program starts in a third of the time, but the compiler for it is a package of its own, not to be had everywhere.
    if ! dotnet restore src/SnapBack.Cli -r "$rid" -p:PublishReadyToRun=true -v q >/dev/null 2>&1; then
        ahead=false
        if ! dotnet restore src/SnapBack.Cli -r "$rid" -v q --nologo; then
            if [[ -n $single ]]; then
                echo "build.sh: the runtime for $rid can't be restored from this machine's package source; nothing was published" >&2
                exit 1
            fi
            publish_without_runtime "$rid" "$folder"
            return
        fi
        echo "The ahead-of-time compiler for $rid can't be restored here: publishing without it." >&2
    fi
    # On Linux runtime and program are compiled as one, which takes another quarter off the start; measured there only.
    local composite=false
    [[ $ahead == true && $rid == linux-* && -z $single ]] && composite=true
    rm -rf "$folder"
    dotnet publish src/SnapBack.Cli -c Release -r "$rid" --self-contained -p:PublishReadyToRun="$ahead" -p:PublishReadyToRunComposite="$composite" \
        -p:DebugType=embedded -p:PublishDocumentationFiles=false ${single:+-p:PublishSingleFile=true} -o "$folder" -v q --nologo
    local program="$folder/snapback"
    [[ "$rid" == win-* ]] && program="$program.exe"
    [[ -f "$program" ]] || { echo "build.sh: $program was not made" >&2; exit 1; }
    echo "$program"
}

verb="${1:-publish}"
[[ $# -gt 0 ]] && shift
case "$verb" in
    restore) dotnet restore SnapBack.sln "$@" ;;
    build) dotnet build SnapBack.sln "$@" ;;
    format) dotnet format SnapBack.sln "$@" ;;
    test) dotnet test SnapBack.sln "$@" ;;
    publish) publish "$@" ;;
    bench) publish >/dev/null && bench/compare.sh "$@" ;;
    help | -h | --help) usage ;;
    linux-* | win-*) publish "$verb" "$@" ;;
    *) echo "build.sh: '$verb' is not a verb" >&2; usage >&2; exit 2 ;;
esac
