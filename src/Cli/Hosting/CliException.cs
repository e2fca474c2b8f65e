namespace Zk.Cli;

/// <summary>Ends a command with an exit code and one line for the user.</summary>
/// <param name="code">How the command ends.</param>
/// <param name="message">One line: the place and the reason.</param>
internal sealed class CliException(ExitCode code, string message) : Exception(message)
{
    /// <summary>How the command ends.</summary>
    public ExitCode Code { get; } = code;

    /// <summary>The statement is false or a rule is broken.</summary>
    public static CliException Invalid(string message) => new(ExitCode.Invalid, message);

    /// <summary>An input cannot be used.</summary>
    public static CliException BadInput(string message) => new(ExitCode.BadInput, message);

    /// <summary>An input file cannot be used.</summary>
    public static CliException BadFile(string path, string reason) => new(ExitCode.BadInput, $"{path}: {reason}");

    /// <summary>The machine lacks something.</summary>
    public static CliException Environment(string message) => new(ExitCode.Environment, message);
}
