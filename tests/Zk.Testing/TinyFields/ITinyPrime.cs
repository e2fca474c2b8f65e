namespace Zk.Testing;

/// <summary>A prime below 2^31 for <see cref="TinyFp{TPrime}"/>.</summary>
public interface ITinyPrime
{
    static abstract uint Value { get; }

    /// <summary>A generator of the multiplicative group.</summary>
    static abstract uint Generator { get; }
}

/// <summary>97 = 3 * 2^5 + 1: small enough to enumerate pairs of everything.</summary>
public readonly struct Prime97 : ITinyPrime
{
    public static uint Value => 97;

    public static uint Generator => 5;
}

/// <summary>257 = 2^8 + 1, whose elements all but one fit a byte.</summary>
public readonly struct Prime257 : ITinyPrime
{
    public static uint Value => 257;

    public static uint Generator => 3;
}

/// <summary>7681 = 15 * 2^9 + 1.</summary>
public readonly struct Prime7681 : ITinyPrime
{
    public static uint Value => 7681;

    public static uint Generator => 17;
}

/// <summary>65537 = 2^16 + 1.</summary>
public readonly struct Prime65537 : ITinyPrime
{
    public static uint Value => 65537;

    public static uint Generator => 3;
}
