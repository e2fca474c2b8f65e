using System.Numerics;
using System.Security.Cryptography;
using Zk.Circuits.Settlement;
using Zk.Curves;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>
/// A settlement contract of payments, with the state that it should have beside it.
/// </summary>
internal sealed class SettlementWorld : ContractWorld
{
    public const int Capacity = 8;
    public const ulong Seed = 21;
    public const string Settle = "settle(uint64,bytes32,uint256,uint256,uint256[],bytes)";
    public const string MakeDeposit = "deposit(uint32,uint256,uint256,uint64)";
    public const string Withdrawal = "(uint32,uint32,uint32,uint64,uint64,address,uint256,uint256)";
    public const string Signature = "(uint256,uint256,uint256)";
    public const string Account = "(uint256,uint256,uint64,uint32)";
    public const string Escape = $"escape(uint32,{Account},uint256[32],address,{Signature})";
    public const string Force = $"forceWithdrawal({Withdrawal},{Signature})";
    public const string Refuse = $"refuseRequest({Withdrawal},{Account},uint256[32])";
    public const string FreezeFor = $"freeze({Withdrawal})";
    public const string TakeBondBack = $"takeBondBack(uint64,{Withdrawal})";
    public const string RefuseNobody = $"refuseRequestOfNobody({Withdrawal},uint256[32])";

    public static readonly long Day = 86_400;

    /// <summary>What a forced request takes along.</summary>
    public static readonly BigInteger RequestBond = BigInteger.Pow(10, 16) * 5;

    private const string ConstructorTypes = "(address,uint256,uint256,address,address,address,(bytes32,bytes32,uint32,address)[])";

    private static readonly Dictionary<uint, byte[]> _secrets = [];
    private static readonly Dictionary<uint, EdwardsPoint> _keys = [];

    public SettlementWorld(string token = "TestToken", ulong unit = 1, (byte[] Digest, Address Code)? verifier = null)
        : base(Create(token), unit, verifier?.Code ?? Create("StandInVerifier"))
    {
        Contract = CreateSettlement((verifier?.Digest ?? KeyDigest, CircuitName, Capacity, Verifier));
        FundUsers();
    }

    public static EvmClient Evm => EvmLifetime.Evm;

    public static Address Operator => Evm.Accounts[0];

    public static Address Governor => Evm.Accounts[1];

    public static Address Guardian => Evm.Accounts[2];

    public static Address Alice => Evm.Accounts[3];

    public static Address Bob => Evm.Accounts[4];

    public static Address Stranger => Evm.Accounts[9];

    public static IReadOnlyList<Address> Users => [Alice, Bob, Evm.Accounts[5]];

    /// <summary>The digest under which the stand-in is registered.</summary>
    public static byte[] KeyDigest { get; } = Keccak256.Hash("a key for tests"u8);

    /// <summary>The state after the latest batch.</summary>
    public AccountTree State { get; set; } = AccountTree.Empty;

    public override string Circuit => CircuitName;

    public static string CircuitName => PaymentsCircuit.NameOf(Capacity);

    /// <summary>The time of the latest block.</summary>
    public static uint Now => (uint)Evm.Timestamp;

    public static byte[] Secret(uint account)
    {
        if (!_secrets.TryGetValue(account, out var secret))
            _secrets[account] = secret = PaymentsSample.SecretKey(Seed, account);
        return secret;
    }

    public static EdwardsPoint Key(uint account)
    {
        if (!_keys.TryGetValue(account, out var key))
            _keys[account] = key = EdDsa.PublicKey(Secret(account));
        return key;
    }

    public static EthereumAddress ToEthereum(Address address) => new(new BigInteger(address.Bytes, isUnsigned: true, isBigEndian: true));

    public static BigInteger Number256(Fr value) => value.ToBigInteger();

    /// <summary>An address that no test uses otherwise.</summary>
    public static Address NewAddress() => Address.FromBytes(RandomNumberGenerator.GetBytes(20));

    public static Address Create(string name, byte[]? arguments = null) => Evm.Deploy(SettlementArtifacts.CreationCode(name), arguments).Contract!.Value;

    /// <summary>Another contract over the same token and verifier.</summary>
    public Address CreateSettlement(params (byte[] Digest, string Circuit, int Capacity, Address Code)[] verifiers)
    {
        if (verifiers.Length == 0)
            verifiers = [(KeyDigest, CircuitName, Capacity, Verifier)];
        return Create("Settlement", ConstructorArguments(Token, Unit, verifiers));
    }

    public static byte[] ConstructorArguments(Address token, BigInteger unit, params (byte[] Digest, string Circuit, int Capacity, Address Code)[] verifiers) => Abi.Encode(
        ConstructorTypes, token, unit, RequestBond, Governor, Operator, Guardian, verifiers.Select(v => (object)new object[] { v.Digest, Tag(v.Circuit), v.Capacity, v.Code }).ToArray());

