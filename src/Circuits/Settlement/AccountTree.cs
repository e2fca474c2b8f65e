using System.Numerics;

namespace Zk.Circuits.Settlement;

/// <summary>The payments state: accounts by their 32-bit indices in a <see cref="SparseMerkleTree{T}"/>. Immutable, and every key in it is usable.</summary>
public sealed class AccountTree
{
    private readonly SparseMerkleTree<Account> _tree;

    private AccountTree(SparseMerkleTree<Account> tree) => _tree = tree;

    /// <summary>The state without accounts, in which every contract starts.</summary>
    public static AccountTree Empty { get; } = new(SparseMerkleTree<Account>.Empty);

    /// <summary>The state root.</summary>
    public Fr Root => _tree.Root;

    /// <summary>The accounts in ascending order of their indices.</summary>
    public IEnumerable<(uint Index, Account Account)> Accounts => _tree.Leaves;

    /// <summary>The sum of all balances.</summary>
    public BigInteger TotalBalance => Accounts.Aggregate(BigInteger.Zero, (sum, entry) => sum + entry.Account.Balance);

    /// <summary>
    /// Builds a state from accounts in strictly ascending order of their indices. Each key is checked (<see cref="EdDsa.CheckPublicKey"/>), on all cores.
    /// </summary>
    /// <exception cref="ArgumentException">The indices are not strictly ascending, or a key is unusable.</exception>
    public static AccountTree Create(IReadOnlyList<(uint Index, Account Account)> accounts)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        var reasons = new string[accounts.Count];
        Parallel.For(0, reasons.Length, i => EdDsa.CheckPublicKey(accounts[i].Account.PublicKey, out reasons[i]));
        var bad = Array.FindIndex(reasons, r => r.Length > 0);
        return bad < 0 ? CreateTrusted(accounts) : throw new ArgumentException($"account {accounts[bad].Index}: {reasons[bad]}", nameof(accounts));
    }

    /// <summary>As <see cref="Create"/>, for keys that were checked when they were read or made: a check is a scalar multiplication.</summary>
    internal static AccountTree CreateTrusted(IReadOnlyList<(uint Index, Account Account)> accounts)
    {
        var leaves = new (uint, Account, Fr)[accounts.Count];
        Parallel.For(0, leaves.Length, i => leaves[i] = (accounts[i].Index, accounts[i].Account, accounts[i].Account.Leaf));
        return new(SparseMerkleTree<Account>.Create(leaves));
    }

    /// <summary>The account at an index; null when the place is empty.</summary>
    public Account? Find(uint index) => _tree.TryGet(index, out var account) ? account : null;

    /// <summary>The state with one account set.</summary>
    /// <exception cref="ArgumentException">Its key is unusable (<see cref="EdDsa.CheckPublicKey"/>).</exception>
    public AccountTree Set(uint index, Account account) => EdDsa.CheckPublicKey(account.PublicKey, out var reason)
        ? SetTrusted(index, account)
        : throw new ArgumentException(reason, nameof(account));

    /// <summary>As <see cref="Set"/>, for a key that is in the state already or was checked by a rule.</summary>
    internal AccountTree SetTrusted(uint index, Account account) => new(_tree.Set(index, account, account.Leaf));

    /// <summary>The place of an account as a proof opens it.</summary>
    public AccountOpening Open(uint index) => new(index, Find(index), _tree.Siblings(index));
}

/// <summary>A place of the account tree with the path that proves what it holds.</summary>
/// <param name="Index">The place.</param>
/// <param name="Account">What it holds; null when it is empty.</param>
/// <param name="Siblings">The 32 siblings from the leaf up.</param>
public sealed record AccountOpening(uint Index, Account? Account, IReadOnlyList<Fr> Siblings)
{
    /// <summary>The leaf: the account's hash, or 0 for an empty place.</summary>
    public Fr Leaf => Account?.Leaf ?? Fr.Zero;
}
