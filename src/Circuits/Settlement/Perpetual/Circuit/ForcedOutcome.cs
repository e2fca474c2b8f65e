using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>How a forced request ends: 0 if all its conditions hold, otherwise the number, from 1 on, of the first that does not.</summary>
internal static class ForcedOutcome
{
    /// <summary>The result, and whether it is 0.</summary>
    public static (Wire Result, Bit IsDone) Of(CircuitBuilder<Fr> builder, IReadOnlyList<Bit> conditions)
    {
        // With p_k for whether the first k hold, number k is the first to fail where p_(k−1) − p_k = 1; weighted by k and summed, 1 + p_1 + ... + p_(n−1) − n·p_n.
        var holds = conditions[0];
        var terms = new List<Term<Fr>>();
        foreach (var condition in conditions.Skip(1))
        {
            terms.Add(holds.Wire);
            holds = builder.And(holds, condition);
        }

        terms.Add(new(-Fr.FromUInt64((ulong)conditions.Count), holds));
        return (builder.Sum<Fr>([.. terms], Fr.One), holds);
    }
}

/// <summary>A signature as a request carries it: six numbers of 128 bits that may be anything.</summary>
/// <param name="Halves">R.x, R.y and S, the low half of each first.</param>
internal sealed record RequestSignatureWires(IReadOnlyList<UInt> Halves)
{
    private const int HalfBits = RequestSignature.HalfBits;

    /// <summary>The words of the halves.</summary>
    public IEnumerable<(UInt Value, int Bits)[]> Words => Halves.Select(half => new[] { (half, HalfBits) });

    public static RequestSignatureWires Read(CircuitInputs<Fr, IReadOnlyList<BigInteger>> inputs) =>
        new([.. Enumerable.Range(0, RequestSignature.Length).Select(i => inputs.UInt("signature", HalfBits, s => s[i]))]);

    /// <summary>
    /// Whether the halves are a signature of the message: R.x and R.y below the characteristic, S below l, and the equation holds. Where no account is, the
    /// base point stands for its key, and the answer means nothing.
    /// </summary>
    public Bit IsValid(CircuitBuilder<Fr> builder, Bit exists, (Wire X, Wire Y) key, Wire message)
    {
        using var scope = builder.Scope("signature");
        var isCanonical = builder.And(IsBelow(builder, 0, Fr.Characteristic), IsBelow(builder, 1, Fr.Characteristic));
        var isBelow = IsBelow(builder, 2, BabyJubJub.SubgroupOrder);
        var signer = (builder.SelectConstant(exists, key.X, BabyJubJub.Base.X), builder.SelectConstant(exists, key.Y, BabyJubJub.Base.Y));
        var isSigned = builder.IsSignature(signer, message, (Joined(builder, 0), Joined(builder, 1)), builder.Multiply(isBelow, Joined(builder, 2)));
        return builder.And(builder.And(isCanonical, isBelow), isSigned);
    }

    private Bit IsBelow(CircuitBuilder<Fr> builder, int number, BigInteger bound) => builder.IsBelow(Halves[2 * number], Halves[(2 * number) + 1], bound);

    private Wire Joined(CircuitBuilder<Fr> builder, int number) =>
        builder.Compute(Halves[2 * number].Wire, new(Hints.PowerOfTwo<Fr>(HalfBits), Halves[(2 * number) + 1]));
}
