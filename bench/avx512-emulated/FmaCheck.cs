using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Zk.Emulated;

/// <summary>
/// The processor's own fused multiply-add against exact arithmetic, on operands like those of the kernels, since an emulator may be wrong too. Bochs 2.7 is
/// where 63 leading bits of a sum cancel, no more and no less: it then shifts by minus one. That is counted apart.
/// </summary>
internal static class FmaCheck
{
    private const int CancelledBits = 63;
    private static readonly double[] Starts = [Math.ScaleB(1.5, 104), Math.ScaleB(1.5, 110), Math.ScaleB(1.5, 111), Math.ScaleB(1.5, 52), 0];
    private static int _wrong;
    private static int _known;

    /// <summary>The number of wrong results other than those known, and prints them.</summary>
    public static int Run(int rounds)
    {
        var random = new Random(1);
        for (var n = 0; n < rounds; n++)
        {
            // A high half; a low half of two kinds of splitting; a digit times a modulus's, which cancel in their low bits; a carry rounded up.
            var (a, b) = (Digit(random), Digit(random));
            var product = new BigInteger(a) * new BigInteger(b);
            Nearest(a, b, Starts[random.Next(Starts.Length)]);
            Nearest(a, b, -Round(product, up: false));
            Nearest(a, b, Starts[0] - Round(product + new BigInteger(Starts[0]), up: false));
            Nearest(a, b, -(double)(long)(product & ((1L << 51) - 1)));
            Up(Math.Abs(a), Math.ScaleB(Math.Abs(b), 57), Math.ScaleB(1, 161));
        }

        // Low halves of every magnitude.
        for (var bit = 0; bit < 51; bit++)
        {
            var (a, b) = ((double)((1L << 52) + 1), (double)((1L << 51) + (1L << bit)));
            Nearest(a, b, -Round(new BigInteger(a) * new BigInteger(b), up: false));
        }

        Console.WriteLine($"fused multiply-add, {(5 * rounds) + 51} sums: {_wrong} wrong, not counting {_known} results where {CancelledBits} leading bits cancel");
        return _wrong;
    }

    private static double Digit(Random random)
    {
        long[] special = [0, 1, 1L << 51, (1L << 51) - 1, (1L << 51) + 1, 1L << 26, 1L << 25, (1L << 52) - 1, (1L << 52) + (1L << 14)];
        var digit = random.Next(3) switch
        {
            0 => special[random.Next(special.Length)],
            1 => random.NextInt64(1L << 52) >> random.Next(52),
            _ => random.NextInt64(1L << 52),
        };
        return random.Next(2) == 0 ? digit : -digit;
    }

    private static void Nearest(double a, double b, double c)
    {
        Check(a, b, c, false, Fma.MultiplyAddScalar(Vector128.CreateScalar(a), Vector128.CreateScalar(b), Vector128.CreateScalar(c)).ToScalar());
        Check(a, b, c, false, Fma.MultiplyAdd(Vector256.Create(a), Vector256.Create(b), Vector256.Create(c))[3]);
        if (Avx512F.IsSupported)
            Check(a, b, c, false, Avx512F.FusedMultiplyAdd(Vector512.Create(a), Vector512.Create(b), Vector512.Create(c))[7]);
    }

    private static void Up(double a, double b, double c)
    {
        if (Avx512F.IsSupported)
            Check(a, b, c, true, Avx512F.FusedMultiplyAdd(Vector512.Create(a), Vector512.Create(b), Vector512.Create(c), FloatRoundingMode.ToPositiveInfinity)[7]);
    }

    private static void Check(double a, double b, double c, bool up, double actual)
    {
        var (product, addend) = (new BigInteger(a) * new BigInteger(b), new BigInteger(c));
        var sum = product + addend;
        var expected = Round(sum, up);
        if (actual == expected)
            return;
        var known = Math.Max(Bits(product), Bits(addend)) - Bits(sum) == CancelledBits;
        if (known)
            _known++;
        else
            _wrong++;
        if ((known ? _known : _wrong) < 4)
            Console.WriteLine($"{a:R} * {b:R} + {c:R}{(up ? " rounded up" : string.Empty)} is {expected:R}, not {actual:R}");
    }

    private static long Bits(BigInteger value) => BigInteger.Abs(value).GetBitLength();

    /// <summary>An integer rounded to 53 bits, to nearest with ties to even, or up.</summary>
    private static double Round(BigInteger value, bool up)
    {
        var shift = Math.Max(0, (int)Bits(value) - 53);
        var floor = value >> shift;
        var rest = value - (floor << shift);
        var half = shift == 0 ? BigInteger.Zero : BigInteger.One << (shift - 1);
        var bump = !rest.IsZero && (up || rest > half || (rest == half && !floor.IsEven));
        return Math.ScaleB((double)(long)(bump ? floor + 1 : floor), shift);
    }
}
