using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>An account as it is opened without its positions, or an empty place.</summary>
/// <param name="Exists">Whether an account is there.</param>
/// <param name="Key">Its key; for an empty place, the key that a deposit names or any other good key.</param>
/// <param name="Collateral">Its collateral.</param>
/// <param name="Nonce">Its nonce.</param>
/// <param name="Fills">The root of its fills tree.</param>
/// <param name="Positions">Its sixteen positions, packed.</param>
public sealed record LightAccountInput(
    bool Exists, EdwardsPoint Key, BigInteger Collateral, BigInteger Nonce, Fr Fills, IReadOnlyList<BigInteger> Positions);

/// <summary>
/// An account that is opened for a credit: what it has is not valued, and its positions stay as they are, funding included.
/// </summary>
internal sealed class LightAccount
{
    private readonly SignedInt _collateral;
    private readonly Wire[] _positions;

    private LightAccount(CircuitBuilder<Fr> builder, CircuitInputs<Fr, LightAccountInput> inputs)
    {
        Exists = inputs.Bit("exists", a => a.Exists);
        Head = new AccountHead(
            inputs.Field("key x", a => a.Key.X),
            inputs.Field("key y", a => a.Key.Y),
            inputs.UInt("nonce", AccountHead.NonceBits, a => a.Nonce),
            inputs.Field("fills", a => a.Fills));
        _collateral = builder.ToSignedInt(inputs.Field("collateral", a => a.Collateral), AccountHead.CollateralBits);
        _positions = [.. Enumerable.Range(0, PositionPlace.Positions).Select(i => inputs.Field("position", a => a.Positions[i]))];
        OldLeaf = builder.Multiply(Exists, Head.Leaf(builder, _collateral, _positions));
    }

    /// <summary>Whether an account is there: an empty place is 0, which no account hashes to.</summary>
    public Bit Exists { get; }

    /// <summary>Key, nonce and fills.</summary>
    public AccountHead Head { get; }

    /// <summary>The leaf before.</summary>
    public Wire OldLeaf { get; }

    /// <summary>Opens a place.</summary>
    public static LightAccount Open(CircuitBuilder<Fr> builder, CircuitInputs<Fr, LightAccountInput> inputs) => new(builder, inputs);

    /// <summary>Asserts that an empty place is said to hold what an account starts with: no collateral, nonce, fill or position.</summary>
    public void AssertNewIsEmpty(CircuitBuilder<Fr> builder)
    {
        using var scope = builder.Scope("empty place");
        var isEmpty = builder.Not(Exists);
        builder.AssertZeroIf(isEmpty, _collateral);
        builder.AssertZeroIf(isEmpty, Head.Nonce);
        builder.AssertZeroIf(isEmpty, builder.Affine(Fr.One, Head.Fills, -FillsTree.Empty.Root));
        foreach (var position in _positions)
            builder.AssertZeroIf(isEmpty, position);
    }

    /// <summary>The leaf after a credit.</summary>
    public Wire Credit(CircuitBuilder<Fr> builder, UInt amount) =>
        Head.Leaf(builder, builder.ComputeSignedInt<Fr>(AccountHead.CollateralBits, _collateral.Wire, amount.Wire), _positions);
}
