using System.Runtime.CompilerServices;

namespace Zk.Field;

/// <content>
/// Multiplication by columns in seven limbs of 55 bits, whose sums leave room above them, so that nothing carries within a column
/// (<see cref="Column"/>). Seven rounds divide by 2^385, so one factor is doubled to keep R = 2^384.
/// </content>
public readonly partial struct Fp384<TModulus>
{
    // The modulus in limbs of 55 bits. All are literals to the JIT; methods read each once, as it inlines only so many calls.
    private static ulong M0
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TModulus.P0 & Column.Mask;
    }

    private static ulong M1
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ((TModulus.P0 >> 55) | (TModulus.P1 << 9)) & Column.Mask;
    }

    private static ulong M2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ((TModulus.P1 >> 46) | (TModulus.P2 << 18)) & Column.Mask;
    }

    private static ulong M3
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ((TModulus.P2 >> 37) | (TModulus.P3 << 27)) & Column.Mask;
    }

    private static ulong M4
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ((TModulus.P3 >> 28) | (TModulus.P4 << 36)) & Column.Mask;
    }

    private static ulong M5
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ((TModulus.P4 >> 19) | (TModulus.P5 << 45)) & Column.Mask;
    }

    private static ulong M6
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TModulus.P5 >> 10;
    }

    /// <inheritdoc/>
    public static Fp384<TModulus> operator *(in Fp384<TModulus> left, in Fp384<TModulus> right)
    {
        var a0 = (left._l0 << 1) & Column.Mask;
        var a1 = ((left._l0 >> 54) | (left._l1 << 10)) & Column.Mask;
        var a2 = ((left._l1 >> 45) | (left._l2 << 19)) & Column.Mask;
        var a3 = ((left._l2 >> 36) | (left._l3 << 28)) & Column.Mask;
        var a4 = ((left._l3 >> 27) | (left._l4 << 37)) & Column.Mask;
        var a5 = ((left._l4 >> 18) | (left._l5 << 46)) & Column.Mask;
        var a6 = left._l5 >> 9;
        var b0 = right._l0 & Column.Mask;
        var b1 = ((right._l0 >> 55) | (right._l1 << 9)) & Column.Mask;
        var b2 = ((right._l1 >> 46) | (right._l2 << 18)) & Column.Mask;
        var b3 = ((right._l2 >> 37) | (right._l3 << 27)) & Column.Mask;
        var b4 = ((right._l3 >> 28) | (right._l4 << 36)) & Column.Mask;
        var b5 = ((right._l4 >> 19) | (right._l5 << 45)) & Column.Mask;
        var b6 = right._l5 >> 10;
        var p0 = M0;
        var p1 = M1;
        var p2 = M2;
        var p3 = M3;
        var p4 = M4;
        var p5 = M5;
        var p6 = M6;
        var inverse = TModulus.NegativeInverse;
        var column = default(Column);
        column.Add(a0, b0);
        var m0 = column.Reduce(p0, inverse);
        column.Add(a0, b1);
        column.Add(a1, b0);
        column.Add(p1, m0);
        var m1 = column.Reduce(p0, inverse);
        column.Add(a0, b2);
        column.Add(a1, b1);
        column.Add(a2, b0);
        column.Add(p2, m0);
        column.Add(p1, m1);
        var m2 = column.Reduce(p0, inverse);
        column.Add(a0, b3);
        column.Add(a1, b2);
        column.Add(a2, b1);
        column.Add(a3, b0);
        column.Add(p3, m0);
        column.Add(p2, m1);
        column.Add(p1, m2);
        var m3 = column.Reduce(p0, inverse);
        column.Add(a0, b4);
        column.Add(a1, b3);
        column.Add(a2, b2);
        column.Add(a3, b1);
        column.Add(a4, b0);
        column.Add(p4, m0);
        column.Add(p3, m1);
        column.Add(p2, m2);
        column.Add(p1, m3);
        var m4 = column.Reduce(p0, inverse);
        column.Add(a0, b5);
        column.Add(a1, b4);
        column.Add(a2, b3);
        column.Add(a3, b2);
        column.Add(a4, b1);
        column.Add(a5, b0);
        column.Add(p5, m0);
        column.Add(p4, m1);
        column.Add(p3, m2);
        column.Add(p2, m3);
        column.Add(p1, m4);
        var m5 = column.Reduce(p0, inverse);
        column.Add(a0, b6);
        column.Add(a1, b5);
        column.Add(a2, b4);
        column.Add(a3, b3);
        column.Add(a4, b2);
        column.Add(a5, b1);
        column.Add(a6, b0);
        column.Add(p6, m0);
        column.Add(p5, m1);
        column.Add(p4, m2);
        column.Add(p3, m3);
        column.Add(p2, m4);
        column.Add(p1, m5);
        var m6 = column.Reduce(p0, inverse);
        column.Add(a1, b6);
        column.Add(a2, b5);
        column.Add(a3, b4);
        column.Add(a4, b3);
        column.Add(a5, b2);
        column.Add(a6, b1);
        column.Add(p6, m1);
        column.Add(p5, m2);
        column.Add(p4, m3);
        column.Add(p3, m4);
        column.Add(p2, m5);
        column.Add(p1, m6);
        var t0 = column.Shift();
        column.Add(a2, b6);
        column.Add(a3, b5);
        column.Add(a4, b4);
        column.Add(a5, b3);
        column.Add(a6, b2);
        column.Add(p6, m2);
        column.Add(p5, m3);
        column.Add(p4, m4);
        column.Add(p3, m5);
        column.Add(p2, m6);
        var t1 = column.Shift();
        column.Add(a3, b6);
        column.Add(a4, b5);
        column.Add(a5, b4);
        column.Add(a6, b3);
        column.Add(p6, m3);
        column.Add(p5, m4);
        column.Add(p4, m5);
        column.Add(p3, m6);
        var t2 = column.Shift();
        column.Add(a4, b6);
        column.Add(a5, b5);
        column.Add(a6, b4);
        column.Add(p6, m4);
        column.Add(p5, m5);
        column.Add(p4, m6);
        var t3 = column.Shift();
        column.Add(a5, b6);
        column.Add(a6, b5);
        column.Add(p6, m5);
        column.Add(p5, m6);
        var t4 = column.Shift();
        column.Add(a6, b6);
        column.Add(p6, m6);
        var t5 = column.Shift();
        var t6 = column.Carry;
        return ReduceOnce(t0 | (t1 << 55), (t1 >> 9) | (t2 << 46), (t2 >> 18) | (t3 << 37), (t3 >> 27) | (t4 << 28), (t4 >> 36) | (t5 << 19), (t5 >> 45) | (t6 << 10));
    }

    /// <inheritdoc/>
    public Fp384<TModulus> Square()
    {
        // The products of two different limbs occur twice, and all are doubled: 28 products instead of 49.
        var a0 = _l0 & Column.Mask;
        var a1 = ((_l0 >> 55) | (_l1 << 9)) & Column.Mask;
        var a2 = ((_l1 >> 46) | (_l2 << 18)) & Column.Mask;
        var a3 = ((_l2 >> 37) | (_l3 << 27)) & Column.Mask;
        var a4 = ((_l3 >> 28) | (_l4 << 36)) & Column.Mask;
        var a5 = ((_l4 >> 19) | (_l5 << 45)) & Column.Mask;
        var a6 = _l5 >> 10;
        var b0 = 2 * a0;
        var b1 = 2 * a1;
        var b2 = 2 * a2;
        var b3 = 2 * a3;
        var b4 = 2 * a4;
        var b5 = 2 * a5;
        var b6 = 2 * a6;
        var c1 = 2 * b1;
        var c2 = 2 * b2;
        var c3 = 2 * b3;
        var c4 = 2 * b4;
        var c5 = 2 * b5;
        var c6 = 2 * b6;
        var p0 = M0;
        var p1 = M1;
        var p2 = M2;
        var p3 = M3;
        var p4 = M4;
        var p5 = M5;
        var p6 = M6;
        var inverse = TModulus.NegativeInverse;
        var column = default(Column);
        column.Add(a0, b0);
        var m0 = column.Reduce(p0, inverse);
        column.Add(a0, c1);
        column.Add(p1, m0);
        var m1 = column.Reduce(p0, inverse);
        column.Add(a0, c2);
        column.Add(a1, b1);
        column.Add(p2, m0);
        column.Add(p1, m1);
        var m2 = column.Reduce(p0, inverse);
        column.Add(a0, c3);
        column.Add(a1, c2);
        column.Add(p3, m0);
        column.Add(p2, m1);
        column.Add(p1, m2);
        var m3 = column.Reduce(p0, inverse);
        column.Add(a0, c4);
        column.Add(a1, c3);
        column.Add(a2, b2);
        column.Add(p4, m0);
        column.Add(p3, m1);
        column.Add(p2, m2);
        column.Add(p1, m3);
        var m4 = column.Reduce(p0, inverse);
        column.Add(a0, c5);
        column.Add(a1, c4);
        column.Add(a2, c3);
        column.Add(p5, m0);
        column.Add(p4, m1);
        column.Add(p3, m2);
        column.Add(p2, m3);
        column.Add(p1, m4);
        var m5 = column.Reduce(p0, inverse);
        column.Add(a0, c6);
        column.Add(a1, c5);
        column.Add(a2, c4);
        column.Add(a3, b3);
        column.Add(p6, m0);
        column.Add(p5, m1);
        column.Add(p4, m2);
        column.Add(p3, m3);
        column.Add(p2, m4);
        column.Add(p1, m5);
        var m6 = column.Reduce(p0, inverse);
        column.Add(a1, c6);
        column.Add(a2, c5);
        column.Add(a3, c4);
        column.Add(p6, m1);
        column.Add(p5, m2);
        column.Add(p4, m3);
        column.Add(p3, m4);
        column.Add(p2, m5);
        column.Add(p1, m6);
        var t0 = column.Shift();
        column.Add(a2, c6);
        column.Add(a3, c5);
        column.Add(a4, b4);
        column.Add(p6, m2);
        column.Add(p5, m3);
        column.Add(p4, m4);
        column.Add(p3, m5);
        column.Add(p2, m6);
        var t1 = column.Shift();
        column.Add(a3, c6);
        column.Add(a4, c5);
        column.Add(p6, m3);
        column.Add(p5, m4);
        column.Add(p4, m5);
        column.Add(p3, m6);
        var t2 = column.Shift();
        column.Add(a4, c6);
        column.Add(a5, b5);
        column.Add(p6, m4);
        column.Add(p5, m5);
        column.Add(p4, m6);
        var t3 = column.Shift();
        column.Add(a5, c6);
        column.Add(p6, m5);
        column.Add(p5, m6);
        var t4 = column.Shift();
        column.Add(a6, b6);
        column.Add(p6, m6);
        var t5 = column.Shift();
        var t6 = column.Carry;
        return ReduceOnce(t0 | (t1 << 55), (t1 >> 9) | (t2 << 46), (t2 >> 18) | (t3 << 37), (t3 >> 27) | (t4 << 28), (t4 >> 36) | (t5 << 19), (t5 >> 45) | (t6 << 10));
    }
}
