# The verbs of this checkout, the same as in build.sh:
#   ./build.ps1 [RID]            publish for RID (default: this machine's), as "publish" does
#   ./build.ps1 restore | build | format | test | bench
#   ./build.ps1 publish [RID]    self-contained program in artifacts/RID/snapback[.exe]
#   ./build.ps1 publish RID --single   the same as one file, in artifacts/RID-single
param(
    [Parameter(Position = 0)] [string] $Verb = 'publish',
    [Parameter(Position = 1, ValueFromRemainingArguments = $true)] [string[]] $Rest = @()
)
$ErrorActionPreference = 'Stop'
Set-Location -LiteralPath $PSScriptRoot
$rids = 'linux-x64', 'linux-arm64', 'win-x64', 'win-arm64'

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

function Get-ThisRid {
    $architecture = [System.Runtime.InteropServices.RuntimeInformation]::OSArchitecture.ToString().ToLowerInvariant()
    # $IsLinux does not exist in Windows PowerShell 5, which runs on Windows only.
    $system = if (Get-Variable -Name IsLinux -ValueOnly -ErrorAction SilentlyContinue) { 'linux' } else { 'win' }
    return "$system-$architecture"
}

function Publish-Program([string] $Rid, [string] $Single) {
    if (-not $Rid) { $Rid = Get-ThisRid }
    if ($rids -notcontains $Rid) {
        Write-Host "build.ps1: '$Rid' is not known; RID is one of: $($rids -join ' ')"
        exit 2
    }
    if ($Single -and $Single -ne '--single') {
        Write-Host "build.ps1: '$Single' is not known; after the RID only --single may stand"
        exit 2
    }
    $folder = "artifacts/$Rid" + $(if ($Single) { '-single' } else { '' })
    $asOne = if ($Single) { 'true' } else { 'false' }
    # Compiled ahead of time the program starts in a third of the time, but the compiler for it is a package of its own, not to be had everywhere.
    $ahead = 'true'
    & dotnet restore src/SnapBack.Cli -r $Rid -p:PublishReadyToRun=true -v q | Out-Null
    if ($LASTEXITCODE -ne 0) {
        $ahead = 'false'
        & dotnet restore src/SnapBack.Cli -r $Rid -v q --nologo
        if ($LASTEXITCODE -ne 0) {
            Write-Host "build.ps1: the runtime for $Rid can't be restored from this machine's package source; nothing was published"
            exit 1
        }
        Write-Host "The ahead-of-time compiler for $Rid can't be restored here: publishing without it."
    }
    if (Test-Path -LiteralPath $folder) { Remove-Item -LiteralPath $folder -Recurse -Force }
    Invoke-DotNet publish src/SnapBack.Cli -c Release -r $Rid --self-contained "-p:PublishReadyToRun=$ahead" -p:DebugType=embedded `
        -p:PublishDocumentationFiles=false "-p:PublishSingleFile=$asOne" -o $folder -v q --nologo
    $program = "$folder/snapback" + $(if ($Rid.StartsWith('win-')) { '.exe' } else { '' })
    if (-not (Test-Path -LiteralPath $program)) {
        Write-Host "build.ps1: $program was not made"
        exit 1
    }
    Write-Output $program
}

switch -Regex ($Verb) {
    '^restore$' { Invoke-DotNet restore SnapBack.sln @Rest; break }
    '^build$' { Invoke-DotNet build SnapBack.sln @Rest; break }
    '^format$' { Invoke-DotNet format SnapBack.sln @Rest; break }
    '^test$' { Invoke-DotNet test SnapBack.sln @Rest; break }
    '^publish$' { Publish-Program ($Rest | Select-Object -First 1) ($Rest | Select-Object -Skip 1 -First 1); break }
    '^bench$' {
        if ((Get-ThisRid) -notlike 'linux-*') {
            Write-Host 'build.ps1: bench compares with rsync and cp and needs Linux.'
            exit 2
        }
        Publish-Program '' | Out-Null
        & bash bench/compare.sh @Rest
        exit $LASTEXITCODE
    }
    '^(linux|win)-' { Publish-Program $Verb ($Rest | Select-Object -First 1); break }
    default {
        Write-Host "build.ps1: '$Verb' is not a verb: restore | build | format | test | publish [RID] | bench"
        exit 2
    }
}
