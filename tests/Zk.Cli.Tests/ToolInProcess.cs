namespace Zk.Cli.Tests;

/// <summary>
/// Runs the tool inside the test process, for loops over hundreds of inputs where starting a process each time would take minutes. The code is
/// the same from the parsing of the arguments to the exit code.
/// </summary>
internal static class ToolInProcess
{
    private static readonly Lock Gate = new();

    /// <summary>Runs to the end.</summary>
    public static ToolResult Run(params string[] arguments)
    {
        lock (Gate)
        {
            var (output, error) = (Console.Out, Console.Error);
            using var capturedOutput = new StringWriter();
            using var capturedError = new StringWriter();
            try
            {
                Console.SetOut(capturedOutput);
                Console.SetError(capturedError);
                var code = CommandRunner.RunAsync(arguments).GetAwaiter().GetResult();
                return new ToolResult(code, capturedOutput.ToString(), capturedError.ToString());
            }
            finally
            {
                Console.SetOut(output);
                Console.SetError(error);
            }
        }
    }
}
