using SnapBack.HistoryMaker;

return HistoryMakerCommand.Run(args, Console.Out, Console.Error);
