using System.Numerics;
using Zk.Circuits.Settlement;
using Zk.Circuits.Settlement.Perpetual;
using Zk.Curves;
using static Zk.Solidity.Tests.Settlement.SettlementWorld;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>What the header of a batch says beside its counts.</summary>
/// <param name="Tripped">Whether the breaker is tripped after the batch.</param>
/// <param name="Reset">Whether the batch resets it.</param>
/// <param name="Increasing">Trades that let a position grow.</param>
/// <param name="Time">The batch time; that of the latest block unless given.</param>
/// <param name="Config">The hash of the configuration; that of the world unless given.</param>
internal sealed record PerpetualHeader(bool Tripped = false, bool Reset = false, int Increasing = 0, uint? Time = null, BigInteger? Config = null);

/// <summary>
/// A settlement contract of perpetuals. Its batches are words as the circuit would publish them; the roots between which they lead are the tests' own, since here the
/// stand-in vouches for what the circuit proves.
/// </summary>
internal sealed class PerpetualWorld : ContractWorld
{
    public const string ForceWithdrawal = $"forceWithdrawal((uint32,uint64,uint32,uint32,address),{Signature})";
    public const string ForceTrade = $"forceTrade((uint32,uint32,uint8,uint64,uint64,uint32,uint32,uint32,uint32),{Signature},{Signature})";
    public const string FreezeById = "freeze(bytes32)";
    public const string TakeBondOfFrozen = "takeBondBack(bytes32)";
    public const string TakeBonds = "takeBonds(address)";
    public const string AddVerifier = "announceVerifier(bytes32,bytes32,uint32,uint256,address)";
    public const string Announce = "announceConfig(uint256[])";
    public const string Authorize = "authorizeBreakerReset()";
    public const string EscapeWithPositions =
        $"escape(uint32,(uint256,uint256,int64,uint32,uint256,uint256[16]),uint256[32],(uint256[],uint256),address,{Signature})";

    private const string ConstructorTypes =
        "(address,uint256,uint256,address,address,address,(bytes32,bytes32,uint256,uint32,address)[],uint256[])";

    public PerpetualWorld(PerpetualProfile? profile = null, ulong unit = 1, BigInteger? shape = null)
        : base(Create("TestToken"), unit, Create("StandInVerifier"))
    {
        Profile = profile ?? PerpetualProfile.Find(8)!;
        Shape = shape ?? Profile.Shape;
        Config = SampleConfig(1);
        Contract = Create("PerpetualSettlement", Arguments((KeyDigest, Profile.Circuit, Shape, Profile.Size, Verifier)));
        State = PerpetualState.Genesis(Profile.Markets);
        Root = State.Root;
        FundUsers();
    }

    public PerpetualProfile Profile { get; }

    public BigInteger Shape { get; }

    /// <summary>The configuration that batches keep to.</summary>
    public PerpetualConfig Config { get; set; }

    /// <summary>The state with which tests begin, and to which they may lead by a batch.</summary>
    public PerpetualState State { get; private set; }

    /// <summary>The root after the latest batch.</summary>
    public Fr Root { get; private set; }

    public override string Circuit => Profile.Circuit;

    /// <summary>A configuration with one market and this quorum.</summary>
    public static PerpetualConfig SampleConfig(int quorum)
    {
        ulong[] bounds = [1_000, 10_000, 100_000, ulong.MaxValue];
        var tiers = bounds.Select((bound, i) => new RiskTier(bound, (uint)(400 + i), (uint)(200 + i), (uint)(100 + i))).ToArray();
        return new PerpetualConfig([Key(100), Key(101)], quorum, 60, 3_600, 500, 300, 600, 1UL << 40, 0, 10_000, [new MarketConfig(1UL << 40, 1 << 10, tiers)]);
    }

    /// <summary>The arguments of the constructor, for these verifiers.</summary>
    public byte[] Arguments(params (byte[] Digest, string Circuit, BigInteger Shape, int Profile, Address Code)[] verifiers) => Abi.Encode(
        ConstructorTypes,
        Token,
        Unit,
        RequestBond,
        Governor,
        Operator,
        Guardian,
        verifiers.Select(v => (object)new object[] { v.Digest, Tag(v.Circuit), v.Shape, v.Profile, v.Code }).ToArray(),
        ElementsOf(Config, Profile.Markets));

    /// <summary>A configuration as the contract takes it.</summary>
    public static object[] ElementsOf(PerpetualConfig config, int markets) => [.. config.Elements(markets).Select(e => (object)Number256(e))];

