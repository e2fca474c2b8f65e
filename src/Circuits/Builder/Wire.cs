using System.Globalization;

namespace Zk.Circuits;

/// <summary>
/// A value of a circuit: one field element that may be placed in many cells, all of which are then copy-constrained to be equal. The default
/// value is no wire; placed in a cell it leaves the cell alone.
/// </summary>
public readonly record struct Wire
{
    internal Wire(int index) => Index = index;

    /// <summary>Whether this is a wire at all.</summary>
    public bool Exists => Index > 0;

    /// <summary>Its number in the circuit that made it, counted from 1.</summary>
    internal int Index { get; }

    /// <inheritdoc/>
    public override string ToString() => Index.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A wire that constraints force to be 0 or 1. Only gadgets that place such constraints make one.</summary>
public readonly record struct Bit
{
    internal Bit(Wire wire) => Wire = wire;

    /// <summary>The wire.</summary>
    public Wire Wire { get; }

    /// <summary>The bit as a plain wire.</summary>
    public static implicit operator Wire(Bit bit) => bit.Wire;

    /// <summary>The bit as an integer of one bit.</summary>
    public static implicit operator UInt(Bit bit) => new(bit.Wire, 1);
}

/// <summary>
/// A wire that constraints force to be an integer in 0..2^<see cref="Bits"/>−1, where 2^<see cref="Bits"/> is below the field's characteristic.
/// Comparisons, packing and integer arithmetic take only such wires, so none can be fed an element that wraps.
/// </summary>
public readonly record struct UInt
{
    internal UInt(Wire wire, int bits)
    {
        Wire = wire;
        Bits = bits;
    }

    /// <summary>The wire.</summary>
    public Wire Wire { get; }

    /// <summary>The proven width in bits.</summary>
    public int Bits { get; }

    /// <summary>The integer as a plain wire; its width is forgotten.</summary>
    public static implicit operator Wire(UInt value) => value.Wire;
}
