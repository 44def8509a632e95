using SnapBack.Packager;

return PackagerCommand.Run(args, Console.Out, Console.Error);
