namespace Zk.Field.Tests;

/// <summary>Writes the AVX2 multiplication: column by column, the two halves of a block product by product.</summary>
internal static class Avx2Source
{
    public static IEnumerable<(string Name, string Body)> Methods(string name, int limbs, bool square)
    {
        if (limbs == 5)
        {
            yield return (name, Method(name, limbs, square, 0, 2 * limbs));
            yield break;
        }

        // With all columns in one method the JIT would have more temporaries than it tracks.
        yield return (name + "Low", Method(name + "Low", limbs, square, 0, limbs));
        yield return (name + "High", Method(name + "High", limbs, square, limbs, 2 * limbs));
    }

    private static string Method(string name, int n, bool square, int from, int to)
    {
        var lines = new KernelSource.Lines();
        lines.Add("var splitter = Create(Splitter);");
        lines.Add("var magic = Create(BlockConstants.IntegerMagic);");
        lines.Add("var mask = Create(BlockConstants.Mask);");
        lines.Add("Vector256<double> x, y, t;");
        if (from == 0)
        {
            lines.Add("Vector256<long> lo0, lo1, hi0 = default, hi1 = default, carry0 = default, carry1 = default;");
            lines.Add("Vector256<double> m0 = default, m1 = default;");
        }
        else
        {
            var state = 24 * n;
            lines.Add($"Vector256<long> lo0, lo1, hi0 = Load((long*)s + {state}), hi1 = Load((long*)s + {state + 4});");
            lines.Add($"Vector256<long> carry0 = Load((long*)s + {state + 8}), carry1 = Load((long*)s + {state + 12});");
            lines.Add($"Vector256<double> m0 = Load(s + {(24 * n) - 8}), m1 = Load(s + {(24 * n) - 4});");
        }

        for (var c = from; c < to; c++)
            Column(lines, n, square, c);
        if (to == n)
        {
            lines.Blank();
            foreach (var (i, value) in new[] { "hi0", "hi1", "carry0", "carry1" }.Index())
                lines.Add($"{value}.Store((long*)s + {(24 * n) + (4 * i)});");
        }

        return lines.Method($"private static void {name}({(to > n ? "long* r, " : string.Empty)}double* s, double* k)");
    }

    private static void Column(KernelSource.Lines lines, int n, bool square, int c)
    {
        var start = (4 * (n + 1)) + (square ? 8 * n : 0) + (4 * c);
        lines.Blank();
        lines.Add($"// Column {c}.");
        for (var h = 0; h < 2; h++)
        {
            lines.Add($"lo{h} = Load((long*)k + {start}){(c > 0 ? $" + hi{h}" : string.Empty)};");
            lines.Add($"hi{h} = default;");
        }

        // Digits of a at s, of b (or doubled ones of a) at s + 8 n, of m at s + 16 n; digits of p at k + 4.
        for (var i = Math.Max(0, c - n + 1); i <= Math.Min(c, n - 1); i++)
        {
            var j = c - i;
            if (!square)
                Products(lines, h => $"Load(s + {(8 * i) + (4 * h)})", h => $"Load(s + {(8 * n) + (8 * j) + (4 * h)})");
            else if (i < j)
                Products(lines, h => $"Load(s + {(8 * i) + (4 * h)})", h => $"Load(s + {(8 * n) + (8 * j) + (4 * h)})");
            else if (i == j)
                Products(lines, h => $"Load(s + {(8 * i) + (4 * h)})", h => "x");
        }

        for (var i = Math.Max(0, c - n + 1); i <= Math.Min(c - 1, n - 1); i++)
            Products(lines, h => i == c - 1 ? $"m{h}" : $"Load(s + {(16 * n) + (8 * i) + (4 * h)})", h => $"Load(k + {4 * (1 + c - i)})");
        for (var h = 0; h < 2; h++)
        {
            if (c > 0 && c <= n)
                lines.Add($"lo{h} += carry{h};");
            if (c >= n)
            {
                lines.Add($"lo{h}.Store(r + {(8 * (c - n)) + (4 * h)});");
                continue;
            }

            lines.Add($"x = ToDigit(lo{h}, mask);");
            lines.Add("y = Load(k);");
            lines.Add("t = FusedMultiplyAdd(x, y, splitter);");
            lines.Add($"m{h} = FusedMultiplyAdd(x, y, splitter - t);");
            lines.Add($"m{h}.Store(s + {(16 * n) + (8 * c) + (4 * h)});");
            lines.Add($"carry{h} = (lo{h} >>> 52) + (FusedMultiplyAdd(m{h}, Load(k + 4), x) + splitter).AsInt64();");
        }
    }

    private static void Products(KernelSource.Lines lines, Func<int, string> left, Func<int, string> right)
    {
        for (var h = 0; h < 2; h++)
        {
            lines.Add(
                $"x = {left(h)}; y = {right(h)}; t = FusedMultiplyAdd(x, y, splitter); hi{h} += t.AsInt64(); "
                + $"lo{h} += (FusedMultiplyAdd(x, y, splitter - t) + magic).AsInt64();");
        }
    }
}
