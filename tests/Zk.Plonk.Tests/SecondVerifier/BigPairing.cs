using System.Globalization;
using System.Numerics;

namespace Zk.Plonk.Tests.SecondVerifier;

/// <summary>
/// BN254 over big integers, in the plainest way there is: Fq12 as polynomials modulo w^12 − 18w^6 + 82, affine points, one inversion a step.
/// It shares no code and no formula choice with the library.
/// </summary>
internal static class BigPairing
{
    public static readonly BigInteger Q = BigInteger.Parse("21888242871839275222246405745257275088696311157297823662689037894645226208583", CultureInfo.InvariantCulture);
    public static readonly BigInteger R = BigInteger.Parse("21888242871839275222246405745257275088548364400416034343698204186575808495617", CultureInfo.InvariantCulture);
    private static readonly BigInteger LoopCount = BigInteger.Parse("29793968203157093288", CultureInfo.InvariantCulture);

    public static BigInteger Mod(BigInteger value, BigInteger modulus)
    {
        var r = BigInteger.Remainder(value, modulus);
        return r.Sign < 0 ? r + modulus : r;
    }

    public static BigInteger Inverse(BigInteger value, BigInteger modulus) => BigInteger.ModPow(Mod(value, modulus), modulus - 2, modulus);

    /// <summary>An affine G1 point; null is infinity.</summary>
    public sealed record Point(BigInteger X, BigInteger Y)
    {
        public bool IsOnCurve => Mod((Y * Y) - (X * X * X) - 3, Q).IsZero;
    }

    public static Point? Add(Point? a, Point? b)
    {
        if (a is null || b is null)
            return a ?? b;
        BigInteger slope;
        if (a.X == b.X)
        {
            if (Mod(a.Y + b.Y, Q).IsZero)
                return null;
            slope = 3 * a.X * a.X * Inverse(2 * a.Y, Q);
        }
        else
        {
            slope = (b.Y - a.Y) * Inverse(b.X - a.X, Q);
        }

        var x = Mod((slope * slope) - a.X - b.X, Q);
        return new(x, Mod((slope * (a.X - x)) - a.Y, Q));
    }

    public static Point? Multiply(Point? point, BigInteger scalar)
    {
        Point? sum = null;
        for (var i = (int)scalar.GetBitLength() - 1; i >= 0; i--)
        {
            sum = Add(sum, sum);
            if (!((scalar >> i) & 1).IsZero)
                sum = Add(sum, point);
        }

        return sum;
    }

    public static Point? Negate(Point? p) => p is null ? null : new(p.X, Mod(-p.Y, Q));

    /// <summary>Whether the product of e(P_i, Q_i) is one; a G2 point is (x0, x1, y0, y1) with x = x0 + x1·u.</summary>
    public static bool PairingProductIsOne(IEnumerable<(Point? P, BigInteger[] Q)> pairs)
    {
        var f = Fq12.One;
        foreach (var (p, q) in pairs)
        {
            if (p is not null)
                f *= MillerLoop(Twist(q), (new Fq12(p.X), new Fq12(p.Y)));
        }

        return f.Pow((BigInteger.Pow(Q, 12) - 1) / R).Equals(Fq12.One);
    }

    private static (Fq12 X, Fq12 Y) Twist(BigInteger[] q)
    {
        static Fq12 Embed(BigInteger c0, BigInteger c1, int shift)
        {
            var c = new BigInteger[12];
            c[shift] = Mod(c0 - (9 * c1), BigPairing.Q);
            c[shift + 6] = c1;
            return new Fq12(c);
        }

        return (Embed(q[0], q[1], 2), Embed(q[2], q[3], 3));
    }

