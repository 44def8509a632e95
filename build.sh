#!/usr/bin/env bash
# The verbs of this checkout, the same as in build.ps1:
#   ./build.sh [RID]            self-contained program for RID (default: this machine's) in artifacts/RID/snapback[.exe]
#   ./build.sh restore | build | format | test | bench
#   ./build.sh publish RID [--single]   the same as the first; as one file, in artifacts/RID-single
#   ./build.sh publish          packages for all systems, and their sums, in artifacts/packages
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

rids="linux-x64 linux-arm64 win-x64 win-arm64"
packaged="win-x64 win-arm64 linux-x64"

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

# publish RID [--single [MSBUILD-OPTION...]]
publish() {
    local rid="$1" single="${2:-}" ahead=true folder
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
        -p:DebugType=embedded -p:PublishDocumentationFiles=false ${single:+-p:PublishSingleFile=true} "${@:3}" -o "$folder" -v q --nologo
    local program="$folder/snapback"
    [[ "$rid" == win-* ]] && program="$program.exe"
    [[ -f "$program" ]] || { echo "build.sh: $program was not made" >&2; exit 1; }
    echo "$program"
}

# The program of a package, in FOLDER: one file and SQLite's library, or, where no runtime is to be had, what runs on an installed one.
stage() {
    local rid="$1" folder="$2"
    mkdir -p "$folder"
    if dotnet restore src/SnapBack.Cli -r "$rid" -v q >/dev/null 2>&1; then
        publish "$rid" --single "-p:SqliteFolder=$PWD/$folder/" >/dev/null
        cp "artifacts/$rid-single/"* "$folder"
        return
    fi
    publish_without_runtime "$rid" "$folder" >/dev/null
    [[ $rid == win-* ]] || { echo "build.sh: there is no package for $rid without its runtime" >&2; exit 1; }
    # So that the commands of the documents work there, too.
    printf '@dotnet "%%~dp0snapback.dll" %%*\r\n' >"$folder/snapback.cmd"
    printf 'This package was made on a machine without the .NET runtime for %s.\r\nInstall the .NET Runtime 10 first: https://dotnet.microsoft.com/download\r\n' "$rid" \
        >"$folder/NEEDS-DOTNET-10.txt"
    lacking+=("snapback-$version-$rid.zip needs .NET 10 installed where it runs: the runtime for $rid is not to be had from this machine's package source.")
}

# All packages. What was not to be had is said last, where it is seen.
package() {
    local rid programs=() lacking=() to=artifacts/packages version
    version="$(dotnet msbuild src/SnapBack.Cli -getProperty:Version)"
    rm -rf "$to" artifacts/stage
    mkdir -p "$to"
    for rid in $packaged; do
        stage "$rid" "artifacts/stage/$rid"
        programs+=("$rid=artifacts/stage/$rid")
    done
    dotnet pack src/SnapBack.Cli -c Release -p:PackAsTool=true -p:PublishDocumentationFiles=false -o "$to" -v q --nologo
    dotnet run --project tools/SnapBack.Packager -c Release -v q -- "$version" "$to" "${programs[@]}"
    rm -rf artifacts/stage
    [[ ${#lacking[@]} -eq 0 ]] || printf 'NOTE: %s\n' "${lacking[@]}" >&2
}

verb="${1:-this}"
[[ $# -gt 0 ]] && shift
case "$verb" in
    restore) dotnet restore SnapBack.sln "$@" ;;
    build) dotnet build SnapBack.sln "$@" ;;
    format) dotnet format SnapBack.sln "$@" ;;
    test) dotnet test SnapBack.sln "$@" ;;
    this) publish "$(this_rid)" ;;
    publish) if [[ $# -gt 0 ]]; then publish "$@"; else package; fi ;;
    bench) publish "$(this_rid)" >/dev/null && bench/compare.sh "$@" ;;
    help | -h | --help) usage ;;
    linux-* | win-*) publish "$verb" "$@" ;;
    *) echo "build.sh: '$verb' is not a verb" >&2; usage >&2; exit 2 ;;
esac
