using System.Text.Json;
using System.Text.RegularExpressions;
using Shouldly;
using SnapBack.Jobs;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Jobs;

/// <summary>The table in code, the schema and the manual say the same.</summary>
public sealed class JobDocsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly JsonDocument _schema = JsonDocument.Parse(File.ReadAllText(Checkout.At("docs", "job.schema.json")));
    private readonly string _manual = File.ReadAllText(Checkout.At("docs", "jobs.md"));

    public void Dispose()
    {
        _schema.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void TheSchemaHasTheKeysOfTheTable()
    {
        Properties().EnumerateObject().Select(p => p.Name).ShouldBe([JobOptions.Schema, .. JobOptions.Keys], ignoreOrder: true);
        _schema.RootElement.GetProperty("additionalProperties").GetBoolean().ShouldBeFalse();
        PairProperties().EnumerateObject().Select(p => p.Name).ShouldBe(JobOptions.OfPair.Select(option => option.Key));
    }

    [Fact]
    public void TheSchemaHasTheKindsOfNotificationsWithTheirKeys()
    {
        Dictionary<string, List<string>> kinds = Properties().GetProperty("notify").GetProperty("items").GetProperty("oneOf").EnumerateArray()
            .Select(kind => kind.GetProperty("properties"))
            .ToDictionary(keys => keys.GetProperty("kind").GetProperty("const").GetString()!, keys => keys.EnumerateObject().Select(key => key.Name).ToList());

        kinds.Keys.ShouldBe(NotifyReader.Kinds.Keys, ignoreOrder: true);
        foreach ((string kind, string[] keys) in NotifyReader.Kinds)
        {
            kinds[kind].ShouldBe(["kind", "when", .. keys], ignoreOrder: true, customMessage: kind);
        }
    }

    [Fact]
    public void TheSchemaHasTheKeysAndWordsOfHooks()
    {
        JsonElement keys = Properties().GetProperty("hooks").GetProperty("items").GetProperty("properties");

        keys.EnumerateObject().Select(key => key.Name).ShouldBe(HookReader.Keys);
        Words(keys.GetProperty("when")).ShouldBe(Enum.GetValues<HookWhen>().Select(JobWord.Of));
        Words(keys.GetProperty("onFailure")).ShouldBe(Enum.GetValues<HookFailure>().Select(JobWord.Of));
        Words(keys.GetProperty("outcomes")).ShouldBe(RunClassWords.All);
    }

    [Fact]
    public void TheSchemaHasTheWordsBoundsAndDefaultsOfTheTable()
    {
        foreach (JobOption option in JobOptions.All)
        {
            JsonElement property = Properties().GetProperty(option.Key);
            Words(property).ShouldBe(option.Words, option.Key);
            (property.TryGetProperty("default", out JsonElement value) ? value.ToString() : null)?.Replace("False", "false", StringComparison.Ordinal).ShouldBe(option.Default, option.Key);
            property.GetProperty("description").GetString().ShouldNotBeNullOrEmpty();
            if (option.Kind == JobOptionKind.Number)
            {
                property.GetProperty("minimum").GetInt64().ShouldBe(option.Minimum, option.Key);
                property.GetProperty("maximum").GetInt64().ShouldBe(option.Maximum, option.Key);
            }
        }
    }

    [Fact]
    public void TheSchemaAllowsTheKindsOfValuesThatTheReaderTakes()
    {
        Dictionary<string, string> samples = new()
        {
            ["string"] = "\"1\"",
            ["integer"] = "1",
            ["boolean"] = "true",
            ["array"] = "[\"1\"]",
            ["object"] = "{ \"last\": 1 }",
        };
        foreach (JobOption option in JobOptions.All.Where(o => o.Kind is not (JobOptionKind.Word or JobOptionKind.Words or JobOptionKind.Attributes or JobOptionKind.Letters or JobOptionKind.Hours) && o != JobOptions.Source && o != JobOptions.Destination))
        {
            List<string> taken = [.. samples.Where(s => IsTaken(option, s.Value)).Select(s => s.Key)];

            Types(Properties().GetProperty(option.Key)).ShouldBe(taken, ignoreOrder: true, customMessage: option.Key);
        }
    }

    [Fact]
    public void TheDefaultsOfTheTableAreThoseOfAJob()
    {
        string written = string.Join(",", JobOptions.All.Where(o => o.Default is not null).Select(o => $"\"{o.Key}\": {(o.Kind is JobOptionKind.Number or JobOptionKind.Flag ? o.Default : $"\"{o.Default}\"")}"));

        Job silent = Load("""{ "source": "/s", "destination": "/d" }""");
        Job explicitly = Load($$"""{ "source": "/s", "destination": "/d", {{written}} }""");

        explicitly.ShouldBe(silent with { Pairs = explicitly.Pairs, Selection = explicitly.Selection });
        explicitly.Selection.Fingerprint.ShouldBe(silent.Selection.Fingerprint);
    }

    [Fact]
    public void TheManualHasARowForEveryKeyWithItsDefaultAndWords()
    {
        List<string[]> rows = [.. _manual.Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal)).Select(l => l.Split('|', StringSplitOptions.TrimEntries))];

        rows.Select(r => r[1].Trim('`')).ShouldBe(JobOptions.Keys, ignoreOrder: true);
        foreach (string[] row in rows.Where(r => r[1] is not ("`pairs`" or "`hooks`" or "`notify`")))
        {
            JobOption option = JobOptions.Find(row[1].Trim('`')).ShouldNotBeNull();
            if (option.Default is not null)
            {
                row[3].ShouldBe($"`{option.Default}`", option.Key);
            }

            foreach (string word in option.Words)
            {
                row[2].ShouldContain($"`{word}`");
            }
        }

        foreach (string key in JobOptions.NotYet)
        {
            _manual.ShouldContain($"`{key}`");
        }
    }

    [Fact]
    public void TheExampleInEveryRowIsTaken()
    {
        foreach (Match row in Regex.Matches(_manual, @"^\| `(\w+)` \|.*\| `([^`]+)` \|$", RegexOptions.Multiline))
        {
            string key = row.Groups[1].Value;
            string rest = key switch
            {
                "pairs" => string.Empty,
                "source" => ", \"destination\": \"/d\"",
                "destination" => ", \"source\": \"/s\"",
                _ => $", \"source\": \"/s\", \"destination\": \"/d\"{RestOf(key)}",
            };

            Load($"{{ \"{key}\": {row.Groups[2].Value}{rest} }}").Pairs.Count.ShouldBe(1);
        }
    }

    [Fact]
    public void EveryJobInTheManualLoads()
    {
        MatchCollection blocks = Regex.Matches(_manual, "^```json(?<windows> windows)?\n(?<job>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline);

        blocks.Count.ShouldBe(3);
        foreach (Match block in blocks)
        {
            // Elsewhere a drive letter is refused, and rightly; the rest of the job is checked all the same.
            string job = block.Groups["windows"].Success && !OperatingSystem.IsWindows()
                ? Regex.Replace(block.Groups["job"].Value, @"[A-Z]:\\\\", "/")
                : block.Groups["job"].Value;
            Load(job).Pairs.Count.ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public void EveryOptionOfTheTableHasAPlaceOnTheCommandLine()
    {
        foreach (JobOption option in JobOptions.All)
        {
            System.Reflection.PropertyInfo property = typeof(JobOverrides).GetProperty(char.ToUpperInvariant(option.Key[0]) + option.Key[1..]).ShouldNotBeNull();
            JobOverrides overrides = new();
            property.SetValue(overrides, option.IsList ? new[] { "v" } : "v");

            overrides.TextsOf(option).ShouldBe(["v"], option.Key);
        }
    }

    // Rules for older versions are refused where none are kept.
    private static string RestOf(string key) => key == "keep" ? ", \"keepVersions\": true" : string.Empty;

    private static List<string> Words(JsonElement property) =>
        property.TryGetProperty("anyOf", out JsonElement any) ? Words(any[0])
        : property.TryGetProperty("enum", out JsonElement words) ? [.. words.EnumerateArray().Select(w => w.GetString() ?? string.Empty)] : [];

    private static IEnumerable<string> Types(JsonElement property) => property.TryGetProperty("anyOf", out JsonElement any)
        ? any.EnumerateArray().SelectMany(Types)
        : [property.GetProperty("type").GetString() ?? string.Empty];

    private JsonElement Properties() => _schema.RootElement.GetProperty("properties");

    private JsonElement PairProperties() => Properties().GetProperty("pairs").GetProperty("items").GetProperty("properties");

    private bool IsTaken(JobOption option, string value)
    {
        try
        {
            Load($"{{ \"{option.Key}\": {value}, \"source\": \"/s\", \"destination\": \"/d\"{RestOf(option.Key)} }}");
            return true;
        }
        catch (Errors.SnapBackException)
        {
            return false;
        }
    }

    private Job Load(string text) => JobFile.Load(_folder.File("job.json", text), JobOverrides.None);
}
