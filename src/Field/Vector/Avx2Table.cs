using System.Numerics;

namespace Zk.Field;

/// <summary>
/// The constants of <see cref="Avx2Kernel"/> for one field, each for 4 lanes: -1/p mod 2^52 and the digits of p, signed, as doubles; then what each of the 2 L
/// columns of a product starts with, then the same for a square.
/// </summary>
internal static unsafe class Avx2Table<T, TShape>
    where T : unmanaged, IMontgomeryField<T>
    where TShape : struct, IBlockShape
{
    public static readonly double* Pointer = Create();

    private static double* Create()
    {
        var n = TShape.Limbs;
        var table = (double*)BlockConstants.Allocate(4 * (n + 1 + (4 * n)));
        Fill(table, (double)SignedDigit(T.ModulusNegativeInverse));
        var rest = T.Characteristic;
        for (var j = 0; j < n; j++)
        {
            var digit = j < n - 1 ? SignedDigit(rest) : rest;
            Fill(table + (4 * (1 + j)), (double)digit);
            rest = (rest - digit) >> BlockConstants.Radix;
        }

        for (var c = 0; c < 2 * n; c++)
        {
            Fill(table + (4 * (n + 1 + c)), BitConverter.Int64BitsToDouble(Start(c, square: false)));
            Fill(table + (4 * (n + 1 + (2 * n) + c)), BitConverter.Int64BitsToDouble(Start(c, square: true)));
        }

        return table;
    }

    /// <summary>What makes a column come out right, or <see cref="Avx2Kernel.ColumnOffset"/> too large where its digit is taken.</summary>
    private static long Start(int c, bool square)
    {
        var splitter = BitConverter.DoubleToInt64Bits(Avx2Kernel.Splitter);
        var excess = (Products(c, square) * BitConverter.DoubleToInt64Bits(BlockConstants.IntegerMagic)) + (Products(c - 1, square) * splitter);
        if (c > 0 && c <= TShape.Limbs)
            excess += splitter + (Avx2Kernel.ColumnOffset >> BlockConstants.Radix);
        return (c < TShape.Limbs ? Avx2Kernel.ColumnOffset : 0) - excess;
    }

    /// <summary>How many products of digits a column sums.</summary>
    private static long Products(int c, bool square)
    {
        var n = TShape.Limbs;
        var ofFactors = Count(c, c);
        return (square ? (ofFactors + 1) / 2 : ofFactors) + Count(c, c - 1);

        int Count(int column, int last) => Math.Max(0, Math.Min(last, n - 1) - Math.Max(0, column - n + 1) + 1);
    }

    private static BigInteger SignedDigit(BigInteger value)
    {
        var digit = value & BlockConstants.Mask;
        return digit > BlockConstants.Mask / 2 ? digit - BlockConstants.Mask - 1 : digit;
    }

    private static void Fill(double* destination, double value) => new Span<double>(destination, 4).Fill(value);
}
