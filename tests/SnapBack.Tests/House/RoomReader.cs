using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SnapBack.Tests.House;

/// <summary>Reads the source of SnapBack.Core and finds which room uses which. Comments may speak of anything.</summary>
internal static class RoomReader
{
    private const string RootNamespace = "SnapBack";

    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>All uses in the given files (path with '/', below the project's folder, and text), or in one of them alone.</summary>
    public static IReadOnlyList<RoomReference> Read(IEnumerable<(string Path, string Text)> files, string? only = null)
    {
        CSharpParseOptions options = new(LanguageVersion.Latest);
        SyntaxTree[] trees = [.. files.Select(file => CSharpSyntaxTree.ParseText(file.Text, options, file.Path))];
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Rooms",
            [.. trees, CSharpSyntaxTree.ParseText(ImplicitUsings, options)],
            References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        return [.. trees.Where(tree => only is null || tree.FilePath == only).SelectMany(tree => ReadFile(compilation, tree)).Distinct()];
    }

    /// <summary>The folder of a file, which is its area: <c>Jobs</c>, <c>Trees/Unix</c>.</summary>
    public static string AreaOf(string path) => path[..Math.Max(0, path.LastIndexOf('/'))];

    private static IEnumerable<RoomReference> ReadFile(CSharpCompilation compilation, SyntaxTree tree)
    {
        SemanticModel model = compilation.GetSemanticModel(tree);
        string area = AreaOf(tree.FilePath);
        foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            if (TypeBehind(model.GetSymbolInfo(name)) is { } type && RoomOf(type) is { } room && room != area.Split('/')[0])
            {
                int line = tree.GetLineSpan(name.Span).StartLinePosition.Line + 1;
                yield return new RoomReference(area, room, type.Name, $"{tree.FilePath}:{line}");
            }
        }
    }

    private static INamedTypeSymbol? TypeBehind(SymbolInfo info)
    {
        ISymbol? symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        INamedTypeSymbol? type = symbol switch
        {
            INamespaceSymbol or ILocalSymbol or IParameterSymbol or null => null,
            INamedTypeSymbol named => named,
            _ => symbol.ContainingType,
        };
        while (type?.ContainingType is { } outer)
        {
            type = outer;
        }

        return type;
    }

    // Only types of the compilation itself live in rooms: the test's own references also hold the built SnapBack.Core.
    private static string? RoomOf(INamedTypeSymbol type)
    {
        string[] parts = type.ContainingNamespace.ToDisplayString().Split('.');
        return type.Locations.Any(location => location.IsInSource) && parts.Length > 1 && parts[0] == RootNamespace ? parts[1] : null;
    }

    private static IEnumerable<PortableExecutableReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(file => !Path.GetFileName(file).StartsWith("SnapBack.", StringComparison.OrdinalIgnoreCase) && Path.GetFileName(file) != "snapback.dll")
            .Select(file => MetadataReference.CreateFromFile(file));
}
