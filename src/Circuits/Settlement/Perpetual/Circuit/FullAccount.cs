using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>An account as it is opened with its positions.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Collateral">Its collateral.</param>
/// <param name="Nonce">Its nonce.</param>
/// <param name="Fills">The root of its fills tree.</param>
/// <param name="Positions">Sixteen positions; without the changed one where the operation changes one, and an empty one at the end then.</param>
/// <param name="Changed">The position that the operation changes; with balance 0 where the account has none. Null where the operation changes none.</param>
/// <param name="IsPresent">Whether the account has that position.</param>
public sealed record FullAccountInput(
    EdwardsPoint Key, BigInteger Collateral, BigInteger Nonce, Fr Fills, IReadOnlyList<PositionInput> Positions, PositionInput? Changed, bool IsPresent);

/// <summary>The key, nonce and fills of an account, in wires.</summary>
internal sealed record AccountHead(Wire X, Wire Y, UInt Nonce, Wire Fills)
{
    public const int CollateralBits = 63;
    public const int NonceBits = 32;

    /// <summary>The leaf of an account with this head; its positions are given packed.</summary>
    public Wire Leaf(CircuitBuilder<Fr> builder, SignedInt collateral, IReadOnlyList<Wire> positions)
    {
        using var scope = builder.Scope("leaf");
        var packed = builder.Compute(collateral.Wire, new(Hints.PowerOfTwo<Fr>(CollateralBits + 1), Nonce), constant: Hints.PowerOfTwo<Fr>(CollateralBits));
        return builder.Poseidon2Hash(HashDomains.PerpetualAccount, [X, Y, packed, Fills, .. positions]);
    }
}

/// <summary>
/// An account that is opened with its positions: funding is settled and its margin known. That the leaf is the account's is for the caller to
/// assert, by the memory.
/// </summary>
internal sealed class FullAccount
{
    private readonly MarketTables _tables;
    private readonly PositionWires[] _positions;
    private readonly PositionWires? _changed;
    private readonly PositionPlace? _place;
    private readonly Bit _isPresent;
    private readonly (Wire Value, Risk Risk) _old;

    private FullAccount(CircuitBuilder<Fr> builder, CircuitInputs<Fr, FullAccountInput> inputs, MarketTables tables, Wire? market)
    {
        _tables = tables;
        Head = new AccountHead(
            inputs.Field("key x", a => a.Key.X),
            inputs.Field("key y", a => a.Key.Y),
            inputs.UInt("nonce", AccountHead.NonceBits, a => a.Nonce),
            inputs.Field("fills", a => a.Fills));
        var collateral = builder.ToSignedInt(inputs.Field("collateral", a => a.Collateral), AccountHead.CollateralBits);
        using (builder.Scope("positions"))
            _positions = [.. Enumerable.Range(0, PositionPlace.Positions).Select(i => PositionWires.Read(builder, inputs.Select(a => a.Positions[i]), tables))];
        var values = _positions.Select(p => Valued(builder, p, p.Balance)).ToList();
        Wire[] list = [.. _positions.Select(p => p.Packed)];
        if (market is { } changed)
        {
            using var scope = builder.Scope("changed position");
            _changed = PositionWires.Read(builder, inputs.Select(a => a.Changed!), tables, changed);
            _isPresent = inputs.Bit("is present", a => a.IsPresent);
            _place = PositionPlace.Find(builder, changed, _positions);
            list = _place.Insert(builder, _isPresent, _changed.Packed, list);
            Balance = Unbiased(builder, _changed.Balance);
            builder.AssertZeroIf(builder.Not(_isPresent), Balance);
            _old = Valued(builder, _changed, _changed.Balance);
            values.Add(_old);
        }

        OldLeaf = Head.Leaf(builder, collateral, list);
        Collateral = Settle(builder, collateral, _changed is null ? _positions : [.. _positions, _changed]);
        Margin = Margin.Of(builder, Collateral, [.. values.Select(v => v.Value)], [.. values.Select(v => v.Risk)]);
    }

    /// <summary>Key, nonce and fills.</summary>
    public AccountHead Head { get; }

    /// <summary>The leaf before.</summary>
    public Wire OldLeaf { get; }

    /// <summary>The collateral after funding.</summary>
    public SignedInt Collateral { get; }

    /// <summary>The margin after funding.</summary>
    public Margin Margin { get; }

    /// <summary>The balance of the position that the operation changes.</summary>
    public SignedInt Balance { get; }

    /// <summary>The price of the position that the operation changes; 64 bits wherever its balance is not 0, before or after.</summary>
    public UInt Price => new(_changed!.Price, PerpetualUnits.PriceBits);

    /// <summary>Opens an account, for an operation that changes its collateral only.</summary>
    public static FullAccount Open(CircuitBuilder<Fr> builder, CircuitInputs<Fr, FullAccountInput> inputs, MarketTables tables) => new(builder, inputs, tables, null);

    /// <summary>Opens an account, for an operation that changes its position of a market; 0 for an unused slot's.</summary>
    public static FullAccount Open(CircuitBuilder<Fr> builder, CircuitInputs<Fr, FullAccountInput> inputs, MarketTables tables, Wire market) =>
        new(builder, inputs, tables, market);

    /// <summary>Whether a position of a market that the account does not hold finds no room.</summary>
    public Bit IsFull(CircuitBuilder<Fr> builder) =>
        builder.And(builder.Not(_isPresent), builder.Not(builder.IsZero(_positions[^1].Market)));

