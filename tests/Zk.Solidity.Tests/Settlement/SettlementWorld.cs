using System.Numerics;
using System.Security.Cryptography;
using Zk.Circuits.Settlement;
using Zk.Curves;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>
/// A fresh token, verifier and settlement contract on the node, with the state that the contract should have beside it. The verifier is a stand-in that accepts the
/// statement which the reference computes and no other, so each batch compares the contract's public inputs with <see cref="SettlementStatement"/>.
/// </summary>
internal sealed class SettlementWorld
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
    {
        Unit = unit;
        Token = Create(token);
        Verifier = verifier?.Code ?? Create("StandInVerifier");
        Contract = CreateSettlement((verifier?.Digest ?? KeyDigest, CircuitName, Capacity, Verifier));
        foreach (var user in Users)
        {
            Must(Evm.Send(Token, Abi.Call("mint(address,uint256)", user, BigInteger.Pow(10, 30)), user));
            Must(Evm.Send(Token, Abi.Call("approve(address,uint256)", Contract, BigInteger.Pow(10, 40)), user));
        }
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

    public ulong Unit { get; }

    public Address Token { get; }

    public Address Verifier { get; }

    public Address Contract { get; }

    /// <summary>The state after the latest batch.</summary>
    public AccountTree State { get; set; } = AccountTree.Empty;

    /// <summary>The number of the next batch.</summary>
    public ulong Number { get; set; } = 1;

    /// <summary>D of the contract.</summary>
    public SettlementDomain Domain => new((ulong)Evm.ChainId, ToEthereum(Contract));

    public SettlementContext Context => new(Domain, Number, ToEthereum(Operator));

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

    /// <summary>Sends a transaction that must succeed.</summary>
    public Receipt Send(Address from, string function, params object[] arguments) => Must(Evm.Send(Contract, Abi.Call(function, arguments), from, ValueOf(function)));

    /// <summary>Sends a transaction in a block of a given time, which must succeed.</summary>
    public Receipt SendAt(long time, Address from, string function, params object[] arguments)
    {
        Evm.Request("evm_setNextBlockTimestamp", Hex.Of(time));
        return Send(from, function, arguments);
    }

    /// <summary>A call that must revert with a custom error.</summary>
    public void Refuses(string error, Address from, string function, params object[] arguments) => AssertRefused(Contract, error, from, function, arguments);

    /// <summary>A call in a block of a given time that must revert with a custom error.</summary>
    public void RefusesAt(long time, string error, Address from, string function, params object[] arguments)
    {
        MineAt(time);
        Refuses(error, from, function, arguments);
    }

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

    /// <summary>A word of what a view answers.</summary>
    public BigInteger Read(string function, params object[] arguments) => ReadWord(0, function, arguments);

    public BigInteger ReadWord(int index, string function, params object[] arguments)
    {
        var result = Evm.Call(Contract, Abi.Call(function, arguments));
        Assert.That(result.Success, Is.True, $"{function}: {result.Message}");
        return Abi.UintAt(result.Data, index);
    }

    public BigInteger TokenBalance(Address of) => Abi.UintAt(Evm.Call(Token, Abi.Call("balanceOf(address)", of)).Data, 0);

    /// <summary>Makes a deposit on L1.</summary>
    /// <returns>The operation with which a batch settles it.</returns>
    public Deposit Enqueue(uint account, ulong amount, Address? from = null, EdwardsPoint? key = null)
    {
        var id = (ulong)Read("nextDeposit()");
        var owner = key ?? Key(account);
        Send(from ?? Alice, MakeDeposit, account, Number256(owner.X), Number256(owner.Y), amount);

        // Unlike Ethereum's, blocks of the node may have equal times, and a deposit does not settle at its own.
        Evm.IncreaseTime(1);
        return new Deposit(id, account, owner, amount);
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

    public object[] Expected(SettlementContext context, Fr previousRoot, Fr nextRoot, BatchData data, byte[]? digest = null, string? circuit = null)
    {
        var statement = SettlementStatement.Create(context, circuit ?? CircuitName, digest ?? KeyDigest, previousRoot, nextRoot, data);
        Expect(statement);
        return [context.BatchNumber, digest ?? KeyDigest, Number256(nextRoot), Number256(statement.Commitment), data.List.Select(w => (object)Number256(w)).ToArray(), Array.Empty<byte>()];
    }

    public void Expect(SettlementStatement statement) =>
        Must(Evm.Send(Verifier, Abi.Call("expect(uint256[6])", [statement.ToArray().Select(x => (object)Number256(x)).ToArray()])));

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

    public bool Frozen => !Read("frozen()").IsZero;

    public uint NonceOf(uint account) => State.Find(account)?.Nonce ?? 0;

    private static BigInteger? ValueOf(string function) => function == Force ? RequestBond : null;

    private static Receipt Must(Receipt receipt)
    {
        Assert.That(receipt.Success, Is.True, "a transaction reverted");
        return receipt;
    }
}
