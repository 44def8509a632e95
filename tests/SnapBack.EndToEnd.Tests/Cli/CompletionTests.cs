using System.Text.Json;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Cli;

/// <summary>The script for bash, loaded by a real bash, and the program that it asks.</summary>
public sealed class CompletionTests : IDisposable
{
    // As readline does it: the words of the line, the number of the one at the cursor, then the function.
    private const string Press =
        """
        source <(command snapback completion bash) || exit 9
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
        _snapback snapback "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\n' "${COMPREPLY[@]}"
        """;

    private readonly TempFolder _temp = new();

    public CompletionTests()
    {
        Require.Linux();
        Require.Program("bash");
    }

    public void Dispose() => _temp.Dispose();

    [SkippableFact]
    public void BashCompletesVerbsOptionsAndValues()
    {
        Reply("snapback", "cat").ShouldBe(["catalog"]);
        Reply("snapback", "backup", "--mode", "").ShouldBe(["incremental", "mirror"]);
        Reply("snapback", "backup", "--mode", "=", "m").ShouldBe(["mirror"]);
        Reply("snapback", "catalog", "runs", "--la").ShouldBe(["--last"]);
        Reply("snapback", "backup", "").ShouldBe([""], "files are the shell's business");
        Reply("snapback", "$(touch made)", "`touch made`", "").ShouldBe([""]);
        File.Exists(_temp.At("made")).ShouldBeFalse();
    }

    [SkippableFact]
    public void ANameThatWouldBeACommandIsQuotedAndNeverExecuted()
    {
        _temp.File("source/a", "a");
        string[] names = ["night'ly \"1\"", "night $(touch made)", "night;touch made", "night`touch made`", "nightly"];
        string catalog = _temp.At("cat $(touch made) alog.db");
        SnapBackProgram program = new(_temp.Folder("state"));
        foreach (string name in names)
        {
            string job = _temp.File("job.json", JsonSerializer.Serialize(new { name, source = _temp.At("source"), destination = _temp.At("copy"), catalog, snapshot = "never" }));
            program.Run("backup", job).ExitCode.ShouldBeLessThan(8);
        }

        string[] open = ["snapback", "catalog", "--catalog", $"'{catalog}'", "runs", "--job"];
        string[] plain = Reply([.. open, "ni"]);
        string[] doubled = Reply([.. open, "\"ni"]);
        string[] single = Reply([.. open, "'ni"]);

        // What stands on the line then is read by bash as exactly these names.
        Read(plain).ShouldBe(names, ignoreOrder: true);
        Read(doubled.Select(word => $"\"{word}\"")).ShouldBe(names, ignoreOrder: true);
        Read(single.Select(word => $"'{word}'")).ShouldBe(names[1..], ignoreOrder: true, "within single quotes nothing can stand for one");
        File.Exists(_temp.At("made")).ShouldBeFalse();
    }

    [SkippableFact]
    public void AnInteractiveBashPutsTheWordOnTheLine()
    {
        // A terminal of its own; the line is typed with a tab in it.
        const string Type =
            """
            import os, pty, sys
            pid, terminal = pty.fork()
            if pid == 0:
                os.execvp("bash", ["bash", "--norc", "--noprofile", "-i"])
            def until(text):
                seen = b""
                while text not in seen:
                    seen += os.read(terminal, 65536)
                return seen
            os.write(terminal, b"PS1='READ''Y> '; bind 'set enable-bracketed-paste off'; source <(snapback completion bash); snapback() { printf 'GOT:%s:END\\n' \"$*\"; }\n")
            until(b"READY> ")
            os.write(terminal, b"snapback back\t--mode mir\t\n")
            sys.stdout.buffer.write(until(b":END"))
            os.write(terminal, b"exit\n")
            """;

        ShellResult typed = Shell.Run(Require.Program("python3"), ["-c", Type], _temp.Root, Variables(), timeout: TimeSpan.FromMinutes(2));

        typed.Output.ShouldContain("GOT:backup --mode mirror:END", customMessage: typed.Error);
    }

    private string[] Reply(params string[] words) => Shell.Run("bash", ["-c", Press, "bash", .. words], _temp.Root, Variables()).MustSucceed().Output.Split('\n')[..^1];

    // The words of a line, as bash reads it.
    private string[] Read(IEnumerable<string> words) =>
        Shell.Run("bash", ["-c", $"printf '%s\\n' {string.Join(' ', words)}"], _temp.Root).MustSucceed().Output.Split('\n')[..^1];

    private Dictionary<string, string?> Variables() => new()
    {
        ["PATH"] = $"{AppContext.BaseDirectory.TrimEnd('/')}:{Environment.GetEnvironmentVariable("PATH")}",
        ["HOME"] = _temp.Root,
        ["XDG_STATE_HOME"] = _temp.Root,
    };
}
