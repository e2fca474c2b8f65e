using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Zk.Field;

/// <summary>Carry arithmetic on 64-bit limbs.</summary>
internal static class Limbs
{
    /// <summary>The two-limb value a b + x + y, which cannot overflow 128 bits; returns the high limb.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong MultiplyAdd(ulong a, ulong b, ulong x, ulong y, out ulong low)
    {
        // One MULX for the high half and one plain multiplication for the low half measures twice as fast as Math.BigMul with an out argument.
        var high = MultiplyHigh(a, b);
        var l = a * b;
        l += x;
        high += Carry(l, x);
        l += y;
        high += Carry(l, y);
        low = l;
        return high;
    }

    /// <summary>The high limb of a b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong MultiplyHigh(ulong a, ulong b) => Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(a, b) : Math.BigMul(a, b, out _);

    /// <summary>The carry out of a sum, given it and one of its addends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Carry(ulong sum, ulong addend) => sum < addend ? 1UL : 0UL;

    /// <summary>a + b + carry; the carry, 0 or 1, is updated.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong AddWithCarry(ulong a, ulong b, ref ulong carry)
    {
        var s = a + b;
        var c = Carry(s, a);
        s += carry;
        carry = c + Carry(s, carry);
        return s;
    }

    /// <summary>a - b - borrow; the borrow, 0 or 1, is updated.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong SubtractWithBorrow(ulong a, ulong b, ref ulong borrow)
    {
        var d = a - b;
        var c = a < b ? 1UL : 0UL;
        var r = d - borrow;
        borrow = c + (d < borrow ? 1UL : 0UL);
        return r;
    }

    /// <summary>Whether <paramref name="left"/> is below <paramref name="right"/>, of equally many limbs, least significant first.</summary>
    public static bool IsLess(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        for (var i = left.Length - 1; i >= 0; i--)
        {
            if (left[i] != right[i])
                return left[i] < right[i];
        }

        return false;
    }

    /// <summary>value += addend, modulo 2^(64 n).</summary>
    public static void AddInPlace(Span<ulong> value, ReadOnlySpan<ulong> addend)
    {
        ulong carry = 0;
        for (var i = 0; i < value.Length; i++)
            value[i] = AddWithCarry(value[i], addend[i], ref carry);
    }

    /// <summary>value -= subtrahend, modulo 2^(64 n).</summary>
    public static void SubtractInPlace(Span<ulong> value, ReadOnlySpan<ulong> subtrahend)
    {
        ulong borrow = 0;
        for (var i = 0; i < value.Length; i++)
            value[i] = SubtractWithBorrow(value[i], subtrahend[i], ref borrow);
    }

    /// <summary>value = -value, modulo 2^(64 n).</summary>
    public static void NegateInPlace(Span<ulong> value)
    {
        ulong carry = 1;
        foreach (ref var limb in value)
            limb = AddWithCarry(~limb, 0, ref carry);
    }
}
