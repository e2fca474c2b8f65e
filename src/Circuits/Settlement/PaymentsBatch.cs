namespace Zk.Circuits.Settlement;

/// <summary>A batch of payments as the operator orders it.</summary>
/// <param name="Context">Chain, contract, batch number and submitter.</param>
/// <param name="Time">The batch time, in seconds since 1970; the contract accepts it in a window around the block's.</param>
/// <param name="FeeAccount">The account that gets all fees at the end of the batch.</param>
/// <param name="Operations">The operations in order.</param>
public sealed record PaymentsBatch(SettlementContext Context, uint Time, uint FeeAccount, IReadOnlyList<Operation> Operations)
{
    /// <summary>The family of circuits that proves such a batch; a capacity makes it a circuit: <c>settlement/payments/64</c>.</summary>
    public const string Circuit = "settlement/payments";

    internal const int CountShift = 32;
    internal const int FeeAccountShift = CountShift + 16;

    /// <summary>
    /// The public data words for a circuit of this capacity, 1 + 2·capacity of them: the header, from the lowest bit time (32 bits), number of operations
    /// (16), fee account (32); then the words of each slot.
    /// </summary>
    /// <exception cref="ArgumentException">There are more operations than slots.</exception>
    public BatchData Data(int capacity)
    {
        if (Operations.Count > capacity)
            throw new ArgumentException($"{Operations.Count} operations do not fit {capacity} slots", nameof(capacity));
        var words = new Fr[1 + (OperationWords.Count * capacity)];
        words[0] = Fr.FromBigInteger(Time + ((System.Numerics.BigInteger)Operations.Count << CountShift) + ((System.Numerics.BigInteger)FeeAccount << FeeAccountShift));
        for (var i = 0; i < Operations.Count; i++)
        {
            words[(2 * i) + 1] = Operations[i].Words.First;
            words[(2 * i) + 2] = Operations[i].Words.Second;
        }

        return new BatchData(words);
    }
}
