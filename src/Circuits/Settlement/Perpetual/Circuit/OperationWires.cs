namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>What the slots of a batch have in common.</summary>
/// <param name="Domain">D.</param>
/// <param name="Time">The batch time; 32 bits.</param>
/// <param name="Tables">Prices, funding indices and risks.</param>
/// <param name="VolumeLimit">The volume of a window above which the breaker trips; 64 bits.</param>
/// <param name="InsuranceFloor">The insurance fund below which it trips; 63 bits.</param>
/// <param name="LiquidationFeePpm">The share of a liquidation's quote that goes to the fund, in millionths; 20 bits.</param>
/// <param name="Accounts">The memory of accounts: places and leaves.</param>
internal sealed record BatchWires(
    Wire Domain, UInt Time, MarketTables Tables, UInt VolumeLimit, UInt InsuranceFloor, UInt LiquidationFeePpm, CircuitMemory<Fr> Accounts);

/// <summary>What a slot shows to the batch.</summary>
/// <param name="IsUsed">Whether it holds an operation.</param>
/// <param name="Words">Its data words.</param>
internal sealed record OperationWires(Bit IsUsed, Wire[] Words)
{
    /// <summary>What is credited to the fee account for it; 0 in an unused slot.</summary>
    public UInt? Fee { get; init; }

    /// <summary>What it starts from and leaves; null for operations that neither read nor change it.</summary>
    public (SequentialState Before, SequentialState After)? State { get; init; }

    /// <summary>By how much it changes the open interest of a market; null for operations that do not.</summary>
    public (Wire Market, SignedInt Change)? OpenInterest { get; init; }

    /// <summary>What it takes the open interest of its market to be, before it; null for operations that do not ask.</summary>
    public SignedInt? OpenInterestBefore { get; init; }

    /// <summary>Whether a party that signed it did not only reduce its position; null for operations that are not counted.</summary>
    public Bit? IsIncreasing { get; init; }

    /// <summary>Asserts that an integer is 0 where a bit is 0.</summary>
    public static void AssertZeroUnless(CircuitBuilder<Fr> builder, Bit condition, Wire x) =>
        builder.AssertZero(x, new(Fr.Zero, condition), product: -Fr.One);

    /// <summary>Asserts that an integer is at least 1 where a bit is 1.</summary>
    public static void AssertPositiveIf(CircuitBuilder<Fr> builder, Bit condition, UInt x) =>
        builder.ComputeUInt<Fr>(x.Bits, x.Wire, new(-Fr.One, condition));

    /// <summary>Asserts that two places differ where a bit is 1.</summary>
    public static void AssertDifferIf(CircuitBuilder<Fr> builder, Bit condition, AccountCell x, AccountCell y)
    {
        // Their difference lies within 2^32 of 0, so 2^33 more than it is not 0 whatever they are.
        var far = Hints.PowerOfTwo<Fr>(AccountCell.IndexBits + 1);
        builder.AssertNonZero(builder.Compute(x.Index.Wire, new(-Fr.One, y.Index), new(-far, condition), constant: far));
    }

    /// <summary>The words of a slot by their integers, the first of each lowest; all 0 in an unused slot.</summary>
    public static Wire[] PackIf(CircuitBuilder<Fr> builder, Bit isUsed, params IReadOnlyList<(UInt Value, int Bits)[]> words)
    {
        using var scope = builder.Scope("words");
        return [.. words.Select(word => builder.Multiply(isUsed, builder.Pack<Fr>(word)))];
    }
}

/// <summary>An access to an account.</summary>
/// <param name="Index">The account's place.</param>
/// <param name="LastAccess">The number of the access before to the place, or to the reserved cell by an unused slot; 0 for none.</param>
public sealed record AccessInput(System.Numerics.BigInteger Index, System.Numerics.BigInteger LastAccess);

/// <summary>The place of an account that a slot reads and writes.</summary>
/// <param name="Index">The place.</param>
/// <param name="LastAccess">The number of the access before.</param>
internal sealed record AccountCell(UInt Index, Wire LastAccess)
{
    public const int IndexBits = PerpetualUnits.WordBits;

    public static AccountCell Read(CircuitInputs<Fr, AccessInput> inputs) =>
        new(inputs.UInt("account", IndexBits, a => a.Index), inputs.Field("last access", a => a.LastAccess));

    /// <summary>Replaces the leaf of the place; a slot that is not used touches the memory's reserved cell, which stays 0.</summary>
    public void Replace(CircuitBuilder<Fr> builder, BatchWires batch, Bit isUsed, Wire oldLeaf, Wire newLeaf) =>
        batch.Accounts.AccessIf(isUsed, Index, builder.Multiply(isUsed, oldLeaf), LastAccess, newLeaf);
}
