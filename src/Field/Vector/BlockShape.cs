namespace Zk.Field;

/// <summary>The number of limbs of a field's blocks. Members are literals, so that code generic over the shape is compiled for one.</summary>
internal interface IBlockShape
{
    /// <summary>Limbs of radix 2^52.</summary>
    static abstract int Limbs { get; }

    /// <summary>64-bit limbs of a packed element.</summary>
    static abstract int PackedLimbs { get; }

    /// <summary>The bits by which a scaled load shifts: R' / R = 2^Shift.</summary>
    static abstract int Shift { get; }

    /// <summary>
    /// The fewest bits of a modulus. Quotients by p are told from the highest limb, which a smaller p leaves too little of; what blocks promise of values,
    /// as multiples of p, holds from here on.
    /// </summary>
    static abstract int MinimumBits { get; }
}

/// <summary>Fields of 251 to 255 bits: R = 2^256, R' = 2^260.</summary>
internal readonly struct FiveLimbs : IBlockShape
{
    public static int Limbs => 5;

    public static int PackedLimbs => 4;

    public static int Shift => 4;

    public static int MinimumBits => 251;
}

/// <summary>Fields of 381 to 383 bits: R = 2^384, R' = 2^416.</summary>
internal readonly struct EightLimbs : IBlockShape
{
    public static int Limbs => 8;

    public static int PackedLimbs => 6;

    public static int Shift => 32;

    public static int MinimumBits => 381;
}
