using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// The highest coefficients of polynomials, by arithmetic on the first few terms of their expansions in 1/X. For combinations of columns of degree
/// n − 1 the first few terms come from the columns' own first few.
/// </summary>
internal static class TopCoefficients
{
    /// <summary>The coefficients of X^(pn), X^(pn+1), ... of the quotient, <paramref name="count"/> of them, where p is its number of pieces.</summary>
    public static TF[] OfQuotient<TF>(ProverSession<TF> session, int count)
        where TF : unmanaged, IPrimeField<TF>
    {
        if (count <= 0)
            return [];
        var challenges = session.Transcript.Challenges.ToArray();
        var fold = new ExpressionFold<TF, Expansion<TF>>(leaf => Leaf(session, leaf, challenges, count), Expansion<TF>.Add, Expansion<TF>.Multiply);
        var combined = fold.Evaluate(session.Programs.Combined);

        // Dividing by X^n − 1 = X^n (1 − X^−n) lowers every exponent by n; the series 1 + X^−n + ... starts too low to matter, as count < n.
        var lowest = session.Circuit.Rows * session.QuotientPieces.Count;
        var top = new TF[count];
        for (var i = 0; i < count; i++)
            top[i] = combined.Coefficient(lowest + i + session.Circuit.Rows);
        return top;
    }

    private static Expansion<TF> Leaf<TF>(ProverSession<TF> session, Expression<TF> leaf, TF[] challenges, int count)
        where TF : unmanaged, IPrimeField<TF>
    {
        var terms = new TF[count];
        var rows = session.Circuit.Rows;
        switch (leaf.Kind)
        {
            case ExpressionKind.Constant:
                terms[0] = leaf.Value;
                return new(0, terms);
            case ExpressionKind.Challenge:
                terms[0] = challenges[leaf.Index];
                return new(0, terms);
            case ExpressionKind.X:
                terms[0] = TF.One;
                return new(1, terms);
        }

        var lastRow = leaf.Kind == ExpressionKind.LastRow;
        session.Engine.Read(session.Column(lastRow ? ExpressionKind.FirstRow : leaf.Kind, leaf.Index), rows - count, terms);
        Array.Reverse(terms);

        // f(ω^ρ X) has the coefficients f_k ω^(ρk); L_{u−1}(X) = L_0(ω^(1−u) X), and 1 − u is BlindingRows + 1 modulo n.
        var rotation = lastRow ? ConstraintSystem<TF>.BlindingRows + 1 : leaf.Rotation;
        var omega = TF.RootOfUnity(session.Circuit.Log2).Pow((ulong)rotation);
        for (var i = 0; i < count; i++)
            terms[i] *= omega.Pow((ulong)(rows - 1 - i));
        return new(rows - 1, terms);
    }

    /// <summary>X^exponent · (terms[0] + terms[1]/X + terms[2]/X² + ...), known up to as many terms.</summary>
    private readonly record struct Expansion<TF>(long Exponent, TF[] Terms)
        where TF : unmanaged, IPrimeField<TF>
    {
        public TF Coefficient(long exponent)
        {
            var i = Exponent - exponent;
            return i < 0 ? TF.Zero : Terms[i];
        }

        public static Expansion<TF> Add(Expansion<TF> left, Expansion<TF> right)
        {
            if (left.Exponent < right.Exponent)
                (left, right) = (right, left);
            var terms = (TF[])left.Terms.Clone();
            var shift = left.Exponent - right.Exponent;
            for (var i = shift; i < terms.Length; i++)
                terms[i] += right.Terms[i - shift];
            return new(left.Exponent, terms);
        }

        public static Expansion<TF> Multiply(Expansion<TF> left, Expansion<TF> right)
        {
            var terms = new TF[left.Terms.Length];
            for (var i = 0; i < terms.Length; i++)
            {
                for (var j = 0; i + j < terms.Length; j++)
                    terms[i + j] += left.Terms[i] * right.Terms[j];
            }

            return new(left.Exponent + right.Exponent, terms);
        }
    }
}