    private static Fq12 MillerLoop((Fq12 X, Fq12 Y) q, (Fq12 X, Fq12 Y) p)
    {
        var r = q;
        var f = Fq12.One;
        for (var i = (int)LoopCount.GetBitLength() - 2; i >= 0; i--)
        {
            f = f * f * Step(ref r, r, p);
            if (!((LoopCount >> i) & 1).IsZero)
                f *= Step(ref r, q, p);
        }

        var q1 = (q.X.Pow(Q), q.Y.Pow(Q));
        var q2 = (q1.Item1.Pow(Q), -q1.Item2.Pow(Q));
        f *= Step(ref r, q1, p);
        return f * Step(ref r, q2, p);
    }

    /// <summary>The line through r and s at p; r becomes r + s.</summary>
    private static Fq12 Step(ref (Fq12 X, Fq12 Y) r, (Fq12 X, Fq12 Y) s, (Fq12 X, Fq12 Y) p)
    {
        Fq12 slope;
        if (!r.X.Equals(s.X))
            slope = (s.Y - r.Y) * (s.X - r.X).Inverse();
        else if (r.Y.Equals(s.Y))
            slope = new Fq12(3) * r.X * r.X * (r.Y + r.Y).Inverse();
        else
            return p.X - r.X;
        var line = (slope * (p.X - r.X)) - (p.Y - r.Y);
        var x = (slope * slope) - r.X - s.X;
        r = (x, (slope * (r.X - x)) - r.Y);
        return line;
    }

    private sealed class Fq12(BigInteger[] coefficients)
    {
        public static readonly Fq12 One = new(1);
        private readonly BigInteger[] _c = coefficients;

        public Fq12(BigInteger value)
            : this([value, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
        {
        }

        public static Fq12 operator +(Fq12 a, Fq12 b) => new([.. a._c.Zip(b._c, (x, y) => Mod(x + y, Q))]);

        public static Fq12 operator -(Fq12 a, Fq12 b) => new([.. a._c.Zip(b._c, (x, y) => Mod(x - y, Q))]);

        public static Fq12 operator -(Fq12 a) => new Fq12(0) - a;

        public static Fq12 operator *(Fq12 a, Fq12 b)
        {
            var t = new BigInteger[23];
            for (var i = 0; i < 12; i++)
            {
                for (var j = 0; j < 12; j++)
                    t[i + j] += a._c[i] * b._c[j];
            }

            // w^12 = 18w^6 − 82.
            for (var i = 22; i >= 12; i--)
            {
                t[i - 6] += 18 * t[i];
                t[i - 12] -= 82 * t[i];
            }

            return new([.. t.Take(12).Select(c => Mod(c, Q))]);
        }

        public Fq12 Pow(BigInteger exponent)
        {
            var result = One;
            for (var i = (int)exponent.GetBitLength() - 1; i >= 0; i--)
            {
                result *= result;
                if (!((exponent >> i) & 1).IsZero)
                    result *= this;
            }

            return result;
        }

        /// <summary>Solves the 12 linear equations this · x = 1 by elimination.</summary>
        public Fq12 Inverse()
        {
            var m = new BigInteger[12, 13];
            for (var j = 0; j < 12; j++)
            {
                var unit = new BigInteger[12];
                unit[j] = 1;
                var column = this * new Fq12(unit);
                for (var i = 0; i < 12; i++)
                    m[i, j] = column._c[i];
            }

            m[0, 12] = 1;
            for (var col = 0; col < 12; col++)
            {
                var pivot = col;
                while (m[pivot, col].IsZero)
                    pivot++;
                var inverse = BigPairing.Inverse(m[pivot, col], Q);
                for (var j = 0; j < 13; j++)
                    (m[pivot, j], m[col, j]) = (m[col, j], Mod(m[pivot, j] * inverse, Q));
                for (var i = 0; i < 12; i++)
                {
                    if (i == col || m[i, col].IsZero)
                        continue;
                    var factor = m[i, col];
                    for (var j = col; j < 13; j++)
                        m[i, j] = Mod(m[i, j] - (factor * m[col, j]), Q);
                }
            }

            return new([.. Enumerable.Range(0, 12).Select(i => m[i, 12])]);
        }

        public bool Equals(Fq12 other) => _c.SequenceEqual(other._c);
    }
}
