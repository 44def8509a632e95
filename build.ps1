# The verbs of this checkout, the same as in build.sh:
#   ./build.ps1 [RID]            self-contained program for RID (default: this machine's) in artifacts/RID/snapback[.exe]
#   ./build.ps1 restore | build | format | test | bench
#   ./build.ps1 publish RID [--single]   the same as the first; as one file, in artifacts/RID-single
#   ./build.ps1 publish          packages for all systems, and their sums, in artifacts/packages
param(
    [Parameter(Position = 0)] [string] $Verb = 'this',
    [Parameter(Position = 1, ValueFromRemainingArguments = $true)] [string[]] $Rest = @()
)
$ErrorActionPreference = 'Stop'
Set-Location -LiteralPath $PSScriptRoot
$rids = 'linux-x64', 'linux-arm64', 'win-x64', 'win-arm64'
$packaged = 'win-x64', 'win-arm64', 'linux-x64'

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

# For a system whose runtime the package source does not have: the program without it, for the .NET that is installed there.
function Publish-WithoutRuntime([string] $Rid, [string] $Folder) {
    if (Test-Path -LiteralPath $Folder) { Remove-Item -LiteralPath $Folder -Recurse -Force }
    & dotnet publish src/SnapBack.Cli -c Release -r $Rid --no-self-contained -p:UseAppHost=false -p:DebugType=embedded `
        -p:PublishDocumentationFiles=false -o $Folder -v q --nologo | Out-Host
    if ($LASTEXITCODE -ne 0) {
        Write-Host "build.ps1: the program for $Rid could not be published"
        exit 1
    }
    Write-Host ("The runtime for $Rid is not to be had from this machine's package source: what was published needs .NET 10 there, and starts with " +
        "'dotnet snapback.dll'.")
    Write-Output "$Folder/snapback.dll"
}

function Publish-Program([string] $Rid, [string] $Single, [string[]] $Options = @()) {
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
        & dotnet restore src/SnapBack.Cli -r $Rid -v q --nologo | Out-Host
        if ($LASTEXITCODE -ne 0) {
            if (-not $Single) { return Publish-WithoutRuntime $Rid $folder }
            Write-Host "build.ps1: the runtime for $Rid can't be restored from this machine's package source; nothing was published"
            exit 1
        }
        Write-Host "The ahead-of-time compiler for $Rid can't be restored here: publishing without it."
    }
    if (Test-Path -LiteralPath $folder) { Remove-Item -LiteralPath $folder -Recurse -Force }
    Invoke-DotNet publish src/SnapBack.Cli -c Release -r $Rid --self-contained "-p:PublishReadyToRun=$ahead" -p:DebugType=embedded `
        -p:PublishDocumentationFiles=false "-p:PublishSingleFile=$asOne" @Options -o $folder -v q --nologo | Out-Host
    $program = "$folder/snapback" + $(if ($Rid.StartsWith('win-')) { '.exe' } else { '' })
    if (-not (Test-Path -LiteralPath $program)) {
        Write-Host "build.ps1: $program was not made"
        exit 1
    }
    Write-Output $program
}

# The program of a package, in $Folder: one file and SQLite's library, or, where no runtime is to be had, what runs on an installed one.
# Returns what has to be said of it; nothing when all is there.
function Publish-Stage([string] $Rid, [string] $Folder, [string] $Version) {
    & dotnet restore src/SnapBack.Cli -r $Rid -v q | Out-Null
    if ($LASTEXITCODE -eq 0) {
        New-Item -ItemType Directory -Force -Path $Folder | Out-Null
        Publish-Program $Rid '--single' "-p:SqliteFolder=$PWD/$Folder/" | Out-Null
        Copy-Item -Path "artifacts/$Rid-single/*" -Destination $Folder
        return
    }
    Publish-WithoutRuntime $Rid $Folder | Out-Null
    if ($Rid -notlike 'win-*') {
        Write-Host "build.ps1: there is no package for $Rid without its runtime"
        exit 1
    }
    # So that the commands of the documents work there, too.
    [System.IO.File]::WriteAllText("$PWD/$Folder/snapback.cmd", "@dotnet ""%~dp0snapback.dll"" %*`r`n")
    [System.IO.File]::WriteAllText("$PWD/$Folder/NEEDS-DOTNET-10.txt", "This package was made on a machine without the .NET runtime for $Rid.`r`n" +
        "Install the .NET Runtime 10 first: https://dotnet.microsoft.com/download`r`n")
    Write-Output "snapback-$Version-$Rid.zip needs .NET 10 installed where it runs: the runtime for $Rid is not to be had from this machine's package source."
}

# All packages. What was not to be had is said last, where it is seen.
function Publish-Packages {
    $to = 'artifacts/packages'
    $version = (& dotnet msbuild src/SnapBack.Cli -getProperty:Version).Trim()
    foreach ($old in $to, 'artifacts/stage') { if (Test-Path -LiteralPath $old) { Remove-Item -LiteralPath $old -Recurse -Force } }
    New-Item -ItemType Directory -Force -Path $to | Out-Null
    $lacking = @($packaged | ForEach-Object { Publish-Stage $_ "artifacts/stage/$_" $version })
    $programs = @($packaged | ForEach-Object { "$_=artifacts/stage/$_" })
    Invoke-DotNet pack src/SnapBack.Cli -c Release '-p:PackAsTool=true' '-p:PublishDocumentationFiles=false' -o $to -v q --nologo
    Invoke-DotNet run --project tools/SnapBack.Packager -c Release -v q '--' $version $to @programs
    Remove-Item -LiteralPath 'artifacts/stage' -Recurse -Force
    foreach ($line in $lacking) { Write-Host "NOTE: $line" }
}

switch -Regex ($Verb) {
    '^restore$' { Invoke-DotNet restore SnapBack.sln @Rest; break }
    '^build$' { Invoke-DotNet build SnapBack.sln @Rest; break }
    '^format$' { Invoke-DotNet format SnapBack.sln @Rest; break }
    '^test$' { Invoke-DotNet test SnapBack.sln @Rest; break }
    '^this$' { Publish-Program (Get-ThisRid); break }
    '^publish$' {
        if ($Rest.Count -eq 0) { Publish-Packages } else { Publish-Program ($Rest | Select-Object -First 1) ($Rest | Select-Object -Skip 1 -First 1) }
        break
    }
    '^bench$' {
        if ((Get-ThisRid) -notlike 'linux-*') {
            Write-Host 'build.ps1: bench compares with rsync and cp and needs Linux.'
            exit 2
        }
        Publish-Program (Get-ThisRid) | Out-Null
        & bash bench/compare.sh @Rest
        exit $LASTEXITCODE
    }
    '^(linux|win)-' { Publish-Program $Verb ($Rest | Select-Object -First 1); break }
    default {
        Write-Host "build.ps1: '$Verb' is not a verb: restore | build | format | test | publish [RID] | bench"
        exit 2
    }
}
