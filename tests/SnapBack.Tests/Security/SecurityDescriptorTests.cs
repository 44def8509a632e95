using Shouldly;
using SnapBack.Security;
using Xunit;

namespace SnapBack.Tests.Security;

public sealed class SecurityDescriptorTests
{
    // Put together by hand after the documented layout: DACL first, then owner and group.
    private const string ByHand =
        "0100048430000000400000000000000014000000" + "02001C0001000000" + "00001400FF011F00010100000000000512000000"
        + "01020000000000052000000020020000" + "01020000000000052000000020020000";

    [Fact]
    public void BytesComeBackAsTheyWere()
    {
        byte[] bytes = Convert.FromHexString(ByHand);

        SecurityDescriptor descriptor = SecurityDescriptor.Parse(bytes);

        descriptor.Bytes.ToArray().ShouldBe(bytes);
        descriptor.Owner!.ToString().ShouldBe("S-1-5-32-544");
        descriptor.ToString().ShouldBe("O:BAG:BAD:AI(A;;FA;;;SY)");
    }

    [Fact]
    public void WhatIsPutTogetherIsReadBackTheSame()
    {
        Random random = new(1);
        for (int i = 0; i < 2000; i++)
        {
            SecurityDescriptor made = SomeSecurity.Any(random);

            SecurityDescriptor read = SecurityDescriptor.Parse(made.Bytes);

            read.DifferenceIn(SecuritySections.All, made).ShouldBe(SecuritySections.None);
            read.Control.ShouldBe(made.Control);
        }
    }

    [Fact]
    public void TextAndBytesAreTwoFormsOfOneThing()
    {
        Random random = new(2);
        for (int i = 0; i < 2000; i++)
        {
            SecurityDescriptor made = SomeSecurity.Any(random);

            SecurityDescriptor read = Sddl.Read(made.ToString());

            Convert.ToHexString(read.Bytes).ShouldBe(Convert.ToHexString(made.Bytes), made.ToString());
        }
    }

    [Theory]
    [InlineData("O:BAG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(D;;0x1301bf;;;WD)")]
    [InlineData("O:S-1-5-21-1-2-3-1001D:AI(A;OICIID;FR;;;BU)S:PAI(AU;SAFA;FA;;;WD)(ML;;NW;;;HI)")]
    [InlineData("D:NO_ACCESS_CONTROL")]
    [InlineData("D:P")]
    [InlineData("D:(OA;;RPWP;bf967a7f-0de6-11d0-a285-00aa003049e2;;AU)")]
    [InlineData("")]
    public void TheTextOfWindowsIsReadAndWrittenWordForWord(string sddl)
    {
        SecurityDescriptor descriptor = Sddl.Read(sddl);

        descriptor.ToString().ShouldBe(sddl);
        SecurityDescriptor.Parse(descriptor.Bytes).ToString().ShouldBe(sddl);
    }

    [Fact]
    public void ANullDaclIsNotAnEmptyOne()
    {
        SecurityDescriptor everybody = Sddl.Read("D:NO_ACCESS_CONTROL");
        SecurityDescriptor nobody = Sddl.Read("D:");

        everybody.DifferenceIn(SecuritySections.All, nobody).ShouldBe(SecuritySections.Dacl);
        everybody.Sections.ShouldBe(SecuritySections.Dacl);
    }

