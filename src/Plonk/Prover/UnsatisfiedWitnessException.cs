namespace Zk.Plonk;

/// <summary>A witness does not satisfy its circuit, so there is nothing to prove.</summary>
public sealed class UnsatisfiedWitnessException : InvalidOperationException
{
    /// <summary>Creates an exception without a message.</summary>
    public UnsatisfiedWitnessException()
        : this("the witness does not satisfy the circuit")
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    public UnsatisfiedWitnessException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a cause.</summary>
    public UnsatisfiedWitnessException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates an exception that lists broken constraints.</summary>
    public UnsatisfiedWitnessException(string message, IReadOnlyList<WitnessFailure> failures)
        : base(failures is { Count: > 0 } ? $"{message}: {string.Join("; ", failures)}" : message) => Failures = failures ?? [];

    /// <summary>The broken constraints that the witness checker found.</summary>
    public IReadOnlyList<WitnessFailure> Failures { get; } = [];
}
