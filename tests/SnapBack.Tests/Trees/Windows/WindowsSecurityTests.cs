using Microsoft.Win32.SafeHandles;
using Shouldly;
using SnapBack.Errors;
using SnapBack.Platform.Windows;
using SnapBack.Security;
using SnapBack.Tests.Security;
using SnapBack.Trees;
using SnapBack.Trees.Windows;
using Xunit;

namespace SnapBack.Tests.Trees.Windows;

public sealed class WindowsSecurityTests
{
    private const string Plain = "O:BAG:SYD:(A;;FA;;;BA)";
    private const SecuritySections NoAuditing = SecuritySections.Owner | SecuritySections.Group | SecuritySections.Dacl;

    private static readonly SafeFileHandle NoHandle = new();

    [Fact]
    public void AnyDescriptorIsSetExactlyAndASecondTimeNothingIsWritten()
    {
        Random random = new(4);
        for (int i = 0; i < 500; i++)
        {
            ModelOfSecurity file = new(SomeSecurity.Any(random));
            SecurityDescriptor wanted = Whole(SomeSecurity.Any(random));

            Apply(file, wanted).ShouldBe(SecurityResult.Exact);

            wanted.DifferenceIn(SecuritySections.All, file.Present).ShouldBe(SecuritySections.None, wanted.ToString());
            file.Sets.Clear();
            Apply(file, wanted).ShouldBe(SecurityResult.Exact);
            file.Sets.ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("O:BAG:SYD:AI(A;ID;FA;;;BA)")]
    [InlineData("O:BAG:SYD:PAI(A;;FA;;;BA)")]
    [InlineData("O:BAG:SYD:P(A;;FA;;;BA)")]
    [InlineData("O:BAG:SYD:(A;;FA;;;WD)S:AI(AU;IDSA;FA;;;WD)")]
    public void ProtectedAndInheritedListsStayWhatTheyAre(string sddl)
    {
        ModelOfSecurity file = new(Sddl.Read(Plain));

        Apply(file, Sddl.Read(sddl)).ShouldBe(SecurityResult.Exact);

        file.Present.ToString().ShouldBe(sddl);
    }

    [Fact]
    public void OnlyThePartsThatDifferAreWritten()
    {
        ModelOfSecurity file = new(Sddl.Read(Plain));

        Apply(file, Sddl.Read("O:BAG:SYD:(A;;FR;;;BA)"));

        file.Sets.ShouldBe([SecurityInformation.DACL]);
    }

    [Fact]
    public void OnlyThePartsThatAreAskedForAreWritten()
    {
        ModelOfSecurity file = new(Sddl.Read(Plain));

        Apply(file, Sddl.Read("O:SYG:BAD:(A;;FR;;;WD)S:(AU;SA;FA;;;WD)"), SecuritySections.Dacl, SecuritySections.All).ShouldBe(SecurityResult.Exact);

        file.Present.ToString().ShouldBe("O:BAG:SYD:(A;;FR;;;WD)");
    }

    [Fact]
    public void WhatTheDestinationDoesNotTakeIsNotTriedAndIsToldAsAdjusted()
    {
        ModelOfSecurity file = new(Sddl.Read(Plain));

        Apply(file, Sddl.Read("O:SYG:SYD:(A;;FR;;;WD)"), NoAuditing, SecuritySections.Dacl).ShouldBe(SecurityResult.Adjusted);

        file.Sets.ShouldBe([SecurityInformation.DACL]);
        file.Present.ToString().ShouldBe("O:BAG:SYD:(A;;FR;;;WD)");
    }

    [Fact]
    public void AServerThatPutsTheListInItsOwnOrderIsToldAsAdjusted()
    {
        ModelOfSecurity file = new(Sddl.Read(Plain)) { Rewrites = given => SecurityDescriptor.Make(given.Control, given.Owner, given.Group, Acl.Of([.. given.Dacl!.Entries.Reverse()]), given.Sacl) };

        Apply(file, Sddl.Read("O:BAG:SYD:(A;;FR;;;WD)(D;;FW;;;WD)"), NoAuditing, NoAuditing).ShouldBe(SecurityResult.Adjusted);
    }

    [Fact]
    public void WithoutAnyPartThatTheDestinationTakesTheCatalogAloneKeepsIt()
    {
        ModelOfSecurity file = new(Sddl.Read(Plain));

        Apply(file, Sddl.Read("O:SY"), SecuritySections.All, SecuritySections.None).ShouldBe(SecurityResult.NotHeld);

        file.Sets.ShouldBeEmpty();
    }

    [Fact]
    public void WhatWasNotReadAtTheSourceStaysAtTheDestination()
    {
        ModelOfSecurity file = new(Sddl.Read("O:BAG:SYD:(A;;FA;;;BA)S:(AU;SA;FA;;;WD)"));
        SecurityBlob withoutAuditing = new(SecurityForm.SelfRelative, Sddl.Read(Plain).Bytes.ToArray()) { Told = NoAuditing };

        SecurityResult result = new WindowsSecurity(file, Failure).Apply(NoHandle, withoutAuditing, SecuritySections.All, SecuritySections.All);

        result.ShouldBe(SecurityResult.Adjusted);

        file.Present.Sacl.ShouldNotBeNull();
    }

    [Fact]
    public void ALabelThatIsRefusedLeavesTheAuditing()
    {
        ModelOfSecurity file = new(Sddl.Read(Plain)) { Refused = SecurityInformation.LABEL, Refusal = Win32Error.STATUS_PRIVILEGE_NOT_HELD };

        Apply(file, Sddl.Read($"{Plain}S:(AU;SA;FA;;;WD)(ML;;NW;;;SI)")).ShouldBe(SecurityResult.Adjusted);

        file.Present.ToString().ShouldBe($"{Plain}S:(AU;SA;FA;;;WD)");
    }

    [Theory]
    [InlineData(Win32Error.STATUS_ACCESS_DENIED)]
    [InlineData(Win32Error.STATUS_INVALID_OWNER)]
    public void ARefusalIsAFailureOfItsOwnKind(int status)
    {
        ModelOfSecurity file = new(Sddl.Read(Plain)) { Refused = SecurityInformation.OWNER, Refusal = status };

        TreeException failure = Should.Throw<TreeException>(() => Apply(file, Sddl.Read("O:SYG:SYD:(A;;FA;;;BA)")));

        failure.Error.Kind.ShouldBe(ErrorKind.MetadataNotApplied);
        failure.Error.Phase.ShouldBe("set security descriptor");
    }

    [Fact]
    public void AFileSystemThatKnowsNoDescriptorsIsNoFailure()
    {
        ModelOfSecurity file = new(Sddl.Read(Plain)) { Refused = uint.MaxValue, Refusal = Win32Error.STATUS_NOT_SUPPORTED };

        Apply(file, Sddl.Read("O:SYG:SYD:(A;;FA;;;WD)")).ShouldBe(SecurityResult.NotHeld);

        file.QueryStatus = Win32Error.STATUS_INVALID_DEVICE_REQUEST;
        new WindowsSecurity(file, Failure).Read(NoHandle, SecuritySections.All).ShouldBeNull();
    }

    [Fact]
    public void ALongDescriptorIsReadWhole()
    {
        Ace[] entries = [.. Enumerable.Range(0, 1500).Select(i => Ace.Make(0, 0, 0x1200A9, null, null, Sid.Parse($"S-1-5-21-1-2-3-{i}"), []))];
        SecurityDescriptor wanted = SecurityDescriptor.Make(SecurityControl.DaclPresent, Sid.Parse("S-1-5-18"), Sid.Parse("S-1-5-18"), Acl.Of(entries), null);

        SecurityBlob? read = new WindowsSecurity(new ModelOfSecurity(wanted), Failure).Read(NoHandle, SecuritySections.All);

        read.ShouldNotBeNull().Bytes.ToArray().ShouldBe(wanted.Only(SecuritySections.All).Bytes.ToArray());
    }

    [Fact]
    public void EachPartNeedsItsOwnRights()
    {
        WindowsSecurity.ReadingAccess(SecuritySections.None).ShouldBe(0u);
        WindowsSecurity.ReadingAccess(NoAuditing).ShouldBe(SecurityAccess.READ_CONTROL);
        WindowsSecurity.ReadingAccess(SecuritySections.All).ShouldBe(SecurityAccess.READ_CONTROL | SecurityAccess.ACCESS_SYSTEM_SECURITY);
        WindowsSecurity.WritingAccess(SecuritySections.Dacl).ShouldBe(SecurityAccess.READ_CONTROL | SecurityAccess.WRITE_DAC);
        WindowsSecurity.WritingAccess(SecuritySections.Owner).ShouldBe(SecurityAccess.READ_CONTROL | SecurityAccess.WRITE_OWNER);
    }

    [Theory]
    [InlineData(0u, SecuritySections.All)]
    [InlineData(SecurityInformation.OWNER, SecuritySections.Dacl | SecuritySections.Sacl)]
    [InlineData(SecurityInformation.SACL, NoAuditing)]
    [InlineData(SecurityInformation.SACL | SecurityInformation.OWNER, SecuritySections.Dacl)]
    [InlineData(uint.MaxValue, SecuritySections.None)]
    public void TheLadderIsClimbedDownToTheFirstRungThatHolds(uint refused, SecuritySections expected)
    {
        ModelOfSecurity file = new(Sddl.Read(Plain)) { Refused = refused };
        WindowsSecurity security = new(file, Failure);
        SecurityBlob present = security.Read(NoHandle, SecuritySections.All)!;

        SecurityLadder.Find(present, (rung, wanted) =>
        {
            security.Set(NoHandle, wanted, rung);
            return security.Read(NoHandle, rung);
        }).ShouldBe(expected);
    }

    private static SecurityResult Apply(
        ModelOfSecurity file, SecurityDescriptor wanted, SecuritySections asked = SecuritySections.All, SecuritySections kept = SecuritySections.All) =>
        new WindowsSecurity(file, Failure).Apply(NoHandle, Blob(wanted), asked, kept);

    private static SecurityBlob Blob(SecurityDescriptor descriptor) => new(SecurityForm.SelfRelative, descriptor.Bytes.ToArray());

    // What Windows itself would hand out: an owner and a group, and a label among the entries of auditing only.
    private static SecurityDescriptor Whole(SecurityDescriptor any) => SecurityDescriptor.Make(
        any.Control & ~(SecurityControl.DaclAutoInheritRequest | SecurityControl.SaclAutoInheritRequest),
        any.Owner ?? Sid.Parse("S-1-5-18"),
        any.Group ?? Sid.Parse("S-1-5-18"),
        any.Dacl,
        any.Sacl is null ? null : Acl.Of([.. any.Sacl.Entries.OrderBy(entry => entry.Type is 17 or 18 or 19 ? 1 : 0)]));

    private static TreeException Failure(int status, string phase) => new(new ActionError(ErrorKind.AccessDenied, status, phase, "refused"));
}
