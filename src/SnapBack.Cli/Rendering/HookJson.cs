using System.Globalization;
using System.Text.Json;
using SnapBack.Jobs;

namespace SnapBack.Cli.Rendering;

/// <summary>The programs that a job runs before and after its backup, as a job file would state them.</summary>
internal static class HookJson
{
    /// <summary>Writes the key <c>hooks</c>, when there are any.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<Hook> hooks)
    {
        if (hooks.Count == 0)
        {
            return;
        }

        json.WriteStartArray("hooks");
        foreach (Hook hook in hooks)
        {
            json.WriteStartObject();
            json.WriteString("when", JobWord.Of(hook.When));
            JsonText.WriteTexts(json, "run", [hook.Program, .. hook.Arguments]);
            json.WriteString("timeLimit", string.Create(CultureInfo.InvariantCulture, $"{(long)hook.TimeLimit.TotalSeconds}s"));
            json.WriteString("onFailure", JobWord.Of(hook.OnFailure));
            if (hook.Outcomes.Count > 0)
            {
                JsonText.WriteTexts(json, "outcomes", hook.Outcomes.Select(outcome => outcome.Word()));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
