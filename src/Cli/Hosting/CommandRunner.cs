using System.CommandLine;

namespace Zk.Cli;

/// <summary>Parses the command line, runs one command and turns whatever happens into an exit code and at most one line of complaint.</summary>
internal static class CommandRunner
{
    /// <summary>Runs the tool.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        using var interruption = new Interruption();
        try
        {
            var result = CommandTree.Build().Parse(args);
            if (result.Errors.Count > 0)
            {
                // A misspelt command is also a missing one; the last complaint is the specific one.
                throw CliException.BadInput($"{result.Errors[^1].Message.TrimEnd('.')}; see '{Usage(result)} --help'");
            }

            return await result.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interruption.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            var (code, line) = Failure.Describe(e);
            await Console.Error.WriteLineAsync($"zk: {line}").ConfigureAwait(false);
            return (int)code;
        }
    }

    /// <summary>Gives a command its work, which ends normally (exit code 0) or throws.</summary>
    public static Command Does(this Command command, Action<CommandContext> body) => command.Does(context =>
    {
        body(context);
        return Task.FromResult(ExitCode.Done);
    });

    /// <summary>Gives a command its asynchronous work.</summary>
    public static Command Does(this Command command, Func<CommandContext, Task<ExitCode>> body)
    {
        command.SetAction(async (arguments, cancellation) =>
            (int)await body(new CommandContext(arguments, Console.Out, cancellation)).ConfigureAwait(false));
        return command;
    }

    private static string Usage(ParseResult result)
    {
        var names = new Stack<string>();
        for (var at = result.CommandResult; at is not null; at = at.Parent as System.CommandLine.Parsing.CommandResult)
            names.Push(at.Command is RootCommand ? "zk" : at.Command.Name);
        return string.Join(' ', names);
    }
}
