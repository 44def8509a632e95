using System.Globalization;
using SnapBack.Cli.Completion;
using SnapBack.Cli.Parsing;

namespace SnapBack.Cli.Commands;

/// <summary>
/// <c>completion words INDEX WORD...</c>, which the scripts call: INDEX is the number of the word that the cursor is in, from 0; past the last word it is empty.
/// Answers <c>words</c> and then a word per line, with a tab before what it means, or <c>files</c>.
/// </summary>
internal sealed class CompletionWordsCommand : RawCommand
{
    /// <summary>Makes the command.</summary>
    public CompletionWordsCommand()
        : base("words", "answer a shell")
    {
        Hidden = true;
    }

    /// <inheritdoc/>
    public override Help.HelpContent Help => new();

    /// <inheritdoc/>
    public override void WriteHelp(TextWriter output) => output.WriteLine("completion words INDEX WORD...: for the scripts of 'completion'");

    /// <inheritdoc/>
    public override int Execute(IReadOnlyList<string> words, CliEnvironment environment)
    {
        if (words.Count == 0 || !int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out int index))
        {
            WriteHelp(environment.Error);
            return Runs.ExitMask.NothingDone;
        }

        string[] typed = [.. words.Skip(1).Select(TypedWord.Plain)];
        IReadOnlyList<Candidate>? found = new Completer(environment).At([.. typed.Take(index)], index < typed.Length ? typed[index] : string.Empty);
        environment.Out.Write(found is null ? "files\n" : "words\n");
        foreach (Candidate candidate in found ?? [])
        {
            environment.Out.Write(candidate.Text.Length > 0 ? $"{candidate.Word}\t{candidate.Text}\n" : $"{candidate.Word}\n");
        }

        return 0;
    }
}