    public static byte[] Tag(string name) => Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes(name));

    public static void AssertRefused(Address contract, string error, Address from, string function, params object[] arguments)
    {
        var result = Evm.Call(contract, Abi.Call(function, arguments), from, ValueOf(function));
        Assert.That(result.Success, Is.False, $"{function} was not refused with {error}");
        Assert.That(result.RevertedWith(error), Is.True, $"not {error} but 0x{Convert.ToHexStringLower(result.Data)} {result.Message}");
    }

    public static void MineAt(long time)
    {
        Evm.Request("evm_setNextBlockTimestamp", Hex.Of(time));
        Evm.Mine();
    }

    public SignedOperation Transfer(uint from, uint to, ulong amount, ulong fee = 0, uint nonceAhead = 0) =>
        new Transfer(from, to, Key(to), amount, fee, NonceOf(from) + nonceAhead, uint.MaxValue).Sign(Secret(from), Domain.Value);

    public Withdrawal Withdraw(uint from, Address recipient, ulong amount, ulong fee = 0, uint nonceAhead = 0) =>
        (Withdrawal)new Withdrawal(from, ToEthereum(recipient), amount, fee, NonceOf(from) + nonceAhead, uint.MaxValue).Sign(Secret(from), Domain.Value);

    /// <summary>What the reference makes of a batch at the time of the latest block.</summary>
    public PaymentsTransition Apply(params IReadOnlyList<Operation> operations)
    {
        var batch = new PaymentsBatch(Context, Now, 0, operations);
        Assert.That(PaymentsReference.TryApply(State, batch, out var transition, out var violation), Is.True, () => violation!.ToString());
        return transition!;
    }

    /// <summary>Settles operations that must be valid.</summary>
    public Receipt SettleBatch(params IReadOnlyList<Operation> operations) => SettleBatch(Apply(operations));

    public Receipt SettleBatch(PaymentsTransition transition)
    {
        var receipt = Send(Operator, Settle, Expected(transition));
        State = transition.After;
        Number++;
        Assert.That(Read("stateRoot()"), Is.EqualTo(Number256(State.Root)));
        Assert.That(Read("nextBatch()"), Is.EqualTo(new BigInteger(Number)));
        return receipt;
    }

    /// <summary>The arguments with which a transition settles; the verifier expects its statement.</summary>
    public object[] Expected(PaymentsTransition transition) =>
        Expected(transition.Batch.Context, transition.Before.Root, transition.After.Root, transition.Batch.Data(Capacity));

    /// <summary>Data words that no circuit has seen: a header with this time and count, then these.</summary>
    public static BatchData RawData(uint time, int count, params Fr[] words)
    {
        var header = Fr.FromBigInteger(time + ((BigInteger)count << 32));
        return new BatchData([header, .. words, .. new Fr[(2 * Capacity) - words.Length]]);
    }

    public static Fr[] WordsOf(params Operation[] operations) => [.. operations.SelectMany(o => new[] { o.Words.First, o.Words.Second })];

    /// <summary>The arguments that stand for a withdrawal in a forced request.</summary>
    public static object[] Tuple(Withdrawal w, EdwardsPoint? key = null) =>
    [
        w.From, w.Nonce, w.Expiry, w.Amount, w.Fee, Address.FromBytes(w.Recipient.ToWord().AsSpan(12)), Number256((key ?? Key(w.From)).X), Number256((key ?? Key(w.From)).Y),
    ];

    public static object[] Tuple(EdDsaSignature s) => [Number256(s.R.X), Number256(s.R.Y), s.S];

    public static object[] Tuple(Account a) => [Number256(a.PublicKey.X), Number256(a.PublicKey.Y), a.Balance, a.Nonce];

    public object[] Path(uint index) => [.. State.Open(index).Siblings.Select(s => (object)Number256(s))];

    /// <summary>Makes a forced request, signed by the key that it names.</summary>
    public Receipt ForceRequest(Withdrawal withdrawal, Address? from = null, EdwardsPoint? key = null) =>
        Send(from ?? Alice, Force, Tuple(withdrawal, key), Tuple(withdrawal.Signature!.Value));

    /// <summary>When a request is overdue; 0 if it does not wait.</summary>
    public long Deadline(Withdrawal withdrawal, EdwardsPoint? key = null) => (long)Read($"requestDeadline({Withdrawal})", [Tuple(withdrawal, key)]);

    /// <summary>Lets a request go unserved until the contract freezes.</summary>
    public void Freeze(uint account)
    {
        var withdrawal = Withdraw(account, Alice, 1);
        ForceRequest(withdrawal);
        Evm.IncreaseTime(7 * Day);
        Send(Stranger, FreezeFor, [Tuple(withdrawal)]);
    }

    /// <summary>The arguments of an escape.</summary>
    public object[] EscapeArguments(uint account, Address recipient) =>
        [account, Tuple(State.Find(account)!.Value), Path(account), recipient, Tuple(new EscapeOrder(account, ToEthereum(recipient)).Sign(Secret(account), Domain.Value))];

    /// <summary>The contract holds what it owes, and its sums are those of its parts.</summary>
    public void AssertSolvent()
    {
        var sums = Evm.Call(Contract, Abi.Call("totals()")).Data;
        var (queued, settled, owed) = (Abi.UintAt(sums, 0), Abi.UintAt(sums, 1), Abi.UintAt(sums, 2));
        Assert.That(TokenBalance(Contract), Is.GreaterThanOrEqualTo((queued + settled + owed) * Unit));
        if (!Frozen)
            Assert.That(settled, Is.EqualTo(State.TotalBalance));
    }

    public uint NonceOf(uint account) => State.Find(account)?.Nonce ?? 0;

    /// <summary>What a call takes along: forced requests their bond.</summary>
    public static BigInteger? ValueOf(string function) => function.StartsWith("force", StringComparison.Ordinal) ? RequestBond : null;

    /// <summary>A receipt of a transaction that must have succeeded.</summary>
    public static Receipt Must(Receipt receipt)
    {
        Assert.That(receipt.Success, Is.True, "a transaction reverted");
        return receipt;
    }
}
