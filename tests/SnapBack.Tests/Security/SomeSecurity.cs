using SnapBack.Security;

namespace SnapBack.Tests.Security;

/// <summary>Security descriptors of all kinds, seeded.</summary>
internal static class SomeSecurity
{
    private static readonly byte[] Types = [0, 1, 2, 5, 6, 7, 9, 10, 11, 17, 18];

    /// <summary>Any descriptor that Windows could hold.</summary>
    public static SecurityDescriptor Any(Random random)
    {
        SecurityControl dacl = SecurityControl.DaclPresent | Maybe(random, SecurityControl.DaclProtected, 3) | Maybe(random, SecurityControl.DaclAutoInherited, 5);
        SecurityControl sacl = SecurityControl.SaclPresent | Maybe(random, SecurityControl.SaclProtected, 2) | Maybe(random, SecurityControl.SaclAutoInherited, 3);
        SecurityControl control = Maybe(random, dacl, 9) | Maybe(random, sacl, 5);
        return SecurityDescriptor.Make(
            control,
            random.Next(10) == 0 ? null : AnySid(random),
            random.Next(10) == 0 ? null : AnySid(random),
            control.HasFlag(SecurityControl.DaclPresent) && random.Next(10) > 0 ? AnyAcl(random) : null,
            control.HasFlag(SecurityControl.SaclPresent) && random.Next(10) > 0 ? AnyAcl(random) : null);
    }

    /// <summary>Any SID.</summary>
    public static Sid AnySid(Random random) => random.Next(4) switch
    {
        0 => Sid.Parse("S-1-5-32-544"),
        1 => Sid.Parse("S-1-5-18"),
        2 => Sid.Parse($"S-1-5-21-{random.NextInt64(uint.MaxValue)}-{random.NextInt64(uint.MaxValue)}-{random.NextInt64(uint.MaxValue)}-{random.Next(500, 9999)}"),
        _ => Sid.Parse(string.Join('-', ["S-1", $"{random.NextInt64(1L << 48)}", .. Enumerable.Range(0, random.Next(1, 15)).Select(_ => $"{random.NextInt64(uint.MaxValue)}")])),
    };

    private static Acl AnyAcl(Random random) => Acl.Of([.. Enumerable.Range(0, random.Next(8)).Select(_ => AnyAce(random))]);

    private static Ace AnyAce(Random random)
    {
        if (random.Next(20) == 0)
        {
            // A kind that nobody has a word for.
            return Ace.Read([200, 0, 8, 0, .. Bytes(random, 4)]);
        }

        byte type = Types[random.Next(Types.Length)];
        bool isObject = type is 5 or 6 or 7 or 11;
        bool hasApplication = type is 9 or 10 or 11 or 18;
        return Ace.Make(
            type,
            (byte)random.Next(256),
            random.Next(4) == 0 ? 0x1F01FF : (uint)random.NextInt64(uint.MaxValue),
            isObject && random.Next(2) == 0 ? new Guid(Bytes(random, 16)) : null,
            isObject && random.Next(2) == 0 ? new Guid(Bytes(random, 16)) : null,
            AnySid(random),
            hasApplication ? Bytes(random, 4 * random.Next(6)) : []);
    }

    private static byte[] Bytes(Random random, int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static SecurityControl Maybe(Random random, SecurityControl bit, int inTen) => random.Next(10) < inTen ? bit : SecurityControl.None;
}
