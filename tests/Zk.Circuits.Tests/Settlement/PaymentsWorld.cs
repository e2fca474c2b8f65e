using Zk.Circuits.Settlement;

namespace Zk.Circuits.Tests.Settlement;

/// <summary>A small state with known keys, and short ways to make signed operations and batches on it.</summary>
internal sealed class PaymentsWorld
{
    public const ulong Seed = 7;
    public const uint Time = 1_000_000;
    public const uint FeeAccount = 3;

    public static SettlementContext Context { get; } = new(
        new SettlementDomain(1, new EthereumAddress(0x1111)), 5, new EthereumAddress(0x2222));

    /// <summary>Accounts 0, 1, 2 with 1000 each, account 3 with nothing, account 2^32 − 1 with 2^64 − 1.</summary>
    public static AccountTree State { get; } = AccountTree.Create(
    [
        (0, NewAccount(0, 1000)),
        (1, NewAccount(1, 1000)),
        (2, NewAccount(2, 1000, uint.MaxValue)),
        (3, NewAccount(3, 0)),
        (uint.MaxValue, NewAccount(uint.MaxValue, ulong.MaxValue)),
    ]);

    public static byte[] Secret(uint account) => PaymentsSample.SecretKey(Seed, account);

    public static EdwardsPoint Key(uint account) => EdDsa.PublicKey(Secret(account));

    /// <summary>The other point of the curve with a point's x: −P + (0, −1), never in the subgroup of prime order if P is.</summary>
    public static EdwardsPoint OtherPoint(EdwardsPoint point) => new(point.X, -point.Y);

    /// <summary>Points that no account may have as its key: all but the last on the curve, none in the subgroup and not the identity.</summary>
    public static IEnumerable<EdwardsPoint> BadKeys()
    {
        var order2 = new EdwardsPoint(Fr.Zero, -Fr.One);
        var order8 = BabyJubJub.Generator.Multiply(BabyJubJub.SubgroupOrder);
        yield return EdwardsPoint.Identity;
        yield return order2;
        yield return order8;
        yield return order2 + Key(0);
        yield return order8 + Key(0);
        yield return BabyJubJub.Generator;
        yield return OtherPoint(Key(0));
        yield return new EdwardsPoint(Fr.One, Fr.One);
    }

    public static Account NewAccount(uint key, ulong balance, uint nonce = 0) => new(Key(key), balance, nonce);

    public static Deposit Deposit(uint account, ulong amount, EdwardsPoint? key = null, ulong queueId = 9) =>
        new(queueId, account, key ?? Key(account), amount);

    public static SignedOperation Transfer(uint from, uint to, ulong amount, ulong fee = 0, uint nonce = 0, uint expiry = Time, EdwardsPoint? key = null) =>
        new Transfer(from, to, key ?? Key(to), amount, fee, nonce, expiry).Sign(Secret(from), Context.Domain.Value);

    public static SignedOperation Withdrawal(uint from, ulong amount, ulong fee = 0, uint nonce = 0, uint expiry = Time) =>
        new Withdrawal(from, new EthereumAddress(0xabcd), amount, fee, nonce, expiry).Sign(Secret(from), Context.Domain.Value);

    public static PaymentsBatch Batch(params IReadOnlyList<Operation> operations) => new(Context, Time, FeeAccount, operations);

    /// <summary>Applies operations that must be valid.</summary>
    public static PaymentsTransition Apply(params IReadOnlyList<Operation> operations)
    {
        Assert.That(PaymentsReference.TryApply(State, Batch(operations), out var transition, out var violation), Is.True, () => violation!.ToString());
        return transition!;
    }

    /// <summary>Applies operations of which one must break a rule.</summary>
    public static PaymentsViolation Refuse(params IReadOnlyList<Operation> operations) => Refuse(State, Batch(operations));

    public static PaymentsViolation Refuse(AccountTree state, PaymentsBatch batch)
    {
        Assert.That(PaymentsReference.TryApply(state, batch, out var transition, out var violation), Is.False);
        Assert.That(transition, Is.Null);
        return violation!;
    }
}
