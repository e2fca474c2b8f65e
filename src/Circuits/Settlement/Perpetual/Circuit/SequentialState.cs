using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>
/// What operations hand on to each other beside the accounts. A slot takes one as inputs of its own and gives another back; the circuit chains them by
/// equalities, so that the slots' witnesses are made side by side.
/// </summary>
/// <param name="Tripped">Whether the breaker has tripped.</param>
/// <param name="WindowVolume">What was traded in the window, in collateral.</param>
/// <param name="Insurance">The insurance fund.</param>
internal sealed record SequentialState(Bit Tripped, UInt WindowVolume, UInt Insurance)
{
    public const int VolumeBits = PerpetualUnits.VolumeBits;
    public const int InsuranceBits = PerpetualUnits.AmountBits;

    /// <summary>
    /// Declares the state that a slot starts from. Its widths are those of the state that it is made equal to; nothing is proven here.
    /// </summary>
    public static SequentialState Read(CircuitInputs<Fr, PerpetualScalars> inputs) => new(
        new Bit(inputs.Field("tripped", s => s.Tripped ? Fr.One : Fr.Zero)),
        new UInt(inputs.Field("window volume", s => (BigInteger)s.WindowVolume), VolumeBits),
        new UInt(inputs.Field("insurance", s => (BigInteger)s.Insurance), InsuranceBits));

    /// <summary>Asserts that this is where another left off.</summary>
    public void AssertFollows(CircuitBuilder<Fr> builder, SequentialState before)
    {
        builder.AssertEqual(Tripped, before.Tripped);
        builder.AssertEqual(WindowVolume, before.WindowVolume);
        builder.AssertEqual(Insurance, before.Insurance);
    }

    /// <summary>
    /// Counts the quote of a trade, which trips the breaker when the window's volume is above its limit. An unused slot trips nothing: the limit may
    /// have been lowered since the last trade.
    /// </summary>
    public SequentialState AddVolume(CircuitBuilder<Fr> builder, BatchWires batch, Bit isUsed, UInt quote)
    {
        using var scope = builder.Scope("volume");
        var volume = builder.AddChecked(WindowVolume, quote, VolumeBits);
        var isOver = builder.IsLess(batch.VolumeLimit, volume);
        return this with { Tripped = builder.Or(Tripped, builder.And(isUsed, isOver)), WindowVolume = volume };
    }
}
