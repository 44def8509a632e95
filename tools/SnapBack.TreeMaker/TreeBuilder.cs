namespace SnapBack.TreeMaker;

/// <summary>Makes a tree: folders nested ten wide, files spread evenly over them.</summary>
internal sealed class TreeBuilder(Recipe recipe, FileMaker maker)
{
    private const int Width = 10;

    /// <summary>Makes the tree; existing files of the same names are overwritten.</summary>
    public void Build()
    {
        string[] folders = Folders();
        for (int i = 0; i < recipe.Files; i++)
        {
            maker.Write(Path.Join(folders[(int)((long)i * folders.Length / recipe.Files)], $"file-{i:D7}.dat"));
        }
    }

    // Folder n lies in folder (n - 1) / 10, as in a heap: depth grows with the logarithm of the number.
    private string[] Folders()
    {
        string[] folders = new string[recipe.Folders];
        folders[0] = Directory.CreateDirectory(recipe.Root).FullName;
        for (int i = 1; i < folders.Length; i++)
        {
            folders[i] = Path.Join(folders[(i - 1) / Width], $"folder-{i:D6}");
            Directory.CreateDirectory(folders[i]);
        }

        return folders;
    }
}
