namespace SnapBack.TreeMaker;

/// <summary>Writes one file after the other from one block of random bytes, so that making a million files costs little but the files.</summary>
internal sealed class FileMaker
{
    private readonly Random _random;
    private readonly byte[] _noise;
    private readonly int _sizeMin;
    private readonly int _sizeMax;

    public FileMaker(Recipe recipe)
    {
        _random = new Random(recipe.Seed);
        _sizeMin = recipe.SizeMin;
        _sizeMax = recipe.SizeMax;
        _noise = new byte[Math.Max(recipe.SizeMax, 1 << 20) + 4096];
        _random.NextBytes(_noise);
    }

    /// <summary>Bytes written so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Makes or overwrites a file of random size and content.</summary>
    public void Write(string path)
    {
        int size = _random.Next(_sizeMin, _sizeMax + 1);
        using FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        file.Write(_noise, _random.Next(4096), size);
        Bytes += size;
    }
}
