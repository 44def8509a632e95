using Shouldly;
using SnapBack.Catalog;
using SnapBack.Planning;
using Xunit;

namespace SnapBack.Tests.Catalog;

public sealed class CatalogWordsTests
{
    // These words are in catalogs that people keep: a new one may be added at the end of its enum, none may ever change.
    [Fact]
    public void TheWordsOfTheFormatStayAsTheyAre()
    {
        CatalogWords.Classes.All.ShouldBe(["new", "newer", "older", "changed", "tweaked", "modified", "same", "extra", "mismatch", "excluded"]);
        CatalogWords.Actions.All.ShouldBe(["none", "create-folder", "copy", "replace", "link", "update-metadata", "update-security", "recheck", "delete", "discard", "release-source"]);
        CatalogWords.Outcomes.All.ShouldBe(["done", "skipped", "vanished", "withheld", "failed", "cancelled", "gone"]);
        CatalogWords.Kinds.All.ShouldBe(["unknown", "file", "directory", "symbolic-link", "junction", "fifo", "socket", "character-device", "block-device"]);
        CatalogWords.Presences.All.ShouldBe(["held", "skipped", "extra"]);
        CatalogWords.Statuses.All.ShouldBe(["running", "completed", "failed", "interrupted", "planned"]);
        CatalogWords.Modes.All.ShouldBe(["incremental", "mirror"]);
        CatalogWords.SecurityResults.All.ShouldBe(["none", "exact", "adjusted", "not-held"]);
        CatalogWords.SecurityForms.All.ShouldBe(["self-relative", "samba"]);
        CatalogWords.Policies.All.ShouldBe(["require", "prefer", "never"]);
        CatalogWords.Reasons.All.ShouldBe([
            "reserved-name", "excluded-directory", "excluded-file", "not-included", "too-large", "too-small", "too-old", "too-new", "attributes",
            "special-file", "not-covered", "pseudo-file-system", "cloud-placeholder", "unknown-reparse-point", "omitted-from-snapshot", "link", "link-loop",
            "class", "too-deep", "empty-folder", "not-archived", "unused-too-long", "used-too-recently", "conflict"]);
        CatalogWords.Errors.All.ShouldBe([
            "unknown", "access-denied", "in-use", "not-found", "path-too-long", "invalid-name", "disk-full", "file-too-large", "read-only", "network",
            "read-fault", "write-fault", "not-supported", "link-in-path", "wrong-kind", "changed-while-read", "metadata-not-applied", "verify-mismatch",
            "snapshot-lost", "out-of-resources", "encrypted", "conflict"]);
    }

    [Fact]
    public void AWordComesBackAsItsValueAndNothingElseDoes()
    {
        foreach (ActionKind action in Enum.GetValues<ActionKind>())
        {
            CatalogWords.Actions.TryParse(CatalogWords.Actions.Of(action), out ActionKind back).ShouldBeTrue();
            back.ShouldBe(action);
        }

        CatalogWords.Actions.TryParse("Copy", out _).ShouldBeFalse();
        CatalogWords.Actions.TryParse("", out _).ShouldBeFalse();
    }
}
