using Shouldly;
using SnapBack.Errors;
using SnapBack.Security;
using SnapBack.Trees;
using Xunit;

namespace SnapBack.Tests.Trees;

public sealed class SecurityLadderTests
{
    private static readonly SecurityDescriptor Own = Sddl.Read("O:BAG:BAD:(A;;FA;;;BA)");

    [Theory]
    [InlineData(SecuritySections.All, SecuritySections.All)]
    [InlineData(SecuritySections.Dacl | SecuritySections.Sacl, SecuritySections.Dacl | SecuritySections.Sacl)]
    [InlineData(SecuritySections.Owner | SecuritySections.Group | SecuritySections.Dacl, SecuritySections.Owner | SecuritySections.Group | SecuritySections.Dacl)]
    [InlineData(SecuritySections.Dacl, SecuritySections.Dacl)]
    [InlineData(SecuritySections.Owner, SecuritySections.None)]
    [InlineData(SecuritySections.None, SecuritySections.None)]
    public void TheFirstRungThatHoldsIsFound(SecuritySections allowed, SecuritySections expected) =>
        SecurityLadder.Find(Blob(Own), (_, wanted) => (wanted.Descriptor!.DifferenceIn(SecuritySections.All, Own) & ~allowed) == 0 ? wanted : throw Refused(ErrorKind.AccessDenied))
            .ShouldBe(expected);

    [Fact]
    public void AVolumeThatTakesWhatIsGivenAndKeepsSomethingElseHoldsNoRung() => SecurityLadder.Find(Blob(Own), (_, _) => Blob(Own)).ShouldBe(SecuritySections.None);

    [Fact]
    public void AFullVolumeIsNoAnswer() =>
        Should.Throw<TreeException>(() => SecurityLadder.Find(Blob(Own), (_, _) => throw Refused(ErrorKind.DiskFull))).Error.Kind.ShouldBe(ErrorKind.DiskFull);

    private static TreeException Refused(ErrorKind kind) => new(new ActionError(kind, 0, "set security descriptor", "refused"));

    private static SecurityBlob Blob(SecurityDescriptor descriptor) => new(SecurityForm.SelfRelative, descriptor.Bytes.ToArray());
}
