using System.Numerics;

namespace Zk.Circuits.Settlement;

/// <summary>
/// The public data of one slot: two words below 2^248. From the lowest bit, the first holds kind (8 bits), debited account (32), credited account (32),
/// amount (64), fee (64), key head (8), queue id (40). The second holds a withdrawal's L1 address (160) or a deposit's key tail (248); the packed key
/// of a deposit (<see cref="EdwardsPoint.Pack"/>, 32 bytes little-endian) is head · 2^248 + tail. What a kind does not use is zero, and an unused
/// slot is all zero. The words are enough to replay the state: balances and nonces follow from them.
/// </summary>
/// <param name="First">Kind, accounts, amount, fee, key head, queue id.</param>
/// <param name="Second">L1 address or key tail.</param>
public readonly record struct OperationWords(Fr First, Fr Second)
{
    /// <summary>Words in a slot.</summary>
    public const int Count = 2;

    /// <summary>Bits of a queue id.</summary>
    public const int QueueIdBits = 40;

    internal const int DebitShift = 8;
    internal const int CreditShift = DebitShift + 32;
    internal const int AmountShift = CreditShift + 32;
    internal const int FeeShift = AmountShift + 64;
    internal const int KeyHeadShift = FeeShift + 64;
    internal const int QueueIdShift = KeyHeadShift + 8;
    internal const int NonceShift = EthereumAddress.Bits;
    internal const int ExpiryShift = NonceShift + 32;

    internal static OperationWords Of(Deposit deposit)
    {
        var key = new BigInteger(deposit.PublicKey.Pack(), isUnsigned: true);
        var head = key >> BatchData.WordBits;
        var tail = key - (head << BatchData.WordBits);
        return Pack(deposit.Kind, 0, deposit.Account, deposit.Amount, 0, head, deposit.QueueId, tail);
    }

    internal static OperationWords Of(Withdrawal withdrawal) =>
        Pack(withdrawal.Kind, withdrawal.From, 0, withdrawal.Amount, withdrawal.Fee, 0, 0, withdrawal.Recipient.Value);

    internal static OperationWords Of(Transfer transfer) =>
        Pack(transfer.Kind, transfer.From, transfer.To, transfer.Amount, transfer.Fee, 0, 0, 0);

    private static OperationWords Pack(
        OperationKind kind, uint debit, uint credit, ulong amount, ulong fee, BigInteger keyHead, ulong queueId, BigInteger second)
    {
        var first = (int)kind
            + ((BigInteger)debit << DebitShift)
            + ((BigInteger)credit << CreditShift)
            + ((BigInteger)amount << AmountShift)
            + ((BigInteger)fee << FeeShift)
            + (keyHead << KeyHeadShift)
            + ((BigInteger)queueId << QueueIdShift);
        return new OperationWords(Fr.FromBigInteger(first), Fr.FromBigInteger(second));
    }
}
