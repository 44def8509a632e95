using SnapBack.Cli;

return ProcessHost.Run(args);
