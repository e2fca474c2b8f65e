// Written by tests/Zk.Field.Tests/Vector/KernelSource.cs; a test compares them.
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector256;

namespace Zk.Field;

internal readonly unsafe partial struct Avx2Kernel
{
    private static void Square8High(long* r, double* s, double* k)
    {
        var splitter = Create(Splitter);
        var magic = Create(BlockConstants.IntegerMagic);
        var mask = Create(BlockConstants.Mask);
        Vector256<double> x, y, t;
        Vector256<long> lo0, lo1, hi0 = Load((long*)s + 192), hi1 = Load((long*)s + 196);
        Vector256<long> carry0 = Load((long*)s + 200), carry1 = Load((long*)s + 204);
        Vector256<double> m0 = Load(s + 184), m1 = Load(s + 188);

        // Column 8.
        lo0 = Load((long*)k + 132) + hi0;
        hi0 = default;
        lo1 = Load((long*)k + 132) + hi1;
        hi1 = default;
        x = Load(s + 8); y = Load(s + 120); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 12); y = Load(s + 124); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 16); y = Load(s + 112); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 20); y = Load(s + 116); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 24); y = Load(s + 104); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 28); y = Load(s + 108); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 32); y = x; t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 36); y = x; t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 136); y = Load(k + 32); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 140); y = Load(k + 32); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 144); y = Load(k + 28); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 148); y = Load(k + 28); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 152); y = Load(k + 24); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 156); y = Load(k + 24); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 160); y = Load(k + 20); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 164); y = Load(k + 20); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 168); y = Load(k + 16); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 172); y = Load(k + 16); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 176); y = Load(k + 12); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 180); y = Load(k + 12); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = m0; y = Load(k + 8); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = m1; y = Load(k + 8); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        lo0 += carry0;
        lo0.Store(r + 0);
        lo1 += carry1;
        lo1.Store(r + 4);

        // Column 9.
        lo0 = Load((long*)k + 136) + hi0;
        hi0 = default;
        lo1 = Load((long*)k + 136) + hi1;
        hi1 = default;
        x = Load(s + 16); y = Load(s + 120); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 20); y = Load(s + 124); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 24); y = Load(s + 112); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 28); y = Load(s + 116); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 32); y = Load(s + 104); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 36); y = Load(s + 108); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 144); y = Load(k + 32); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 148); y = Load(k + 32); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 152); y = Load(k + 28); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 156); y = Load(k + 28); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 160); y = Load(k + 24); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 164); y = Load(k + 24); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 168); y = Load(k + 20); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 172); y = Load(k + 20); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 176); y = Load(k + 16); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 180); y = Load(k + 16); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 184); y = Load(k + 12); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 188); y = Load(k + 12); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        lo0.Store(r + 8);
        lo1.Store(r + 12);

        // Column 10.
        lo0 = Load((long*)k + 140) + hi0;
        hi0 = default;
        lo1 = Load((long*)k + 140) + hi1;
        hi1 = default;
        x = Load(s + 24); y = Load(s + 120); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 28); y = Load(s + 124); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 32); y = Load(s + 112); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 36); y = Load(s + 116); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 40); y = x; t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 44); y = x; t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 152); y = Load(k + 32); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 156); y = Load(k + 32); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 160); y = Load(k + 28); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 164); y = Load(k + 28); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 168); y = Load(k + 24); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 172); y = Load(k + 24); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 176); y = Load(k + 20); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 180); y = Load(k + 20); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 184); y = Load(k + 16); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 188); y = Load(k + 16); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        lo0.Store(r + 16);
        lo1.Store(r + 20);

        // Column 11.
        lo0 = Load((long*)k + 144) + hi0;
        hi0 = default;
        lo1 = Load((long*)k + 144) + hi1;
        hi1 = default;
        x = Load(s + 32); y = Load(s + 120); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 36); y = Load(s + 124); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 40); y = Load(s + 112); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 44); y = Load(s + 116); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 160); y = Load(k + 32); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 164); y = Load(k + 32); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 168); y = Load(k + 28); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 172); y = Load(k + 28); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 176); y = Load(k + 24); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 180); y = Load(k + 24); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 184); y = Load(k + 20); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 188); y = Load(k + 20); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        lo0.Store(r + 24);
        lo1.Store(r + 28);

        // Column 12.
        lo0 = Load((long*)k + 148) + hi0;
        hi0 = default;
        lo1 = Load((long*)k + 148) + hi1;
        hi1 = default;
        x = Load(s + 40); y = Load(s + 120); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 44); y = Load(s + 124); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 48); y = x; t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 52); y = x; t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 168); y = Load(k + 32); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 172); y = Load(k + 32); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 176); y = Load(k + 28); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 180); y = Load(k + 28); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 184); y = Load(k + 24); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 188); y = Load(k + 24); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        lo0.Store(r + 32);
        lo1.Store(r + 36);

        // Column 13.
        lo0 = Load((long*)k + 152) + hi0;
        hi0 = default;
        lo1 = Load((long*)k + 152) + hi1;
        hi1 = default;
        x = Load(s + 48); y = Load(s + 120); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 52); y = Load(s + 124); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 176); y = Load(k + 32); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 180); y = Load(k + 32); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 184); y = Load(k + 28); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 188); y = Load(k + 28); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        lo0.Store(r + 40);
        lo1.Store(r + 44);

        // Column 14.
        lo0 = Load((long*)k + 156) + hi0;
        hi0 = default;
        lo1 = Load((long*)k + 156) + hi1;
        hi1 = default;
        x = Load(s + 56); y = x; t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 60); y = x; t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 184); y = Load(k + 32); t = FusedMultiplyAdd(x, y, splitter); hi0 += t.AsInt64(); lo0 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        x = Load(s + 188); y = Load(k + 32); t = FusedMultiplyAdd(x, y, splitter); hi1 += t.AsInt64(); lo1 += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();
        lo0.Store(r + 48);
        lo1.Store(r + 52);

        // Column 15.
        lo0 = Load((long*)k + 160) + hi0;
        hi0 = default;
        lo1 = Load((long*)k + 160) + hi1;
        hi1 = default;
        lo0.Store(r + 56);
        lo1.Store(r + 60);
    }
}