    /// <summary>The words of a batch with these slots, in their order of types.</summary>
    public BatchData Data(PerpetualHeader header, params IReadOnlyList<(PerpetualSlot Slot, Fr[] Words)> slots)
    {
        var config = header.Config ?? Number256(Config.Hash(Profile.Markets));
        var first = (header.Time ?? Now) + ((BigInteger)(header.Tripped ? 1 : 0) << 64) + ((BigInteger)(header.Reset ? 1 : 0) << 65) + ((BigInteger)header.Increasing << 66);
        var counts = slots.Aggregate(BigInteger.Zero, (sum, s) => sum + (BigInteger.One << (16 * (int)s.Slot)));
        var words = new List<Fr> { Fr.FromBigInteger(first), Fr.FromBigInteger(counts), Fr.FromBigInteger(config & ((BigInteger.One << 128) - 1)), Fr.FromBigInteger(config >> 128) };
        foreach (var type in PerpetualSlots.All)
        {
            var end = words.Count + (Profile[type] * type.Words());
            words.AddRange(slots.Where(s => s.Slot == type).SelectMany(s => s.Words));
            while (words.Count < end)
                words.Add(Fr.Zero);
        }

        return new BatchData(words);
    }

    /// <summary>The arguments of <c>settle</c>; the verifier expects their statement.</summary>
    public object[] Arguments(BatchData data, Fr? next = null, byte[]? digest = null, string? circuit = null) => Expected(Context, Root, next ?? Next(), data, digest, circuit);

    /// <summary>Settles words that must be accepted.</summary>
    public Receipt Submit(PerpetualHeader header, params IReadOnlyList<(PerpetualSlot Slot, Fr[] Words)> slots) => Submit(Data(header, slots), Next());

    public Receipt Submit(BatchData data, Fr next)
    {
        var receipt = Send(Operator, Settle, Arguments(data, next));
        Root = next;
        Number++;
        Assert.That(Read("stateRoot()"), Is.EqualTo(Number256(Root)));
        Assert.That(Read("nextBatch()"), Is.EqualTo(new BigInteger(Number)));
        return receipt;
    }

    /// <summary>Settles what the reference makes of operations at the time of the latest block.</summary>
    public (Receipt Receipt, PerpetualTransition Transition) SettleBatch(PerpetualOperations operations, bool reset = false)
    {
        var batch = new PerpetualBatch(Context, Config, Now, 0, reset, operations);
        Assert.That(PerpetualReference.TryApply(State, batch, out var transition, out var violation), Is.True, () => violation!.ToString());
        State = transition!.After;
        return (Submit(transition.Words(Profile), State.Root), transition);
    }

    /// <summary>Words that must be refused.</summary>
    public void RefusesBatch(string error, PerpetualHeader header, params IReadOnlyList<(PerpetualSlot Slot, Fr[] Words)> slots) =>
        Refuses(error, Operator, Settle, Arguments(Data(header, slots)));

    /// <summary>Deposits for an account and settles it.</summary>
    public void Fund(uint account, ulong amount, Address? from = null) => Submit(new(), Slot(Enqueue(account, amount, from)));

    /// <summary>Leads to a state.</summary>
    public void Reach(PerpetualState state, PerpetualHeader? header = null)
    {
        State = state;
        Submit(Data(header ?? new()), state.Root);
    }

    public static (PerpetualSlot Slot, Fr[] Words) Slot(Operation operation) =>
        (operation switch { Deposit => PerpetualSlot.Deposit, Transfer => PerpetualSlot.Transfer, _ => PerpetualSlot.Withdrawal }, PerpetualData.Words(operation));

    public static (PerpetualSlot Slot, Fr[] Words) Slot(ForcedWithdrawal request, ForcedResult result) => (PerpetualSlot.ForcedWithdrawal, PerpetualData.Words(request, result));

    public static (PerpetualSlot Slot, Fr[] Words) Slot(ForcedTrade request, ForcedTradeResult result) => (PerpetualSlot.ForcedTrade, PerpetualData.Words(request, result));

    /// <summary>A withdrawal by an operator's slot, which the stand-in takes for proven.</summary>
    public static Withdrawal Take(uint account, Address recipient, ulong amount) => new(account, ToEthereum(recipient), amount, 0, 0, 0);

    /// <summary>A signed withdrawal as a request.</summary>
    public ForcedWithdrawal Demand(uint account, Address recipient, ulong amount, uint nonce = 0, uint expiry = uint.MaxValue)
    {
        var signed = new Withdrawal(account, ToEthereum(recipient), amount, 0, nonce, expiry).Sign(Secret(account), Domain.Value);
        return new(account, ToEthereum(recipient), amount, nonce, expiry, RequestSignature.Of(signed.Signature!.Value));
    }

