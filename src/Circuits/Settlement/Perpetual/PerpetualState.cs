using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>The state of <c>settlement/perpetual</c>: accounts, markets, scalars. Immutable.</summary>
/// <param name="Accounts">The accounts by their 32-bit indices; each leaf is <see cref="PerpetualAccount.Leaf"/>.</param>
/// <param name="Markets">The M markets; market m stands at m − 1.</param>
/// <param name="Time">The time of the last batch.</param>
/// <param name="Scalars">Breaker, insurance fund, volume.</param>
public sealed record PerpetualState(SparseMerkleTree<PerpetualAccount> Accounts, IReadOnlyList<MarketState> Markets, uint Time, PerpetualScalars Scalars)
{
    /// <summary>The hash of the markets: Poseidon2 (domain <see cref="HashDomains.PerpetualMarkets"/>) of their 3M elements.</summary>
    public Fr MarketsHash => Poseidon2.Hash(HashDomains.PerpetualMarkets, [.. Markets.SelectMany(market => market.Elements)]);

    /// <summary>The state root: Poseidon2 (domain <see cref="HashDomains.PerpetualState"/>) of [accounts root, markets hash, g].</summary>
    public Fr Root => Poseidon2.Hash(HashDomains.PerpetualState, [Accounts.Root, MarketsHash, Scalars.Element(Time)]);

    /// <summary>V of the whole state, in .32: that of the accounts and 2^32 times the insurance fund.</summary>
    public BigInteger ConservedValue => Accounts.Leaves.Aggregate(
        (BigInteger)Scalars.Insurance << PerpetualUnits.FractionBits, (sum, leaf) => sum + leaf.Value.ConservedValue);

    /// <summary>The state in which a contract starts.</summary>
    /// <param name="markets">M.</param>
    public static PerpetualState Genesis(int markets) => new(SparseMerkleTree<PerpetualAccount>.Empty, new MarketState[markets], 0, default);

    /// <summary>The account at an index; null when the place is empty.</summary>
    public PerpetualAccount? Find(uint index) => Accounts.TryGet(index, out var account) ? account : null;

    /// <summary>The state with one account set.</summary>
    /// <exception cref="ArgumentException">Its key is unusable (<see cref="EdDsa.CheckPublicKey"/>).</exception>
    public PerpetualState With(uint index, PerpetualAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return EdDsa.CheckPublicKey(account.PublicKey, out var reason)
            ? this with { Accounts = Accounts.Set(index, account, account.Leaf) }
            : throw new ArgumentException(reason, nameof(account));
    }

    /// <summary>Accounts in strictly ascending order of their indices, as a tree, for keys that were checked when they were read or made.</summary>
    internal static SparseMerkleTree<PerpetualAccount> Tree(IReadOnlyList<(uint Index, PerpetualAccount Account)> accounts)
    {
        var leaves = new (uint, PerpetualAccount, Fr)[accounts.Count];
        Parallel.For(0, leaves.Length, i => leaves[i] = (accounts[i].Index, accounts[i].Account, accounts[i].Account.Leaf));
        return SparseMerkleTree<PerpetualAccount>.Create(leaves);
    }
}
