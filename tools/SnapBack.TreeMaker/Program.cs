using SnapBack.TreeMaker;

return TreeMakerCommand.Run(args, Console.Out, Console.Error);