    /// <summary>A signed trade as a request.</summary>
    public ForcedTrade DemandTrade(uint buyer, uint seller, ulong size = 10, ulong quote = 1_000, int market = 1, uint number = 1, uint expiry = uint.MaxValue)
    {
        var trade = new ForcedTrade(market, size, quote, new(buyer, number, expiry, default), new(seller, number, expiry, default));
        return trade.Sign(true, Secret(buyer), Domain.Value).Sign(false, Secret(seller), Domain.Value);
    }

    public static object[][] Call(ForcedWithdrawal w) =>
        [new object[] { w.Account, w.Amount, w.Nonce, w.Expiry, Address.FromBytes(w.Recipient.ToWord().AsSpan(12)) }, Call(w.Signature)];

    public static object[][] Call(ForcedTrade t) =>
    [
        new object[] { t.Buyer.Account, t.Seller.Account, t.Market, t.Size, t.Quote, t.Buyer.Number, t.Seller.Number, t.Buyer.Expiry, t.Seller.Expiry },
        Call(t.Buyer.Signature), Call(t.Seller.Signature),
    ];

    /// <summary>What the contract knows a request by: Keccak-256 of its words, the result left out.</summary>
    public static byte[] IdOf(Fr[] words) => Keccak256.Hash(new BatchData(words[..^1]).ToBytes());

    public static byte[] IdOf(ForcedWithdrawal request) => IdOf(PerpetualData.Words(request, default));

    public static byte[] IdOf(ForcedTrade request) => IdOf(PerpetualData.Words(request, default));

    /// <summary>Makes a forced request.</summary>
    public Receipt Request(ForcedWithdrawal request, Address? from = null) => Send(from ?? Alice, ForceWithdrawal, Call(request));

    public Receipt Request(ForcedTrade request, Address? from = null) => Send(from ?? Alice, ForceTrade, Call(request));

    /// <summary>When a request is overdue; 0 if it does not wait.</summary>
    public long DeadlineOf(byte[] id) => (long)Read("request(bytes32)", id);

    /// <summary>Lets a request go unanswered until the contract freezes.</summary>
    public void Freeze()
    {
        var request = Demand(0, Alice, 1, nonce: 1_000_000);
        Request(request);
        Evm.IncreaseTime(7 * Day);
        Send(Stranger, FreezeById, IdOf(request));
    }

    /// <summary>The arguments of an escape.</summary>
    public object[] EscapeArguments(uint index, Address recipient)
    {
        var account = State.Find(index)!;
        var positions = Enumerable.Range(0, PerpetualProfile.Positions).Select(i => (object)(i < account.Positions.Count ? account.Positions[i].Packed : 0)).ToArray();
        return
        [
            index,
            new object[] { Number256(account.PublicKey.X), Number256(account.PublicKey.Y), account.Collateral, account.Nonce, Number256(account.Fills.Root), positions },
            State.Accounts.Siblings(index).Select(s => (object)Number256(s)).ToArray(),
            new object[] { State.Markets.SelectMany(m => m.Elements).Select(e => (object)Number256(e)).ToArray(), Number256(State.Scalars.Element(State.Time)) },
            recipient,
            Tuple(new EscapeOrder(index, ToEthereum(recipient)).Sign(Secret(index), Domain.Value)),
        ];
    }

    public BigInteger Total(int index) => ReadWord(index, "totals()");

    /// <summary>The contract holds what it owes, tokens and bonds.</summary>
    public void AssertSolvent(params Address[] bondOwners)
    {
        Assert.That(TokenBalance(Contract), Is.EqualTo((Total(0) + Total(1) + Total(2)) * Unit));
        var bonds = bondOwners.Aggregate(BigInteger.Zero, (sum, owner) => sum + Read("bonds(address)", owner));
        Assert.That(Evm.Balance(Contract), Is.GreaterThanOrEqualTo((Read("openRequests()") * RequestBond) + bonds));
    }

    private static object[] Call(RequestSignature s) =>
        [s.RxLow + ((BigInteger)s.RxHigh << 128), s.RyLow + ((BigInteger)s.RyHigh << 128), s.SLow + ((BigInteger)s.SHigh << 128)];

    /// <summary>A root that no batch has led to.</summary>
    private Fr Next() => Fr.FromUInt64(Number + 1_000_000);
}
