namespace Zk.Curves;

/// <summary>The optimal ate pairing of BLS12-381: the loop runs over x, and nothing follows it.</summary>
public readonly struct Bls12381Pairing : IPairingParameters<BlsFq, Bls12381Tower, Bls12381G2, Bls12381Pairing>
{
    private static readonly sbyte[] _loopDigits = PairingExponents.SignedDigits(Bls12381.MinusX);

    /// <inheritdoc/>
    public static TwistKind Twist => TwistKind.Multiplied;

    /// <inheritdoc/>
    public static ReadOnlySpan<sbyte> LoopDigits => _loopDigits;

    /// <inheritdoc/>
    public static bool IsLoopNegative => true;

    /// <inheritdoc/>
    public static AffinePoint<BlsFq2, Bls12381G2>[] FinalAdditions(in AffinePoint<BlsFq2, Bls12381G2> q) => [];

    /// <inheritdoc/>
    public static BlsFq12 HardPart(in BlsFq12 f) => BarretoLynnScott.HardPart(f, Bls12381.MinusX);
}
