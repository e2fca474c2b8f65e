namespace Zk.Cli;

/// <summary>A family of settlement circuits as this tool works with it: which circuits there are, and how their batches are read.</summary>
internal abstract class SettlementFamily
{
    private const int MaximumBytes = 1 << 28;

    /// <summary>All families.</summary>
    public static IReadOnlyList<SettlementFamily> All { get; } = [new PaymentsFamily()];

    /// <summary>The family's name, <c>settlement/payments</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The format that stands in its batch files.</summary>
    public abstract string BatchFormat { get; }

    /// <summary>Its circuits, the smallest first.</summary>
    public abstract IReadOnlyList<SettlementCircuit> Circuits { get; }

    /// <summary>Reads a batch of any family, and the state that it starts from.</summary>
    /// <param name="batchPath">The batch file; the format in it says which family it is of.</param>
    /// <param name="statePath">The state file; null for the state in the batch file, and if it has none for the empty one.</param>
    public static SettlementBatch Read(string batchPath, string? statePath)
    {
        var file = JsonField.ReadFile(batchPath, MaximumBytes);
        var family = All[file.Property("format").OneOf([.. All.Select(f => f.BatchFormat)])];
        return family.Read(file, statePath);
    }

    /// <summary>Reads a batch of this family.</summary>
    protected abstract SettlementBatch Read(JsonField batch, string? statePath);

}
