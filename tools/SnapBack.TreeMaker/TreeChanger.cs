namespace SnapBack.TreeMaker;

/// <summary>Changes a tree the way a working day does.</summary>
internal sealed class TreeChanger(Recipe recipe, FileMaker maker)
{
    /// <summary>Adds, edits, renames and deletes as many files as asked for each; every file is touched once at most.</summary>
    /// <exception cref="FormatException">The tree has fewer than three times as many files.</exception>
    public void Change(int count)
    {
        string[] files = Directory.GetFiles(recipe.Root, "*", SearchOption.AllDirectories);
        if (files.Length < 3L * count)
        {
            throw new FormatException($"{recipe.Root} has {files.Length} files: too few to edit, rename and delete {count} each.");
        }

        // The order of a listing differs from one file system to the next; the choice must not.
        Array.Sort(files, StringComparer.Ordinal);
        new Random(recipe.Seed).Shuffle(files);
        for (int i = 0; i < count; i++)
        {
            string folder = Path.GetDirectoryName(files[i])!;
            maker.Write(Path.Join(folder, $"added-{recipe.Seed}-{i:D7}.dat"));
            maker.Write(files[i]);
            File.Move(files[count + i], Path.Join(Path.GetDirectoryName(files[count + i]), $"renamed-{recipe.Seed}-{i:D7}.dat"), overwrite: true);
            File.Delete(files[(2 * count) + i]);
        }
    }
}
