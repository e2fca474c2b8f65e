// Written by tests/Zk.Field.Tests/Vector/KernelSource.cs; a test compares them.
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector256;

namespace Zk.Field;

internal readonly unsafe partial struct Avx2Kernel
{
    private static void Multiply5(long* r, double* s, double* k)
    {
        var splitter = Create(Splitter);
        var magic = Create(BlockConstants.IntegerMagic);
        var mask = Create(BlockConstants.Mask);
        Vector256<double> x, y, t;
        Vector256<long> lo0, lo1, hi0 = default, hi1 = default, carry0 = default, carry1 = default;
        Vector256<double> m0 = default, m1 = default;

        // Column 0.
        lo0 = Load((long*)k + 24);
        hi0 = default;
        lo1 = Load((long*)k + 24);
        hi1 = default;
        x = Load(s + 0); y = Load(s + 40); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 4); y = Load(s + 44); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = ToDigit(lo0, mask);
        y = Load(k);
        t = FusedMultiplyAdd(x, y, splitter);
        m0 = FusedMultiplyAdd(x, y, splitter - t);
        m0.Store(s + 80);
        carry0 = (lo0 >>> 52) + (FusedMultiplyAdd(m0, Load(k + 4), x) + splitter).AsInt64();
        x = ToDigit(lo1, mask);
        y = Load(k);
        t = FusedMultiplyAdd(x, y, splitter);
        m1 = FusedMultiplyAdd(x, y, splitter - t);
        m1.Store(s + 84);
        carry1 = (lo1 >>> 52) + (FusedMultiplyAdd(m1, Load(k + 4), x) + splitter).AsInt64();

        // Column 1.
        lo0 = Load((long*)k + 28) + hi0;
        hi0 = default;
        lo1 = Load((long*)k + 28) + hi1;
        hi1 = default;
        x = Load(s + 0); y = Load(s + 48); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 4); y = Load(s + 52); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 8); y = Load(s + 40); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 12); y = Load(s + 44); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = m0; y = Load(k + 8); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = m1; y = Load(k + 8); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        lo0 += carry0;
        x = ToDigit(lo0, mask);
        y = Load(k);
        t = FusedMultiplyAdd(x, y, splitter);
        m0 = FusedMultiplyAdd(x, y, splitter - t);
        m0.Store(s + 88);
        carry0 = (lo0 >>> 52) + (FusedMultiplyAdd(m0, Load(k + 4), x) + splitter).AsInt64();
        lo1 += carry1;
        x = ToDigit(lo1, mask);
        y = Load(k);
        t = FusedMultiplyAdd(x, y, splitter);
        m1 = FusedMultiplyAdd(x, y, splitter - t);
        m1.Store(s + 92);
        carry1 = (lo1 >>> 52) + (FusedMultiplyAdd(m1, Load(k + 4), x) + splitter).AsInt64();

        // Column 2.
        lo0 = Load((long*)k + 32) + hi0;
        hi0 = default;
        lo1 = Load((long*)k + 32) + hi1;
        hi1 = default;
        x = Load(s + 0); y = Load(s + 56); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 4); y = Load(s + 60); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 8); y = Load(s + 48); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 12); y = Load(s + 52); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 16); y = Load(s + 40); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 20); y = Load(s + 44); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 80); y = Load(k + 12); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 84); y = Load(k + 12); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = m0; y = Load(k + 8); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = m1; y = Load(k + 8); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        lo0 += carry0;
        x = ToDigit(lo0, mask);
        y = Load(k);
        t = FusedMultiplyAdd(x, y, splitter);
        m0 = FusedMultiplyAdd(x, y, splitter - t);
        m0.Store(s + 96);
        carry0 = (lo0 >>> 52) + (FusedMultiplyAdd(m0, Load(k + 4), x) + splitter).AsInt64();
        lo1 += carry1;
        x = ToDigit(lo1, mask);
        y = Load(k);
        t = FusedMultiplyAdd(x, y, splitter);
        m1 = FusedMultiplyAdd(x, y, splitter - t);
        m1.Store(s + 100);
        carry1 = (lo1 >>> 52) + (FusedMultiplyAdd(m1, Load(k + 4), x) + splitter).AsInt64();

        // Column 3.
        lo0 = Load((long*)k + 36) + hi0;
        hi0 = default;
        lo1 = Load((long*)k + 36) + hi1;
        hi1 = default;
        x = Load(s + 0); y = Load(s + 64); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 4); y = Load(s + 68); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 8); y = Load(s + 56); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 12); y = Load(s + 60); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 16); y = Load(s + 48); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 20); y = Load(s + 52); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 24); y = Load(s + 40); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 28); y = Load(s + 44); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 80); y = Load(k + 16); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 84); y = Load(k + 16); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 88); y = Load(k + 12); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 92); y = Load(k + 12); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = m0; y = Load(k + 8); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = m1; y = Load(k + 8); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        lo0 += carry0;
        x = ToDigit(lo0, mask);
        y = Load(k);
        t = FusedMultiplyAdd(x, y, splitter);
        m0 = FusedMultiplyAdd(x, y, splitter - t);
        m0.Store(s + 104);
        carry0 = (lo0 >>> 52) + (FusedMultiplyAdd(m0, Load(k + 4), x) + splitter).AsInt64();
        lo1 += carry1;
        x = ToDigit(lo1, mask);
        y = Load(k);
        t = FusedMultiplyAdd(x, y, splitter);
        m1 = FusedMultiplyAdd(x, y, splitter - t);
        m1.Store(s + 108);
        carry1 = (lo1 >>> 52) + (FusedMultiplyAdd(m1, Load(k + 4), x) + splitter).AsInt64();

        // Column 4.
        lo0 = Load((long*)k + 40) + hi0;
        hi0 = default;
        lo1 = Load((long*)k + 40) + hi1;
        hi1 = default;
        x = Load(s + 0); y = Load(s + 72); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 4); y = Load(s + 76); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 8); y = Load(s + 64); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 12); y = Load(s + 68); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 16); y = Load(s + 56); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 20); y = Load(s + 60); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 24); y = Load(s + 48); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 28); y = Load(s + 52); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 32); y = Load(s + 40); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 36); y = Load(s + 44); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 80); y = Load(k + 20); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 84); y = Load(k + 20); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 88); y = Load(k + 16); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 92); y = Load(k + 16); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 96); y = Load(k + 12); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 100); y = Load(k + 12); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = m0; y = Load(k + 8); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = m1; y = Load(k + 8); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        lo0 += carry0;
        x = ToDigit(lo0, mask);
        y = Load(k);
        t = FusedMultiplyAdd(x, y, splitter);
        m0 = FusedMultiplyAdd(x, y, splitter - t);
        m0.Store(s + 112);
        carry0 = (lo0 >>> 52) + (FusedMultiplyAdd(m0, Load(k + 4), x) + splitter).AsInt64();
        lo1 += carry1;
        x = ToDigit(lo1, mask);
        y = Load(k);
        t = FusedMultiplyAdd(x, y, splitter);
        m1 = FusedMultiplyAdd(x, y, splitter - t);
        m1.Store(s + 116);
        carry1 = (lo1 >>> 52) + (FusedMultiplyAdd(m1, Load(k + 4), x) + splitter).AsInt64();

        // Column 5.
        lo0 = Load((long*)k + 44) + hi0;
        hi0 = default;
        lo1 = Load((long*)k + 44) + hi1;
        hi1 = default;
        x = Load(s + 8); y = Load(s + 72); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 12); y = Load(s + 76); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 16); y = Load(s + 64); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 20); y = Load(s + 68); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 24); y = Load(s + 56); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 28); y = Load(s + 60); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 32); y = Load(s + 48); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 36); y = Load(s + 52); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 88); y = Load(k + 20); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 92); y = Load(k + 20); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 96); y = Load(k + 16); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 100); y = Load(k + 16); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 104); y = Load(k + 12); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 108); y = Load(k + 12); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = m0; y = Load(k + 8); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = m1; y = Load(k + 8); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        lo0 += carry0;
        lo0.Store(r + 0);
        lo1 += carry1;
        lo1.Store(r + 4);

        // Column 6.
        lo0 = Load((long*)k + 48) + hi0;
        hi0 = default;
        lo1 = Load((long*)k + 48) + hi1;
        hi1 = default;
        x = Load(s + 16); y = Load(s + 72); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 20); y = Load(s + 76); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 24); y = Load(s + 64); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 28); y = Load(s + 68); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 32); y = Load(s + 56); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 36); y = Load(s + 60); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 96); y = Load(k + 20); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 100); y = Load(k + 20); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 104); y = Load(k + 16); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 108); y = Load(k + 16); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 112); y = Load(k + 12); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 116); y = Load(k + 12); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        lo0.Store(r + 8);
        lo1.Store(r + 12);

        // Column 7.
        lo0 = Load((long*)k + 52) + hi0;
        hi0 = default;
        lo1 = Load((long*)k + 52) + hi1;
        hi1 = default;
        x = Load(s + 24); y = Load(s + 72); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 28); y = Load(s + 76); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 32); y = Load(s + 64); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 36); y = Load(s + 68); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 104); y = Load(k + 20); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 108); y = Load(k + 20); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 112); y = Load(k + 16); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 116); y = Load(k + 16); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        lo0.Store(r + 16);
        lo1.Store(r + 20);

        // Column 8.
        lo0 = Load((long*)k + 56) + hi0;
        hi0 = default;
        lo1 = Load((long*)k + 56) + hi1;
        hi1 = default;
        x = Load(s + 32); y = Load(s + 72); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 36); y = Load(s + 76); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 112); y = Load(k + 20); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 116); y = Load(k + 20); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        lo0.Store(r + 24);
        lo1.Store(r + 28);

        // Column 9.
        lo0 = Load((long*)k + 60) + hi0;
        hi0 = default;
        lo1 = Load((long*)k + 60) + hi1;
        hi1 = default;
        lo0.Store(r + 32);
        lo1.Store(r + 36);
    }
}
