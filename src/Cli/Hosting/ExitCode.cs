namespace Zk.Cli;

/// <summary>How a command ended; scripts rely on the numbers.</summary>
internal enum ExitCode
{
    /// <summary>Done, or the proof is valid.</summary>
    Done = 0,

    /// <summary>The proof is invalid, or the batch breaks a rule.</summary>
    Invalid = 1,

    /// <summary>Bad usage, or malformed or missing input.</summary>
    BadInput = 2,

    /// <summary>The environment lacks something: device, mode, memory, disk space.</summary>
    Environment = 3,

    /// <summary>Stopped by a signal (128 + SIGINT, the custom of shells).</summary>
    Interrupted = 130,
}
