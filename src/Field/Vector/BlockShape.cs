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
}

/// <summary>Fields of at most 255 bits: R = 2^256, R' = 2^260.</summary>
internal readonly struct FiveLimbs : IBlockShape
{
    public static int Limbs => 5;

    public static int PackedLimbs => 4;

    public static int Shift => 4;
}

/// <summary>Fields of at most 383 bits: R = 2^384, R' = 2^416.</summary>
internal readonly struct EightLimbs : IBlockShape
{
    public static int Limbs => 8;

    public static int PackedLimbs => 6;

    public static int Shift => 32;
}
