namespace SnapBack.Security;

/// <summary>
/// The words of SDDL (https://learn.microsoft.com/windows/win32/secauthz/ace-strings and
/// https://learn.microsoft.com/windows/win32/secauthz/sid-strings). Two-letter SIDs that depend on the domain are not among them: without
/// the domain they would be guesses.
/// </summary>
internal static class SddlWords
{
    /// <summary>Kinds of entries.</summary>
    public static readonly IReadOnlyList<(byte Type, string Word)> Types =
    [
        (0, "A"), (1, "D"), (2, "AU"), (3, "AL"), (5, "OA"), (6, "OD"), (7, "OU"), (8, "OL"), (9, "XA"), (10, "XD"), (11, "ZA"), (13, "XU"),
        (17, "ML"), (18, "RA"), (19, "SP"), (20, "TL"), (21, "FL"),
    ];

    /// <summary>Flags of an entry, in the order in which Windows writes them.</summary>
    public static readonly IReadOnlyList<(uint Bit, string Word)> Flags =
        [(0x01, "OI"), (0x02, "CI"), (0x04, "NP"), (0x08, "IO"), (0x10, "ID"), (0x40, "SA"), (0x80, "FA"), (0x20, "CR")];

    /// <summary>Masks that have a word of their own.</summary>
    public static readonly IReadOnlyList<(uint Mask, string Word)> WholeMasks =
        [(0x001F01FF, "FA"), (0x00120089, "FR"), (0x00120116, "FW"), (0x001200A0, "FX")];

    /// <summary>Single rights, in the order in which Windows writes them.</summary>
    public static readonly IReadOnlyList<(uint Bit, string Word)> Rights =
    [
        (0x10000000, "GA"), (0x80000000, "GR"), (0x40000000, "GW"), (0x20000000, "GX"), (0x0001, "CC"), (0x0002, "DC"), (0x0004, "LC"), (0x0008, "SW"),
        (0x0010, "RP"), (0x0020, "WP"), (0x0040, "DT"), (0x0080, "LO"), (0x0100, "CR"), (0x00010000, "SD"), (0x00020000, "RC"), (0x00040000, "WD"),
        (0x00080000, "WO"),
    ];

    /// <summary>Rights of a mandatory label.</summary>
    public static readonly IReadOnlyList<(uint Bit, string Word)> LabelRights = [(1, "NW"), (2, "NR"), (4, "NX")];

    /// <summary>SIDs that are the same on every machine.</summary>
    public static readonly IReadOnlyList<(string Sid, string Word)> Sids =
    [
        ("S-1-1-0", "WD"), ("S-1-3-0", "CO"), ("S-1-3-1", "CG"), ("S-1-3-4", "OW"), ("S-1-5-2", "NU"), ("S-1-5-4", "IU"), ("S-1-5-6", "SU"),
        ("S-1-5-7", "AN"), ("S-1-5-9", "ED"), ("S-1-5-10", "PS"), ("S-1-5-11", "AU"), ("S-1-5-12", "RC"), ("S-1-5-18", "SY"), ("S-1-5-19", "LS"),
        ("S-1-5-20", "NS"), ("S-1-5-33", "WR"), ("S-1-5-32-544", "BA"), ("S-1-5-32-545", "BU"), ("S-1-5-32-546", "BG"), ("S-1-5-32-547", "PU"),
        ("S-1-5-32-548", "AO"), ("S-1-5-32-549", "SO"), ("S-1-5-32-550", "PO"), ("S-1-5-32-551", "BO"), ("S-1-5-32-552", "RE"),
        ("S-1-5-32-554", "RU"), ("S-1-5-32-555", "RD"), ("S-1-5-32-556", "NO"), ("S-1-5-32-558", "MU"), ("S-1-5-32-559", "LU"),
        ("S-1-5-32-568", "IS"), ("S-1-5-32-569", "CY"), ("S-1-5-32-573", "ER"), ("S-1-5-32-574", "CD"), ("S-1-5-32-575", "RA"),
        ("S-1-5-32-576", "ES"), ("S-1-5-32-577", "MS"), ("S-1-5-32-578", "HA"), ("S-1-5-32-579", "AA"), ("S-1-5-32-580", "RM"),
        ("S-1-15-2-1", "AC"), ("S-1-16-4096", "LW"), ("S-1-16-8192", "ME"), ("S-1-16-8448", "MP"), ("S-1-16-12288", "HI"), ("S-1-16-16384", "SI"),
    ];
}