    [Theory]
    [InlineData("O:BAG:BAD:(A;;FA;;;BA)", "O:SYG:BAD:(A;;FA;;;BA)", SecuritySections.Owner)]
    [InlineData("O:BAG:BAD:(A;;FA;;;BA)", "O:BAG:SYD:(A;;FA;;;BA)", SecuritySections.Group)]
    [InlineData("O:BAG:BAD:(A;;FA;;;BA)", "O:BAG:BAD:(A;;FR;;;BA)", SecuritySections.Dacl)]
    [InlineData("O:BAG:BAD:(A;;FA;;;BA)", "O:BAG:BAD:P(A;;FA;;;BA)", SecuritySections.Dacl)]
    [InlineData("O:BAG:BAD:(A;;FA;;;BA)", "O:BAG:BAD:AI(A;;FA;;;BA)", SecuritySections.Dacl)]
    [InlineData("O:BAD:(A;;FA;;;BA)(D;;FA;;;WD)", "O:BAD:(D;;FA;;;WD)(A;;FA;;;BA)", SecuritySections.Dacl)]
    [InlineData("O:BAS:(AU;SA;FA;;;WD)", "O:BAS:(AU;FA;FA;;;WD)", SecuritySections.Sacl)]
    [InlineData("O:BA", "O:BAS:", SecuritySections.Sacl)]
    public void ADifferenceIsFoundInItsSectionAndNoOther(string one, string other, SecuritySections where)
    {
        Sddl.Read(one).DifferenceIn(SecuritySections.All, Sddl.Read(other)).ShouldBe(where);
        Sddl.Read(one).DifferenceIn(SecuritySections.All & ~where, Sddl.Read(other)).ShouldBe(SecuritySections.None);
    }

    [Fact]
    public void AMergeTakesTheChosenSectionsAndLeavesTheOthers()
    {
        Random random = new(3);
        for (int i = 0; i < 500; i++)
        {
            SecurityDescriptor mine = SomeSecurity.Any(random);
            SecurityDescriptor theirs = SomeSecurity.Any(random);
            SecuritySections chosen = (SecuritySections)random.Next(16);

            SecurityDescriptor merged = mine.With(chosen, theirs);

            merged.DifferenceIn(chosen, theirs).ShouldBe(SecuritySections.None);
            merged.DifferenceIn(SecuritySections.All & ~chosen, mine).ShouldBe(SecuritySections.None);
            SecurityDescriptor.Parse(merged.Bytes).DifferenceIn(SecuritySections.All, merged).ShouldBe(SecuritySections.None);
        }
    }

    [Fact]
    public void DamagedBytesAreAnErrorAndNeverACrash()
    {
        Random random = new(4);
        int refused = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = SomeSecurity.Any(random).Bytes.ToArray();
            for (int change = random.Next(1, 6); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            bytes = random.Next(3) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
            if (SecurityDescriptor.TryParse(bytes, out SecurityDescriptor? read))
            {
                SecurityDescriptor again = Sddl.Read(read.ToString());
                again.DifferenceIn(SecuritySections.Owner | SecuritySections.Group, read).ShouldBe(SecuritySections.None);
            }
            else
            {
                refused++;
            }
        }

        refused.ShouldBeGreaterThan(5000);
    }

    [Fact]
    public void DamagedTextIsAnErrorAndNeverACrash()
    {
        const string Letters = "OGDS:();APIR0x1-#NW_5";
        Random random = new(5);
        int refused = 0;
        for (int i = 0; i < 20_000; i++)
        {
            char[] text = SomeSecurity.Any(random).ToString().ToCharArray();
            for (int change = random.Next(1, 4); change > 0 && text.Length > 0; change--)
            {
                text[random.Next(text.Length)] = Letters[random.Next(Letters.Length)];
            }

            try
            {
                _ = Sddl.Read(new string(text));
            }
            catch (SecurityFormatException)
            {
                refused++;
            }
        }

        refused.ShouldBeGreaterThan(5000);
    }

    [Theory]
    [InlineData("S-1-5-32-544")]
    [InlineData("S-1-0x100000000000-7")]
    [InlineData("S-1-5")]
    public void ASidIsReadAndWritten(string text) => Sid.Parse(text).ToString().ShouldBe(text);

    [Theory]
    [InlineData("")]
    [InlineData("S-1")]
    [InlineData("S-2-5-18")]
    [InlineData("S-1-5-99999999999")]
    [InlineData("S-1-5--18")]
    [InlineData("S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16")]
    public void WhatIsNoSidIsRefused(string text) => Should.Throw<SecurityFormatException>(() => Sid.Parse(text));
}
