using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>The data words and messages of the operations that <c>settlement/payments</c> has too, <see cref="OperationWords"/>.</summary>
internal static class PaymentWords
{
    private const int FieldBits = 64;

    /// <summary>The integers of the first word.</summary>
    public static (UInt Value, int Bits)[] First(
        CircuitBuilder<Fr> builder, OperationKind kind, UInt? debit, UInt? credit, UInt amount, UInt? fee, (UInt KeyHead, UInt QueueId)? deposit)
    {
        var zero = builder.Constant(BigInteger.Zero);
        return
        [
            (builder.Constant(new BigInteger((int)kind)), OperationWords.DebitShift),
            (debit ?? zero, PerpetualUnits.WordBits),
            (credit ?? zero, PerpetualUnits.WordBits),
            (amount, FieldBits),
            (fee ?? zero, FieldBits),
            (deposit?.KeyHead ?? zero, OperationWords.QueueIdShift - OperationWords.KeyHeadShift),
            (deposit?.QueueId ?? zero, OperationWords.QueueIdBits),
        ];
    }

    /// <summary>The message of a signed operation, <see cref="SignedOperation.Message"/>.</summary>
    public static Wire Message(CircuitBuilder<Fr> builder, Wire domain, Wire first, UInt second, UInt nonce, UInt expiry, Wire receiver)
    {
        var rest = builder.Pack<Fr>([(second, EthereumAddress.Bits), (nonce, PerpetualUnits.WordBits), (expiry, PerpetualUnits.WordBits)]);
        return builder.Poseidon2Hash(HashDomains.Operation, [domain, first, rest, receiver]);
    }
}
