namespace Zk.Circuits.Settlement;

/// <summary>
/// Makes valid batches from a seed, equal for equal arguments. Account i of a seed has the secret key
/// keccak256("zk/sample/key/1" || seed || i), both numbers as 8 bytes big-endian, so that more operations can be signed for it.
/// </summary>
public sealed class PaymentsSample
{
    /// <summary>The batch time of every sample.</summary>
    public const uint Time = 1_800_000_000;

    /// <summary>The account that gets the fees.</summary>
    public const uint FeeAccount = 0;

    private const int MaximumAccounts = AccountsJson.Maximum;
    private const ulong MaximumFee = 100;
    private readonly SampleRandom _random;
    private readonly ulong _seed;
    private readonly SettlementContext _context;
    private readonly List<Account> _accounts;
    private ulong _queueId;

    private PaymentsSample(List<Account> accounts, ulong seed, SettlementContext context)
    {
        _accounts = accounts;
        _seed = seed;
        _context = context;
        _random = new SampleRandom("zk/sample/operations/1", seed);
    }

    /// <summary>The secret key of a sample account.</summary>
    public static byte[] SecretKey(ulong seed, uint account) => SampleRandom.Block("zk/sample/key/1"u8, seed, account);

    /// <summary>
    /// Makes a batch and the state it starts from: accounts at the places 0, 1, ... with random balances, and operations that are valid in their
    /// order. Three or more operations have all kinds among them.
    /// </summary>
    /// <param name="accounts">Accounts of the state, 2..2^20.</param>
    /// <param name="operations">Operations of the batch, 1..2^16.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="context">Chain, contract, batch number and submitter; by default chain 31337, batch 1 and addresses made from the seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is outside its bounds.</exception>
    public static BatchFile Create(int accounts, int operations, ulong seed, SettlementContext? context = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(accounts, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(accounts, MaximumAccounts);
        ArgumentOutOfRangeException.ThrowIfLessThan(operations, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(operations, BatchFile.MaximumOperations);
        var random = new SampleRandom("zk/sample/accounts/1", seed);
        var balances = new ulong[accounts];
        for (var i = 0; i < accounts; i++)
            balances[i] = 1_000_000 + random.Below(999_000_000);
        var list = new Account[accounts];
        Parallel.For(0, accounts, i => list[i] = new Account(EdDsa.PublicKey(SecretKey(seed, (uint)i)), balances[i], 0));
        context ??= new SettlementContext(new SettlementDomain(31337, SampleRandom.Address("zk/sample/contract/1", seed)), 1, SampleRandom.Address("zk/sample/submitter/1", seed));
        var sample = new PaymentsSample([.. list], seed, context);
        var batch = new PaymentsBatch(context, Time, FeeAccount, sample.Operations(operations));
        return new BatchFile(batch, AccountTree.CreateTrusted([.. list.Select((account, i) => ((uint)i, account))]));
    }

    private List<Operation> Operations(int count)
    {
        // The first three are one of each kind, then three of five are transfers.
        var shift = _random.Below(3);
        var operations = new List<Operation>(count);
        for (var i = 0; i < count; i++)
        {
            var choice = i < 3 ? ((ulong)i + shift) % 3 : _random.Below(5);
            operations.Add(choice switch
            {
                0 => NextDeposit(),
                1 => NextWithdrawal(),
                _ => NextTransfer(),
            });
        }

        return operations;
    }

    /// <summary>Every other deposit creates an account, at the next free place.</summary>
    private Deposit NextDeposit()
    {
        var isNew = _random.Below(2) == 0;
        var index = isNew ? (uint)_accounts.Count : AnyAccount();
        if (isNew)
            _accounts.Add(new Account(EdDsa.PublicKey(SecretKey(_seed, index)), 0, 0));
        var amount = 1 + _random.Below(1_000_000);
        Credit(index, amount);
        return new Deposit(_queueId++, index, _accounts[(int)index].PublicKey, amount);
    }

    private SignedOperation NextWithdrawal()
    {
        var from = AnyAccount();
        var (amount, fee, nonce, expiry) = Debit(from);
        var recipient = SampleRandom.Address("zk/sample/recipient/1", _random.Next());
        return new Withdrawal(from, recipient, amount, fee, nonce, expiry).Sign(SecretKey(_seed, from), _context.Domain.Value);
    }

    private SignedOperation NextTransfer()
    {
        var from = AnyAccount();
        var to = (uint)((from + 1 + _random.Below((ulong)_accounts.Count - 1)) % (ulong)_accounts.Count);
        var (amount, fee, nonce, expiry) = Debit(from);
        Credit(to, amount);
        return new Transfer(from, to, _accounts[(int)to].PublicKey, amount, fee, nonce, expiry).Sign(SecretKey(_seed, from), _context.Domain.Value);
    }

    private uint AnyAccount() => (uint)_random.Below((ulong)_accounts.Count);

    private void Credit(uint index, ulong amount) =>
        _accounts[(int)index] = _accounts[(int)index] with { Balance = _accounts[(int)index].Balance + amount };

    /// <summary>Takes at most a quarter of the balance and a fee that it still covers.</summary>
    private (ulong Amount, ulong Fee, uint Nonce, uint Expiry) Debit(uint index)
    {
        var account = _accounts[(int)index];
        var amount = _random.Below((account.Balance / 4) + 1);
        var fee = Math.Min(1 + _random.Below(MaximumFee), account.Balance - amount);
        _accounts[(int)index] = account with { Balance = account.Balance - amount - fee, Nonce = account.Nonce + 1 };
        return (amount, fee, account.Nonce, Time + (uint)_random.Below(86_400));
    }
}
