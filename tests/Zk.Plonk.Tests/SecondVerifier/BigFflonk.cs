using System.Numerics;
using static Zk.Plonk.Tests.SecondVerifier.BigPairing;

namespace Zk.Plonk.Tests.SecondVerifier;

/// <summary>The opening check of docs/protocol.md, section 10, on big integers. The remainder through two values is written in another form than on the page.</summary>
internal sealed class BigFflonk(BigInteger zeta, BigInteger shifted, BigInteger v, BigInteger y)
{
    /// <summary>A commitment to so many columns, opened at zeta or also at zeta omega.</summary>
    internal sealed record Pack(Point? Commitment, int Size, bool Twice);

    /// <summary>F + y W'; null if a denominator is zero.</summary>
    public Point? Combine(IReadOnlyList<Pack> packs, IReadOnlyList<BigInteger> evaluations, Point? t, BigInteger quotient, Point? w, Point? last)
    {
        var terms = new List<(Point? Commitment, BigInteger Vanishing, BigInteger Remainder)>();
        var at = 0;
        foreach (var pack in packs)
        {
            BigInteger power = BigInteger.ModPow(y, pack.Size, R), a = 0, b = 0;
            for (var j = 0; j < pack.Size; j++)
            {
                a += evaluations[at++] * BigInteger.ModPow(y, j, R);
                if (pack.Twice)
                    b += evaluations[at++] * BigInteger.ModPow(y, j, R);
            }

            var (first, second) = (power - zeta, power - shifted);
            terms.Add(pack.Twice
                ? (pack.Commitment, Mod(first * second, R), Mod(((a * second) - (b * first)) * Inverse(Mod(zeta - shifted, R), R), R))
                : (pack.Commitment, Mod(first, R), Mod(a, R)));
        }

        terms.Add((t, Mod(y - zeta, R), quotient));
        if (terms.Any(term => term.Vanishing.IsZero))
            return null;
        Point? sum = null;
        BigInteger constant = 0, scale = terms[0].Vanishing;
        for (var i = 0; i < terms.Count; i++, scale = Mod(scale * v, R))
        {
            var weight = Mod(scale * Inverse(terms[i].Vanishing, R), R);
            sum = Add(sum, Multiply(terms[i].Commitment, weight));
            constant += weight * terms[i].Remainder;
        }

        sum = Add(sum, Multiply(new Point(1, 2), Mod(-constant, R)));
        sum = Add(sum, Multiply(w, Mod(-terms[0].Vanishing, R)));
        return Add(sum, Multiply(last, y));
    }
}
