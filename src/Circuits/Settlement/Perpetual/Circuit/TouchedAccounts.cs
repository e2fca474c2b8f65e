using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>An account that a batch touches.</summary>
/// <param name="IsUsed">Whether this place of the list holds one; the others come last.</param>
/// <param name="Index">Its place; 0 where none is held.</param>
/// <param name="OldLeaf">Its leaf before the batch; where none is held, the leaf of place 0 after it.</param>
/// <param name="NewLeaf">Its leaf after the batch.</param>
/// <param name="LastAccess">The number of the last access to it.</param>
/// <param name="Siblings">The siblings from the leaf up, after the accounts before it were replaced.</param>
public sealed record TouchedInput(bool IsUsed, BigInteger Index, Fr OldLeaf, Fr NewLeaf, BigInteger LastAccess, IReadOnlyList<Fr> Siblings);

/// <summary>
/// The accounts that a batch touches: each is taken from the tree into the memory once, and put back from it once.
/// </summary>
internal sealed class TouchedAccounts
{
    /// <summary>The memory's cell for slots that are not used. Unused places of the list take the addresses from 2^32 on.</summary>
    private static readonly BigInteger _reserved = BigInteger.One << (AccountCell.IndexBits + 1);

    private readonly Entry[] _entries;
    private readonly UInt _reservedAddress;
    private readonly Wire _reservedAccess;

    private TouchedAccounts(CircuitBuilder<Fr> builder, Entry[] entries, CircuitMemory<Fr> memory, Wire reservedAccess)
    {
        _entries = entries;
        _reservedAccess = reservedAccess;
        Memory = memory;
        foreach (var entry in entries)
            memory.Initial(entry.Address, entry.OldValue);
        _reservedAddress = memory.InitialReserved(_reserved, builder.Constant(Fr.Zero));
        for (var i = 1; i < entries.Length; i++)
            builder.AssertEqual(entries[i].OldRoot, entries[i - 1].NewRoot);
    }

    /// <summary>The memory.</summary>
    public CircuitMemory<Fr> Memory { get; }

    /// <summary>The tree's root before the batch.</summary>
    public Wire OldRoot => _entries[0].OldRoot;

    /// <summary>The tree's root after it.</summary>
    public Wire NewRoot => _entries[^1].NewRoot;

    /// <summary>Declares the accounts and puts them into a memory.</summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="inputs">The witness.</param>
    /// <param name="count">The length of the list.</param>
    public static TouchedAccounts Define(CircuitBuilder<Fr> builder, CircuitInputs<Fr, PerpetualWitness> inputs, int count)
    {
        using var scope = builder.Scope("accounts");
        var entries = new Entry[count];
        builder.Parallel(count, i => entries[i] = Read(builder, inputs.Select(w => w.Touched[i]), i));
        return new TouchedAccounts(builder, entries, builder.AddMemory<Fr>("accounts"), inputs.Field("last unused access", w => w.LastUnusedAccess));
    }

    /// <summary>Takes what the slots left in the memory; to be called after all of them.</summary>
    public void Close(CircuitBuilder<Fr> builder)
    {
        using var scope = builder.Scope("accounts");
        foreach (var entry in _entries)
            Memory.Final(entry.Address, entry.NewValue, entry.LastAccess);
        Memory.Final(_reservedAddress, builder.Constant(Fr.Zero), _reservedAccess);
    }

    /// <summary>An unused place puts back the leaf of place 0 as it is, and holds the value 0.</summary>
    private static Entry Read(CircuitBuilder<Fr> builder, CircuitInputs<Fr, TouchedInput> inputs, int place)
    {
        using var scope = builder.Scope("account");
        var isUsed = inputs.Bit("is used", a => a.IsUsed);
        var index = inputs.UInt("index", AccountCell.IndexBits, a => a.Index);
        var oldLeaf = inputs.Field("old leaf", a => a.OldLeaf);
        var newLeaf = inputs.Field("new leaf", a => a.NewLeaf);
        OperationWires.AssertZeroUnless(builder, isUsed, index);
        var padding = Fr.FromBigInteger((BigInteger.One << AccountCell.IndexBits) + place);
        var address = new UInt(builder.Compute(index.Wire, new(-padding, isUsed), constant: padding), AccountCell.IndexBits + 1);
        var oldValue = builder.Multiply(isUsed, oldLeaf);
        var newValue = builder.Multiply(isUsed, newLeaf);
        Wire[] siblings = [.. Enumerable.Range(0, AccountCell.IndexBits).Select(h => inputs.Field("sibling", a => a.Siblings[h]))];

        // Where the place is not used, both leaves are the same.
        builder.AssertZero(newLeaf, new(-Fr.One, oldLeaf), new(-Fr.One, newValue), oldValue);
        var (oldRoot, newRoot) = builder.MerkleUpdate(oldLeaf, newLeaf, index, siblings);
        return new Entry(address, oldValue, newValue, inputs.Field("last access", a => a.LastAccess), oldRoot, newRoot);
    }

    private sealed record Entry(UInt Address, Wire OldValue, Wire NewValue, Wire LastAccess, Wire OldRoot, Wire NewRoot);
}