    /// <summary>The margin after changes that the account may not have: the position's is in range, nothing is asserted of anything else.</summary>
    public Margin Candidate(CircuitBuilder<Fr> builder, SignedInt collateral, Wire position)
    {
        var biased = builder.ComputeUInt<Fr>(PositionWires.ValueBits, _changed!.Balance.Wire, position);
        return Margin.Candidate(builder, collateral, _old, Valued(builder, _changed, biased));
    }

    /// <summary>The account after a change of the collateral and nonce, its positions as they are.</summary>
    public ChangedAccount Change(CircuitBuilder<Fr> builder, SignedInt collateral, UInt nonce)
    {
        var sum = builder.ComputeSignedInt<Fr>(AccountHead.CollateralBits, Collateral.Wire, collateral.Wire);
        return new ChangedAccount(Head with { Nonce = nonce }, Settled(builder), sum, Margin.After(builder, collateral), default);
    }

    /// <summary>The account after a change of the collateral, the position and the fills.</summary>
    public ChangedAccount Change(CircuitBuilder<Fr> builder, SignedInt collateral, SignedInt position, Wire fills)
    {
        if (_changed is null || _place is null)
            throw new InvalidOperationException("the account was opened for a change of its collateral");
        var sum = builder.ComputeSignedInt<Fr>(AccountHead.CollateralBits, Collateral.Wire, collateral.Wire);
        using var scope = builder.Scope("changed position");
        var biased = builder.ComputeUInt<Fr>(PositionWires.ValueBits, _changed.Balance.Wire, position.Wire);
        var balance = Unbiased(builder, biased);
        var isEmpty = builder.IsZero(balance);
        var list = _place.Insert(builder, builder.Not(isEmpty), _changed.Settled(builder, biased), Settled(builder));
        var margin = Margin.After(builder, collateral, _old, Valued(builder, _changed, biased));
        return new ChangedAccount(Head with { Fills = fills }, list, sum, margin, balance);
    }

    /// <summary>What is left of the collateral when funding is paid, rounded down.</summary>
    private static SignedInt Settle(CircuitBuilder<Fr> builder, SignedInt collateral, IReadOnlyList<PositionWires> positions)
    {
        using var scope = builder.Scope("funding");
        var due = builder.Sum<Fr>([.. positions.Select(p => (Term<Fr>)p.Due)]);
        var whole = Hints.PowerOfTwo<Fr>(32);
        var wires = builder.Hint("settled collateral and dust", "in range, 2^32 settled + dust = 2^32 collateral - due", [collateral, due], 2, (input, output) =>
        {
            var sum = (Hints.Signed(input[0]) << 32) - Hints.Signed(input[1]);
            output[0] = Fr.FromBigInteger(sum >> 32);
            output[1] = Fr.FromBigInteger(sum - ((sum >> 32) << 32));
        });
        var settled = builder.ToSignedInt(wires[0], AccountHead.CollateralBits);
        var dust = builder.ToUInt(wires[1], 32);
        builder.AssertZero(new(whole, settled), dust.Wire, new(-whole, collateral), due);
        return settled;
    }

    private static SignedInt Unbiased(CircuitBuilder<Fr> builder, UInt balance) =>
        new(builder.Affine(Fr.One, balance, -Hints.PowerOfTwo<Fr>(PositionWires.ValueBits - 1)), PositionWires.ValueBits - 1);

    private (Wire Value, Risk Risk) Valued(CircuitBuilder<Fr> builder, PositionWires position, UInt balance)
    {
        using var scope = builder.Scope("value");
        var value = position.Value(builder, balance);
        return (value, _tables.Risk(builder, position.Market, value));
    }

    private Wire[] Settled(CircuitBuilder<Fr> builder) => [.. _positions.Select(p => p.Settled(builder, p.Balance))];
}

/// <summary>A full account after an operation.</summary>
/// <param name="Head">Key, nonce and fills.</param>
/// <param name="Positions">The packed positions.</param>
/// <param name="Collateral">The collateral.</param>
/// <param name="Margin">The margin.</param>
/// <param name="Balance">The balance of the changed position, where there is one.</param>
internal sealed record ChangedAccount(AccountHead Head, Wire[] Positions, SignedInt Collateral, Margin Margin, SignedInt Balance)
{
    /// <summary>The leaf.</summary>
    public Wire Leaf(CircuitBuilder<Fr> builder) => Head.Leaf(builder, Collateral, Positions);
}

/// <summary>How the balance of a position changes.</summary>
/// <param name="Reduces">Whether the new balance is 0 or of the old one's sign and not larger.</param>
/// <param name="OpenInterest">The change of what is long of the market: max(new, 0) − max(old, 0).</param>
internal readonly record struct Reduction(Bit Reduces, SignedInt OpenInterest)
{
    public static Reduction Of(CircuitBuilder<Fr> builder, SignedInt before, SignedInt after)
    {
        using var scope = builder.Scope("reduction");
        var (isShort, size) = builder.Absolute(before);
        var isNowShort = builder.IsNegative(after);

        // The new balance counted in the direction of the old one.
        var left = new SignedInt(builder.MultiplyAdd(-Fr.One.Double(), isShort, after, after.Wire), after.Bits + 1);
        var isTurned = builder.IsNegative(left);
        var isLess = builder.IsLessOrEqual(left, builder.Signed(size));
        var wasLong = builder.MultiplyAdd(-Fr.One, isShort, before, before.Wire);
        var isLong = builder.MultiplyAdd(-Fr.One, isNowShort, after, after.Wire);
        return new Reduction(builder.And(builder.Not(isTurned), isLess), new SignedInt(builder.Subtract(isLong, wasLong), before.Bits));
    }
}
