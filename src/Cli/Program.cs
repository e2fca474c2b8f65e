return await Zk.Cli.CommandRunner.RunAsync(args);
