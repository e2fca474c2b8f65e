namespace Zk.Circuits.Settlement;

/// <summary>
/// A place of the account tree in a circuit. What it holds is bound when it is opened: an empty place is 0, which no account hashes to, so
/// <see cref="Exists"/> is no choice of the prover.
/// </summary>
/// <param name="Index">The place.</param>
/// <param name="Exists">Whether an account is there.</param>
/// <param name="X">Its key's x.</param>
/// <param name="Y">Its key's y.</param>
/// <param name="Balance">Its balance; 0 in an empty place.</param>
/// <param name="Nonce">Its nonce; 0 in an empty place.</param>
/// <param name="Siblings">The siblings from the leaf up.</param>
internal sealed record AccountPlace(UInt Index, Bit Exists, Wire X, Wire Y, UInt Balance, UInt Nonce, Wire[] Siblings)
{
    public const int IndexBits = 32;
    public const int BalanceBits = 64;
    public const int NonceBits = 32;

    /// <summary>
    /// Declares a place. That the widths are proven makes the split of the leaf's last element into balance and nonce unique. An empty place has the
    /// leaf 0 whatever it is said to hold, so only the two rows named <c>empty place</c> keep an account from being created rich or with nonces used.
    /// </summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="inputs">The place's inputs.</param>
    /// <param name="side">The scope of the rows: what the place is opened for.</param>
    public static AccountPlace Read(CircuitBuilder<Fr> builder, CircuitInputs<Fr, PaymentsPlace> inputs, string side)
    {
        var place = new AccountPlace(
            inputs.UInt("index", IndexBits, p => p.Index),
            inputs.Bit("exists", p => p.Exists),
            inputs.Field("key x", p => p.Key.X),
            inputs.Field("key y", p => p.Key.Y),
            inputs.UInt("balance", BalanceBits, p => p.Balance),
            inputs.UInt("nonce", NonceBits, p => p.Nonce),
            [.. Enumerable.Range(0, SparseMerkleTree<Account>.Depth).Select(h => inputs.Field("sibling", p => p.Siblings[h]))]);
        using var sideScope = builder.Scope(side);
        using var scope = builder.Scope("empty place");
        var isEmpty = builder.Not(place.Exists);
        builder.AssertZeroIf(isEmpty, place.Balance);
        builder.AssertZeroIf(isEmpty, place.Nonce);
        return place;
    }

    /// <summary>Asserts that the tree with this root holds the place as it is, and yields the root with the place changed.</summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="root">The root before.</param>
    /// <param name="exists">Whether an account is there afterwards.</param>
    /// <param name="balance">The balance afterwards.</param>
    /// <param name="nonce">The nonce afterwards.</param>
    public Wire Update(CircuitBuilder<Fr> builder, Wire root, Bit exists, UInt balance, UInt nonce)
    {
        Wire before, after;
        using (builder.Scope("leaf"))
        {
            var leaves = builder.Poseidon2HashEach(HashDomains.AccountLeaf, [X, Y], [[Pack(builder, Balance, Nonce)], [Pack(builder, balance, nonce)]]);
            before = builder.Multiply(Exists, leaves[0]);
            after = builder.Multiply(exists, leaves[1]);
        }

        var (oldRoot, newRoot) = builder.MerkleUpdate(before, after, Index, Siblings);
        builder.AssertEqual(oldRoot, root);
        return newRoot;
    }

    private static UInt Pack(CircuitBuilder<Fr> builder, UInt balance, UInt nonce) => builder.Pack<Fr>([(balance, BalanceBits), (nonce, NonceBits)]);
}
