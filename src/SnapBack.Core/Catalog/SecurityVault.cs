using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Catalog;

/// <summary>Reads the vault: which descriptor a path had as a run saw it, and the descriptors themselves. Used by one thread at a time.</summary>
internal sealed class SecurityVault
{
    private readonly CatalogConnection _connection;

    public SecurityVault(CatalogConnection connection)
    {
        _connection = connection;
    }

    /// <summary>What is known of a path as a run saw it, one row per pair that has the path; none when no pair has it.</summary>
    public IReadOnlyList<SecurityRow> Rows(long run, RelativePath asked)
    {
        List<SecurityRow> rows = [];
        foreach (RunScope scope in RunScope.Of(_connection, run))
        {
            RunFiles files = new(_connection, scope);
            if ((asked.IsRoot ? files.Root() : files.AtAndBelow(asked).FirstOrDefault()) is { State: { Presence: Presence.Held } state } found && found.Path == asked)
            {
                rows.Add(new SecurityRow
                {
                    Path = asked.IsRoot ? "." : asked.Value,
                    Run = run,
                    FromRun = found.FromRun,
                    Pair = scope.Pair,
                    Security = state.SecurityHash is null ? null : CatalogWords.SecurityResults.Of(state.SecurityResult),
                    Blob = state.SecurityHash is { } hash ? Descriptor(hash) : null,
                });
            }
        }

        return rows;
    }

    /// <summary>A descriptor by the SHA-256 of its bytes; null when the vault has none such.</summary>
    /// <exception cref="SnapBackException">The vault's bytes are not those that it says they are.</exception>
    public SecurityBlob? Descriptor(byte[] sha256)
    {
        using CatalogStatement row = _connection.Prepare("SELECT form, bytes FROM descriptor WHERE sha256 = ?1");
        if (!row.BindBlob(1, sha256.AsSpan()).Step())
        {
            return null;
        }

        SecurityBlob blob = new(row.Word(0, CatalogWords.SecurityForms), row.Bytes(1).ToArray());
        return blob.Hash.AsSpan().SequenceEqual(sha256) ? blob : throw CatalogConnection.Damaged(_connection.File, "a security descriptor in it is not the one that was put there");
    }
}
