namespace Zk.Circuits;

/// <summary>
/// A wire that constraints force to be an integer v with −2^<see cref="Bits"/> &lt;= v &lt; 2^<see cref="Bits"/>; a negative one is the field
/// element p − |v|. <see cref="Bits"/> + 2 is below the characteristic's length, so that the difference of two such integers does not wrap.
/// </summary>
public readonly record struct SignedInt
{
    internal SignedInt(Wire wire, int bits)
    {
        Wire = wire;
        Bits = bits;
    }

    /// <summary>The wire.</summary>
    public Wire Wire { get; }

    /// <summary>The proven width in bits, the sign not among them.</summary>
    public int Bits { get; }

    /// <summary>The integer as a plain wire; its width is forgotten.</summary>
    public static implicit operator Wire(SignedInt value) => value.Wire;
}
