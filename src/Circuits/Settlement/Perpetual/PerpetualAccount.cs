using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>One account of the perpetual state.</summary>
/// <param name="PublicKey">The key that signs for it: in the prime-order subgroup, not the identity.</param>
/// <param name="Collateral">What it holds, in the token's smallest unit; negative when positions stand for it.</param>
/// <param name="Nonce">The nonce that its next transfer or withdrawal must carry.</param>
/// <param name="Fills">What its orders have been filled.</param>
/// <param name="Positions">What it holds of each market.</param>
public sealed record PerpetualAccount(EdwardsPoint PublicKey, long Collateral, uint Nonce, FillsTree Fills, PositionList Positions)
{
    internal const int NonceShift = 64;

    /// <summary>
    /// The leaf: Poseidon2 (domain <see cref="HashDomains.PerpetualAccount"/>) of [x, y, (collateral + 2^63) + 2^64 nonce, fills root, 16 packed positions],
    /// the used ones first, 0 for each that is not. No account hashes to 0, the value of an empty place.
    /// </summary>
    public Fr Leaf
    {
        get
        {
            var elements = new Fr[4 + PerpetualProfile.Positions];
            elements[0] = PublicKey.X;
            elements[1] = PublicKey.Y;
            elements[2] = Fr.FromBigInteger(PerpetualUnits.Biased(Collateral) + ((BigInteger)Nonce << NonceShift));
            elements[3] = Fills.Root;
            for (var i = 0; i < Positions.Count; i++)
                elements[4 + i] = Fr.FromBigInteger(Positions[i].Packed);
            return Poseidon2.Hash(HashDomains.PerpetualAccount, elements);
        }
    }

    /// <summary>V, in .32: 2^32 · collateral + Σ cachedFunding · balance. Summed over all accounts and the insurance fund, only deposits, withdrawals and the dust of rounding change it.</summary>
    public BigInteger ConservedValue => ((BigInteger)Collateral << PerpetualUnits.FractionBits)
        + Positions.Aggregate(BigInteger.Zero, (sum, position) => sum + ((BigInteger)position.CachedFunding * position.Balance));

    /// <summary>An account that has just been created.</summary>
    public static PerpetualAccount Create(EdwardsPoint publicKey, long collateral = 0) => new(publicKey, collateral, 0, FillsTree.Empty, PositionList.Empty);
}
