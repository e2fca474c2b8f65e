using System.Text.Json;

namespace Zk.Cli;

/// <summary>Maps whatever went wrong to an exit code and one line. A user never sees a stack trace.</summary>
internal static class Failure
{
    // errno values that .NET hands through as the HResult of an IOException on Unix, and the Windows codes for a full disk.
    private static readonly int[] EnvironmentErrors =
    [
        28, // ENOSPC: no space left on device
        122, // EDQUOT: quota exceeded
        27, // EFBIG: file size limit
        30, // EROFS: read-only file system
        24, // EMFILE: too many open files
        5, // EIO: device failure
        unchecked((int)0x80070070), // ERROR_DISK_FULL
        unchecked((int)0x80070027), // ERROR_HANDLE_DISK_FULL
    ];

    /// <summary>The exit code and line for an exception.</summary>
    public static (ExitCode Code, string Line) Describe(Exception exception) => exception switch
    {
        CliException e => (e.Code, OneLine(e.Message)),
        AggregateException { InnerExceptions: [var inner, ..] } => Describe(inner),
        OperationCanceledException => (ExitCode.Interrupted, "interrupted; no output was written"),
        OutOfMemoryException => (ExitCode.Environment, "not enough memory for this job"),
        IOException e when EnvironmentErrors.Contains(e.HResult) => (ExitCode.Environment, OneLine(e.Message)),
        IOException or UnauthorizedAccessException => (ExitCode.BadInput, OneLine(exception.Message)),
        InvalidDataException or FormatException or JsonException => (ExitCode.BadInput, OneLine(exception.Message)),
        _ => (ExitCode.Environment, OneLine($"internal error, please report it: {exception.GetType().Name}: {exception.Message}")),
    };

    private static string OneLine(string message) =>
        string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
