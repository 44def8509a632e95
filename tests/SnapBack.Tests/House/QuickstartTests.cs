using System.Text;
using System.Text.Json;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.House;

public sealed class QuickstartTests
{
    [Fact]
    public void TheSampleHoldsWhatItPromises()
    {
        string[] files = [.. Checkout.Files("samples/quickstart/documents").Select(file => Path.GetFileName(file))];

        files.Length.ShouldBeGreaterThan(20);
        files.ShouldContain(name => name.Contains(' ', StringComparison.Ordinal));
        files.ShouldContain("日本語の本.txt".Normalize(NormalizationForm.FormC));
        files.Select(name => Path.GetExtension(name)).Distinct().Count().ShouldBeGreaterThan(12);
        new FileInfo(Checkout.At("samples", "quickstart", "documents", "archive", "nothing yet.txt")).Length.ShouldBe(0);
    }

    [Fact]
    public void TheJobIsJsonWithCommentsAndReadsBesideItself()
    {
        byte[] text = File.ReadAllBytes(Checkout.At("samples", "quickstart", "job.json"));

        using JsonDocument job = JsonDocument.Parse(text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        job.RootElement.GetProperty("name").GetString().ShouldBe("quickstart");
        Directory.Exists(Checkout.At("samples", "quickstart", job.RootElement.GetProperty("source").GetString()!)).ShouldBeTrue();
    }
}
