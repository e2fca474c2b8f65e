using System.Numerics;

namespace Zk.Circuits.Settlement;

/// <summary>One account of the payments state.</summary>
/// <param name="PublicKey">The key that signs for it: in the prime-order subgroup, not the identity.</param>
/// <param name="Balance">What it holds, in the token's smallest unit.</param>
/// <param name="Nonce">The nonce that its next signed operation must carry.</param>
public readonly record struct Account(EdwardsPoint PublicKey, ulong Balance, uint Nonce)
{
    /// <summary>
    /// The leaf: Poseidon2 (domain <see cref="HashDomains.AccountLeaf"/>) of [x, y, balance + 2^64 nonce]. No account is known to hash to 0, the
    /// value of an empty place, and none can be found.
    /// </summary>
    public Fr Leaf => Poseidon2.Hash(HashDomains.AccountLeaf, [PublicKey.X, PublicKey.Y, Fr.FromBigInteger(Balance + ((BigInteger)Nonce << 64))]);
}
