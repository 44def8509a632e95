namespace SnapBack.Jobs;

/// <summary>Finds the word that someone probably meant. Pure.</summary>
public static class NearestWord
{
    private const int LongestWord = 40;

    /// <summary>
    /// The candidate nearest to <paramref name="word"/>, or null when none is near: at most a third of its letters may be wrong,
    /// missing, too many or swapped with their neighbour. Case, '-' and '_' do not count.
    /// </summary>
    public static string? Find(string word, IEnumerable<string> candidates)
    {
        string plain = Plain(word);
        if (plain.Length is 0 or > LongestWord)
        {
            return null;
        }

        string? nearest = null;
        int best = Math.Max(1, plain.Length / 3) + 1;
        foreach (string candidate in candidates)
        {
            int distance = Distance(plain, Plain(candidate));
            if (distance < best && distance < candidate.Length)
            {
                best = distance;
                nearest = candidate;
            }
        }

        return nearest;
    }

    /// <summary>
    /// Damerau-Levenshtein distance in its restricted form (optimal string alignment): insertions, deletions, substitutions and swaps
    /// of neighbours, none edited twice.
    /// </summary>
    internal static int Distance(string left, string right)
    {
        int[] beforeLast = new int[right.Length + 1];
        int[] last = [.. Enumerable.Range(0, right.Length + 1)];
        int[] current = new int[right.Length + 1];
        for (int i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int substitute = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(substitute, Math.Min(last[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    current[j] = Math.Min(current[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return last[right.Length];
    }

    private static string Plain(string word) =>
        word.Replace("-", string.Empty, StringComparison.Ordinal).Replace("_", string.Empty, StringComparison.Ordinal).ToLowerInvariant();
}
