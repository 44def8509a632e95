using System.Text.Json.Serialization;
using SnapBack.Trees;

namespace SnapBack.Catalog;

/// <summary>What the vault knows of one path as a run saw it.</summary>
public sealed record SecurityRow
{
    /// <summary>The path below the roots; exact (see <see cref="Paths.NameCodec"/>).</summary>
    public required string Path { get; init; }

    /// <summary>The run that was asked about.</summary>
    public required long Run { get; init; }

    /// <summary>The run since which it is so.</summary>
    public required long FromRun { get; init; }

    /// <summary>What became of it at the destination: a word of <see cref="CatalogWords.SecurityResults"/>; null when no descriptor was carried over.</summary>
    public string? Security { get; init; }

    /// <summary>The descriptor in SDDL; null when its bytes are none that can be read, as those of Samba.</summary>
    public string? Sddl => Blob?.Descriptor?.ToString();

    /// <summary>What the bytes are: a word of <see cref="CatalogWords.SecurityForms"/>.</summary>
    public string? Form => Blob is null ? null : CatalogWords.SecurityForms.Of(Blob.Form);

    /// <summary>SHA-256 of the bytes in lower-case hex.</summary>
    public string? Sha256 => Blob is null ? null : Convert.ToHexStringLower(Blob.Hash);

    /// <summary>The bytes in lower-case hex.</summary>
    public string? Bytes => Blob is null ? null : Convert.ToHexStringLower(Blob.Bytes);

    /// <summary>Index of the pair in the job.</summary>
    public required int Pair { get; init; }

    /// <summary>The descriptor itself.</summary>
    [JsonIgnore]
    public SecurityBlob? Blob { get; init; }
}
