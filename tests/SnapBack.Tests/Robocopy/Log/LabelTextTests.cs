using Shouldly;
using SnapBack.Robocopy.Log;
using Xunit;

namespace SnapBack.Tests.Robocopy.Log;

public sealed class LabelTextTests
{
    // One row per label: '·' stands for a blank.
    [Theory]
    [InlineData(LogLabel.ExistingFolder, "············")]
    [InlineData(LogLabel.NewFolder, "··New Dir···")]
    [InlineData(LogLabel.ExtraFolder, "*EXTRA Dir··")]
    [InlineData(LogLabel.ProtectedFolder, "··*named dir")]
    [InlineData(LogLabel.NamedFolder, "···named dir")]
    [InlineData(LogLabel.Mismatch, "*MISMATCH···")]
    [InlineData(LogLabel.ExtraFile, "*EXTRA File·")]
    [InlineData(LogLabel.ProtectedFile, "·*named file")]
    [InlineData(LogLabel.NewFile, "··New File··")]
    [InlineData(LogLabel.Newer, "··Newer·····")]
    [InlineData(LogLabel.Older, "··Older·····")]
    [InlineData(LogLabel.Changed, "··Changed···")]
    [InlineData(LogLabel.Tweaked, "··Tweaked···")]
    [InlineData(LogLabel.Modified, "··Modified··")]
    [InlineData(LogLabel.Same, "··Same······")]
    [InlineData(LogLabel.SkippedLonely, "······lonely")]
    [InlineData(LogLabel.SkippedNewer, "·······newer")]
    [InlineData(LogLabel.SkippedOlder, "·······older")]
    [InlineData(LogLabel.SkippedChanged, "·····changed")]
    [InlineData(LogLabel.SkippedTweaked, "·····tweaked")]
    [InlineData(LogLabel.SkippedModified, "····modified")]
    [InlineData(LogLabel.SkippedSame, "········same")]
    [InlineData(LogLabel.ByAttributes, "······attrib")]
    [InlineData(LogLabel.ByArchive, "·····archive")]
    [InlineData(LogLabel.ByName, "·······named")]
    [InlineData(LogLabel.ByLarge, "·······large")]
    [InlineData(LogLabel.BySmall, "·······small")]
    [InlineData(LogLabel.ByOld, "·····too old")]
    [InlineData(LogLabel.ByNew, "·····too new")]
    [InlineData(LogLabel.ByLink, "····junction")]
    [InlineData(LogLabel.ByKind, "····left out")]
    [InlineData(LogLabel.FixedNewer, "fix    newer")]
    [InlineData(LogLabel.FixedOlder, "fix    older")]
    [InlineData(LogLabel.FixedChanged, "fix  changed")]
    [InlineData(LogLabel.FixedTweaked, "fix  tweaked")]
    [InlineData(LogLabel.FixedModified, "fix modified")]
    [InlineData(LogLabel.FixedSame, "fix     same")]
    public void EachIsAsRobocopyWritesIt(LogLabel label, string text)
    {
        LabelText.Of(label).ShouldBe(text.Replace('·', ' '));
    }
}
