// Written by tests/Zk.Field.Tests/Vector/KernelSource.cs; a test compares them.
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace Zk.Field;

internal readonly unsafe partial struct Avx512Kernel
{
    private static void Square5(long* r, long* a, long* k)
    {
        var start = Create(ChainStart5).AsDouble();
        var mask = Create(BlockConstants.Mask);
        var a0 = Load(a);
        var x0 = ConvertToDouble(a0);
        var b1 = Load(a + 8);
        b1 += b1;
        var y1 = ConvertToDouble(b1);
        var b2 = Load(a + 16);
        b2 += b2;
        var y2 = ConvertToDouble(b2);
        var b3 = Load(a + 24);
        b3 += b3;
        var y3 = ConvertToDouble(b3);
        var b4 = Load(a + 32);
        b4 += b4;
        var y4 = ConvertToDouble(b4);
        var h0 = FusedMultiplyAdd(x0, x0, start);
        var l0 = a0 * a0;
        var h1 = FusedMultiplyAdd(y1, x0, start);
        var l1 = b1 * a0;
        var h2 = FusedMultiplyAdd(y2, x0, start);
        var l2 = b2 * a0;
        var h3 = FusedMultiplyAdd(y3, x0, start);
        var l3 = b3 * a0;
        var h4 = FusedMultiplyAdd(y4, x0, start);
        var l4 = b4 * a0;
        var m0 = l0 * Load(k + 0);

        var a1 = Load(a + 8);
        var x1 = ConvertToDouble(a1);
        h2 = FusedMultiplyAdd(x1, x1, h2);
        m0 &= mask;
        l2 += a1 * a1;
        h3 = FusedMultiplyAdd(y2, x1, h3);
        var d0 = ConvertToDouble(m0);
        l3 += b2 * a1;
        h4 = FusedMultiplyAdd(y3, x1, h4);
        l4 += b3 * a1;
        var h5 = FusedMultiplyAdd(y4, x1, start);
        var l5 = b4 * a1;
        var c0 = ((l0 - (h0.AsInt64() << 58)) >> 52) + (h0.AsInt64() << 6);
        c0 += MultiplyAddUp(d0, Load(k + 8).AsDouble(), Load(k + 16).AsDouble()).AsInt64();
        h1 = FusedMultiplyAdd(d0, Load(k + 40).AsDouble(), h1);
        l1 += m0 * Load(k + 32);
        l1 += c0;
        h2 = FusedMultiplyAdd(d0, Load(k + 56).AsDouble(), h2);
        l2 += m0 * Load(k + 48);
        h3 = FusedMultiplyAdd(d0, Load(k + 72).AsDouble(), h3);
        l3 += m0 * Load(k + 64);
        var m1 = l1 * Load(k + 96);
        h4 = FusedMultiplyAdd(d0, Load(k + 88).AsDouble(), h4);
        l4 += m0 * Load(k + 80);

        var a2 = Load(a + 16);
        var x2 = ConvertToDouble(a2);
        h4 = FusedMultiplyAdd(x2, x2, h4);
        m1 &= mask;
        l4 += a2 * a2;
        h5 = FusedMultiplyAdd(y3, x2, h5);
        var d1 = ConvertToDouble(m1);
        l5 += b3 * a2;
        var h6 = FusedMultiplyAdd(y4, x2, start);
        var l6 = b4 * a2;
        var c1 = ((l1 - (h1.AsInt64() << 58)) >> 52) + (h1.AsInt64() << 6);
        c1 += MultiplyAddUp(d1, Load(k + 104).AsDouble(), Load(k + 112).AsDouble()).AsInt64();
        h2 = FusedMultiplyAdd(d1, Load(k + 136).AsDouble(), h2);
        l2 += m1 * Load(k + 128);
        l2 += c1;
        h3 = FusedMultiplyAdd(d1, Load(k + 152).AsDouble(), h3);
        l3 += m1 * Load(k + 144);
        h4 = FusedMultiplyAdd(d1, Load(k + 168).AsDouble(), h4);
        l4 += m1 * Load(k + 160);
        var m2 = l2 * Load(k + 192);
        h5 = FusedMultiplyAdd(d1, Load(k + 184).AsDouble(), h5);
        l5 += m1 * Load(k + 176);

        var a3 = Load(a + 24);
        var x3 = ConvertToDouble(a3);
        h6 = FusedMultiplyAdd(x3, x3, h6);
        m2 &= mask;
        l6 += a3 * a3;
        var h7 = FusedMultiplyAdd(y4, x3, start);
        var d2 = ConvertToDouble(m2);
        var l7 = b4 * a3;
        var c2 = ((l2 - (h2.AsInt64() << 58)) >> 52) + (h2.AsInt64() << 6);
        c2 += MultiplyAddUp(d2, Load(k + 200).AsDouble(), Load(k + 208).AsDouble()).AsInt64();
        h3 = FusedMultiplyAdd(d2, Load(k + 232).AsDouble(), h3);
        l3 += m2 * Load(k + 224);
        l3 += c2;
        h4 = FusedMultiplyAdd(d2, Load(k + 248).AsDouble(), h4);
        l4 += m2 * Load(k + 240);
        h5 = FusedMultiplyAdd(d2, Load(k + 264).AsDouble(), h5);
        l5 += m2 * Load(k + 256);
        var m3 = l3 * Load(k + 288);
        h6 = FusedMultiplyAdd(d2, Load(k + 280).AsDouble(), h6);
        l6 += m2 * Load(k + 272);

        var a4 = Load(a + 32);
        var x4 = ConvertToDouble(a4);
        var h8 = FusedMultiplyAdd(x4, x4, start);
        m3 &= mask;
        var l8 = a4 * a4;
        var d3 = ConvertToDouble(m3);
        var c3 = ((l3 - (h3.AsInt64() << 58)) >> 52) + (h3.AsInt64() << 6);
        c3 += MultiplyAddUp(d3, Load(k + 296).AsDouble(), Load(k + 304).AsDouble()).AsInt64();
        h4 = FusedMultiplyAdd(d3, Load(k + 328).AsDouble(), h4);
        l4 += m3 * Load(k + 320);
        l4 += c3;
        h5 = FusedMultiplyAdd(d3, Load(k + 344).AsDouble(), h5);
        l5 += m3 * Load(k + 336);
        var m4 = l4 * Load(k + 384);
        h6 = FusedMultiplyAdd(d3, Load(k + 360).AsDouble(), h6);
        l6 += m3 * Load(k + 352);
        h7 = FusedMultiplyAdd(d3, Load(k + 376).AsDouble(), h7);
        l7 += m3 * Load(k + 368);

        m4 &= mask;
        var d4 = ConvertToDouble(m4);
        var c4 = ((l4 - (h4.AsInt64() << 58)) >> 52) + (h4.AsInt64() << 6);
        c4 += MultiplyAddUp(d4, Load(k + 392).AsDouble(), Load(k + 400).AsDouble()).AsInt64();
        h5 = FusedMultiplyAdd(d4, Load(k + 424).AsDouble(), h5);
        l5 += m4 * Load(k + 416);
        l5 += c4;
        h6 = FusedMultiplyAdd(d4, Load(k + 440).AsDouble(), h6);
        l6 += m4 * Load(k + 432);
        h7 = FusedMultiplyAdd(d4, Load(k + 456).AsDouble(), h7);
        l7 += m4 * Load(k + 448);
        h8 = FusedMultiplyAdd(d4, Load(k + 472).AsDouble(), h8);
        l8 += m4 * Load(k + 464);

        l5 -= h5.AsInt64() << 58;
        (l5 & mask).Store(r);
        l6 = l6 - (h6.AsInt64() << 58) + ((h5.AsInt64() << 6) + Load(k + 480));
        ((l6 & mask) + (l5 >> 52)).Store(r + 8);
        l7 = l7 - (h7.AsInt64() << 58) + ((h6.AsInt64() << 6) + Load(k + 488));
        ((l7 & mask) + (l6 >> 52)).Store(r + 16);
        l8 = l8 - (h8.AsInt64() << 58) + ((h7.AsInt64() << 6) + Load(k + 496));
        ((l8 & mask) + (l7 >> 52)).Store(r + 24);
        ((h8.AsInt64() << 6) + Load(k + 504) + (l8 >> 52)).Store(r + 32);
    }
}
