namespace Zk.Field.Tests;

/// <summary>
/// Writes the AVX-512 multiplication: row by row, the products of the next row during the latency of a row's m. Each use of a constant
/// loads it from an address of its own, or the JIT would keep constants in registers and spill what matters.
/// </summary>
internal static class Avx512Source
{
    public static string Method(string name, int n, bool square)
    {
        var lines = new KernelSource.Lines();
        var inRegisters = n == 5;
        lines.Add("var start = Create(ChainStart" + n + ").AsDouble();");
        lines.Add("var mask = Create(BlockConstants.Mask);");
        if (!inRegisters)
            Scratch(lines, n, square);
        lines.Add("var a0 = Load(a);");
        lines.Add("var x0 = ConvertToDouble(a0);");
        for (var j = square ? 1 : 0; j < n && inRegisters; j++)
        {
            lines.Add(square ? $"var b{j} = Load(a + {8 * j});" : $"var b{j} = Load(b + {8 * j});");
            if (square)
                lines.Add($"b{j} += b{j};");
            lines.Add($"var y{j} = ConvertToDouble(b{j});");
        }

        foreach (var product in Row(n, square, 0))
            lines.Add(product);
        lines.Add($"var m0 = l0 * {Constant(n, 0, 0)};");
        for (var i = 0; i < n; i++)
        {
            lines.Blank();
            NextRow(lines, n, square, i);
            Reduce(lines, n, i);
        }

        lines.Blank();
        Finish(lines, n);
        var attribute = inRegisters ? string.Empty : "[System.Runtime.CompilerServices.SkipLocalsInit]\n    ";
        return lines.Method($"{attribute}private static void {name}(long* r, long* a, {(square ? string.Empty : "long* b, ")}long* k)");
    }

    /// <summary>The bits that a carry to the next column is shifted by in an accumulator of high halves.</summary>
    private static int Shift(int n) => n == 5 ? 58 : 59;

    /// <summary>A row of constants: -1/p; p_0 and the start of its carry, as doubles; a bias; then p_j as an integer and as a double, j = 1...</summary>
    private static string Constant(int n, int row, int slot) => $"Load(k + {8 * ((row * (4 + (2 * (n - 1)))) + slot)})";

    /// <summary>Too many limbs for the registers: the second factor's doubles, and for squares its doubled limbs, go to memory.</summary>
    private static void Scratch(KernelSource.Lines lines, int n, bool square)
    {
        lines.Add($"var space = stackalloc long[{(16 * n) + 8}];");
        lines.Add("var s = (long*)(((nuint)space + 63) & ~(nuint)63);");
        lines.Add("Vector512<long> next;");
        for (var j = square ? 1 : 0; j < n; j++)
        {
            lines.Add($"next = Load({(square ? "a" : "b")} + {8 * j});");
            if (square)
            {
                lines.Add("next += next;");
                lines.Add($"next.Store(s + {8 * (n + j)});");
            }

            lines.Add($"ConvertToDouble(next).AsInt64().Store(s + {8 * j});");
        }
    }

    /// <summary>Statements for the products of row r in pairs, high then low.</summary>
    private static IEnumerable<string> Row(int n, bool square, int r)
    {
        for (var j = square ? r : 0; j < n; j++)
        {
            var c = r + j;
            var fresh = r == 0 || j == n - 1;
            var (low, high) = square && j == r
                ? ($"a{r}", $"x{r}")
                : n == 5 ? ($"b{j}", $"y{j}") : (square ? $"Load(s + {8 * (n + j)})" : $"Load(b + {8 * j})", $"Load(s + {8 * j}).AsDouble()");
            yield return fresh ? $"var h{c} = FusedMultiplyAdd({high}, x{r}, start);" : $"h{c} = FusedMultiplyAdd({high}, x{r}, h{c});";
            yield return fresh ? $"var l{c} = {low} * a{r};" : $"l{c} += {low} * a{r};";
        }
    }

    /// <summary>The products of row i + 1, with m_i's mask and conversion in between.</summary>
    private static void NextRow(KernelSource.Lines lines, int n, bool square, int i)
    {
        var rest = new Queue<string>([$"m{i} &= mask;", $"var d{i} = ConvertToDouble(m{i});"]);
        if (i + 1 < n)
        {
            lines.Add($"var a{i + 1} = Load(a + {8 * (i + 1)});");
            lines.Add($"var x{i + 1} = ConvertToDouble(a{i + 1});");
            foreach (var (position, product) in Row(n, square, i + 1).Index())
            {
                lines.Add(product);
                if (position is 0 or 2 && rest.Count > 0)
                    lines.Add(rest.Dequeue());
            }
        }

        foreach (var line in rest)
            lines.Add(line);
    }

    /// <summary>The carry out of column i, and m_i p_1.. into the columns after it.</summary>
    private static void Reduce(KernelSource.Lines lines, int n, int i)
    {
        var shift = Shift(n);
        lines.Add($"var c{i} = ((l{i} - (h{i}.AsInt64() << {shift})) >> 52) + (h{i}.AsInt64() << {shift - 52});");
        lines.Add($"c{i} += MultiplyAddUp(d{i}, {Constant(n, i, 1)}.AsDouble(), {Constant(n, i, 2)}.AsDouble()).AsInt64();");
        if (n != 5)
            lines.Add($"c{i} += {Constant(n, i, 3)};");
        for (var j = 1; j < n; j++)
        {
            lines.Add($"h{i + j} = FusedMultiplyAdd(d{i}, {Constant(n, i, 3 + (2 * j))}.AsDouble(), h{i + j});");
            lines.Add($"l{i + j} += m{i} * {Constant(n, i, 2 + (2 * j))};");
            if (j == 1)
                lines.Add($"l{i + 1} += c{i};");

            // The next m is on the way as soon as its column is complete; the products left fill the time.
            if (i + 1 < n && j == (i + 2 < n ? n - 2 : 2))
                lines.Add($"var m{i + 1} = l{i + 1} * {Constant(n, i + 1, 0)};");
        }
    }

    /// <summary>Columns n.. as limbs, after one carry step for all.</summary>
    private static void Finish(KernelSource.Lines lines, int n)
    {
        var shift = Shift(n);
        var end = n * (4 + (2 * (n - 1)));
        lines.Add($"l{n} -= h{n}.AsInt64() << {shift};");
        lines.Add($"(l{n} & mask).Store(r);");
        for (var c = n + 1; c < 2 * n; c++)
        {
            var carried = $"(h{c - 1}.AsInt64() << {shift - 52}) + Load(k + {8 * (end + c - n - 1)})";
            if (c < (2 * n) - 1)
            {
                lines.Add($"l{c} = l{c} - (h{c}.AsInt64() << {shift}) + ({carried});");
                lines.Add($"((l{c} & mask) + (l{c - 1} >> 52)).Store(r + {8 * (c - n)});");
            }
            else
            {
                lines.Add($"({carried} + (l{c - 1} >> 52)).Store(r + {8 * (c - n)});");
            }
        }
    }
}
