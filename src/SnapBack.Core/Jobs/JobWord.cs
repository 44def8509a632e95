using System.Text.Json;

namespace SnapBack.Jobs;

/// <summary>How a job file writes a value of an enumeration.</summary>
public static class JobWord
{
    /// <summary>Its name in code with a small first letter.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
