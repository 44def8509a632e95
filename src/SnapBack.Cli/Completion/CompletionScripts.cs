namespace SnapBack.Cli.Completion;

/// <summary>
/// What a shell is told so that it asks this program. The scripts know no verb and no option. Nothing that is typed, and nothing that is answered, is ever read
/// as a command: no <c>eval</c>, no <c>compgen -W</c>, and only the <c>snapback</c> of the PATH is called.
/// </summary>
internal static class CompletionScripts
{
    /// <summary>For bash, from version 4 on. The first line of an answer says whether words follow or a file's name is wanted.</summary>
    public const string Bash =
        """
        # Completion of snapback for bash: source <(snapback completion bash)
        _snapback() {
            local kind line word cur="${COMP_WORDS[COMP_CWORD]}"
            COMPREPLY=()
            {
                IFS= read -r kind || return 0
                while IFS= read -r line; do
                    word="${line%%$'\t'*}"
                    case "$cur" in
                        \"*)
                            word="${word//\\/\\\\}"
                            word="${word//\"/\\\"}"
                            word="${word//\$/\\\$}"
                            word="${word//\`/\\\`}"
                            ;;
                        \'*)
                            [[ "$word" == *\'* ]] && continue
                            ;;
                        *)
                            printf -v word '%q' "$word"
                            ;;
                    esac
                    COMPREPLY+=("$word")
                done
            } < <(command snapback completion words "$((COMP_CWORD - 1))" "${COMP_WORDS[@]:1}" 2>/dev/null)
            if [[ "$kind" == words ]]; then
                compopt +o default +o bashdefault 2>/dev/null
            fi
            return 0
        }
        complete -o default -F _snapback snapback
        """;

    /// <summary>For PowerShell, Windows PowerShell 5.1 included. Where no word is answered the shell offers files by itself.</summary>
    public const string PowerShell =
        """
        # Completion of snapback for PowerShell: snapback completion powershell | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName 'snapback', 'snapback.exe' -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $typed = @($commandAst.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.StartOffset -lt $cursorPosition } | ForEach-Object { $_.Extent.Text })
            $index = $typed.Count
            if ($wordToComplete -ne '') { $index-- }
            $program = Get-Command -Name 'snapback' -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
            # A batch file would read what is typed once more, as commands.
            if ($program.Extension -in '.cmd', '.bat') { return }
            if ($null -eq $program) { return }
            $last = $global:LASTEXITCODE
            & $program 'completion' 'words' $index @typed 2>$null | Select-Object -Skip 1 | ForEach-Object {
                $word, $text = $_ -split "`t", 2
                $quoted = $word
                if ($word -notmatch '^[A-Za-z0-9_./~=:%+-]+$') { $quoted = "'" + ($word -replace "['\u2018\u2019\u201A\u201B]", '$0$0') + "'" }
                if (-not $text) { $text = $word }
                [System.Management.Automation.CompletionResult]::new($quoted, $word, 'ParameterValue', $text)
            }
            $global:LASTEXITCODE = $last
        }
        """;
}
