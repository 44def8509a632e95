using SnapBack.VssProbe;

if (OperatingSystem.IsWindows())
{
    return ProbeCommand.Run(args, Console.Out, Console.Error);
}

Console.Error.WriteLine("vssprobe: the shadow copy service is Windows' own; run this there.");
return 1;
