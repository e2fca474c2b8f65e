using System.Runtime.CompilerServices;

namespace Zk.Field;

/// <summary>
/// The running column of a Montgomery multiplication by product scanning in limbs of 55 bits. Of each product a b the part above 2^55 is summed in one
/// word, exactly, and the whole product in another, modulo 2^64. The sum of the parts below 2^55 is then the second less the first times 2^55,
/// exactly again while it is below 2^64: carries are neither counted nor propagated within a column, which the JIT does badly.
/// <para>
/// Bounds, in units of 2^55: a column has at most 14 terms, each with a part of less than one unit below 2^55, and its parts above 2^55 make less than
/// 14 units; in squares, whose terms have factors of two and four, 11 terms and 21 units. What carries into the next column is less than those units
/// and 32, so all sums stay below 2^61.
/// </para>
/// </summary>
internal struct Column
{
    /// <summary>Bits in a limb.</summary>
    public const int Bits = 55;

    /// <summary>The bits of a limb.</summary>
    public const ulong Mask = (1UL << Bits) - 1;

    private ulong _sum;
    private ulong _high;

    /// <summary>What the columns so far carry into this one; before the first term of a column.</summary>
    public readonly ulong Carry => _sum;

    /// <summary>Adds a b for a below 2^55 and b below 2^57.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ulong a, ulong b)
    {
        _sum += a * b;
        _high += Limbs.MultiplyHigh(a << (64 - Bits), b);
    }

    /// <summary>Makes the column divisible by 2^55 by adding m p0, and goes on to the next one.</summary>
    /// <param name="p0">The lowest limb of the modulus.</param>
    /// <param name="negativeInverse">−p⁻¹ mod 2^64.</param>
    /// <returns>m, below 2^55.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Reduce(ulong p0, ulong negativeInverse)
    {
        // The low part of m p0 is what is missing to a multiple of 2^55, so the low parts together carry out their sum, rounded up.
        var m = (_sum * negativeInverse) & Mask;
        _sum = _high + Limbs.MultiplyHigh(p0 << (64 - Bits), m) + ((Low + Mask) >> Bits);
        _high = 0;
        return m;
    }

    /// <summary>Takes the column's limb, below 2^55, and goes on to the next one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Shift()
    {
        var low = Low;
        _sum = _high + (low >> Bits);
        _high = 0;
        return low & Mask;
    }

    /// <summary>The sum of the parts below 2^55 and of the carry.</summary>
    private readonly ulong Low => _sum - (_high << Bits);
}
