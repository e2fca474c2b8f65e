namespace Zk.Field;

/// <summary>
/// What every prime modulus states besides its limbs. Implementations are empty structs whose members are literals, so that the JIT folds
/// them into the code of <see cref="Fp256{TModulus}"/> and <see cref="Fp384{TModulus}"/>. A test re-derives each literal from the decimal modulus.
/// </summary>
public interface IModulus
{
    /// <summary>The modulus in decimal, the one source of truth for all the literals.</summary>
    static abstract string Decimal { get; }

    /// <summary>−p⁻¹ mod 2^64.</summary>
    static abstract ulong NegativeInverse { get; }

    /// <summary>A small generator of the multiplicative group.</summary>
    static abstract ulong Generator { get; }
}

/// <summary>An odd prime below 2^255, as four 64-bit limbs, least significant first.</summary>
public interface IModulus256 : IModulus
{
    /// <summary>Limb 0.</summary>
    static abstract ulong P0 { get; }

    /// <summary>Limb 1.</summary>
    static abstract ulong P1 { get; }

    /// <summary>Limb 2.</summary>
    static abstract ulong P2 { get; }

    /// <summary>Limb 3; below 2^63, so that a sum of two elements never leaves four limbs.</summary>
    static abstract ulong P3 { get; }
}

/// <summary>An odd prime below 2^383, as six 64-bit limbs, least significant first.</summary>
public interface IModulus384 : IModulus
{
    /// <summary>Limb 0.</summary>
    static abstract ulong P0 { get; }

    /// <summary>Limb 1.</summary>
    static abstract ulong P1 { get; }

    /// <summary>Limb 2.</summary>
    static abstract ulong P2 { get; }

    /// <summary>Limb 3.</summary>
    static abstract ulong P3 { get; }

    /// <summary>Limb 4.</summary>
    static abstract ulong P4 { get; }

    /// <summary>Limb 5; below 2^63.</summary>
    static abstract ulong P5 { get; }
}
