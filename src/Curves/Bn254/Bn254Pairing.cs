using Zk.Field;

namespace Zk.Curves;

/// <summary>The optimal ate pairing of BN254: the loop runs over 6u + 2 and ends with the lines to psi(Q) and −psi^2(Q).</summary>
public readonly struct Bn254Pairing : IPairingParameters<Fq, Bn254Tower, Bn254G2, Bn254Pairing>
{
    private static readonly sbyte[] _loopDigits = BarretoNaehrig.LoopDigits(Bn254.U);

    /// <inheritdoc/>
    public static TwistKind Twist => TwistKind.Divided;

    /// <inheritdoc/>
    public static ReadOnlySpan<sbyte> LoopDigits => _loopDigits;

    /// <inheritdoc/>
    public static bool IsLoopNegative => false;

    /// <inheritdoc/>
    public static AffinePoint<Fq2, Bn254G2>[] FinalAdditions(in AffinePoint<Fq2, Bn254G2> q)
    {
        var psi = Bn254G2.Frobenius(q);
        return [psi, -Bn254G2.Frobenius(psi)];
    }

    /// <inheritdoc/>
    public static Fq12 HardPart(in Fq12 f) => BarretoNaehrig.HardPart(f, Bn254.U);
}
