using SnapBack.Errors;
using SnapBack.Execution;
using SnapBack.Planning;
using SnapBack.Trees;

namespace SnapBack.Catalog;

/// <summary>A row of the table <c>event</c>.</summary>
internal sealed record FoundEvent
{
    /// <summary>What <see cref="Read"/> reads, of the table under the alias <c>e</c>.</summary>
    public const string Columns = """
        e.class, e.action, e.outcome, e.kind, e.size, e.modified_s, e.modified_ns, e.error_kind, e.error_code, e.error_phase, e.error_text, e.attempts
        """;

    public required FileClass Class { get; init; }

    public required ActionKind Action { get; init; }

    public required ActionOutcome Outcome { get; init; }

    public required EntryKind Kind { get; init; }

    public long? Size { get; init; }

    public Timestamp? Modified { get; init; }

    public ActionError? Error { get; init; }

    public required int Attempts { get; init; }

    /// <summary>Reads the columns from <paramref name="at"/> on.</summary>
    /// <exception cref="SnapBackException">A column holds what no catalog holds.</exception>
    public static FoundEvent Read(CatalogStatement row, int at) => new()
    {
        Class = row.Word(at, CatalogWords.Classes),
        Action = row.Word(at + 1, CatalogWords.Actions),
        Outcome = row.Word(at + 2, CatalogWords.Outcomes),
        Kind = row.Word(at + 3, CatalogWords.Kinds),
        Size = row.OptionalLong(at + 4),
        Modified = row.IsNull(at + 5) ? null : new Timestamp(row.Long(at + 5), (int)Math.Clamp(row.Long(at + 6), 0, 999_999_999)),
        Error = row.OptionalWord(at + 7, CatalogWords.Errors) is { } kind
            ? new ActionError(kind, unchecked((int)row.Long(at + 8)), row.Text(at + 9) ?? string.Empty, row.Text(at + 10) ?? string.Empty)
            : null,
        Attempts = (int)Math.Clamp(row.Long(at + 11), 0, int.MaxValue),
    };
}
