using Zk.Field;
using Zk.Plonk;

namespace Zk.Testing;

/// <summary>Random expressions over all kinds of leaves, with shared subtrees, negations, squares and awkward constants.</summary>
public static class RandomExpressions
{
    public static Expression<TF> Next<TF>(Random random, int operations)
        where TF : unmanaged, IPrimeField<TF>
    {
        var pool = new List<Expression<TF>>();
        for (var i = 0; i < 6; i++)
            pool.Add(Leaf<TF>(random));
        for (var i = 0; i < operations; i++)
        {
            var a = pool[random.Next(pool.Count)];
            var b = random.Next(4) == 0 ? Leaf<TF>(random) : pool[random.Next(pool.Count)];
            pool.Add(random.Next(6) switch
            {
                0 => a + b,
                1 => a - b,
                2 => -a,
                3 => a * a,
                4 => a * b,
                _ => (a * Expression<TF>.Constant(random.Next(-3, 4))) + b,
            });
        }

        return pool[^1];
    }

    private static Expression<TF> Leaf<TF>(Random random)
        where TF : unmanaged, IPrimeField<TF> => random.Next(12) switch
        {
            0 => Expression<TF>.Constant(random.Next(-2, 3)),
            1 => Expression<TF>.Constant(TF.MultiplicativeGenerator.Pow((ulong)random.NextInt64(long.MaxValue))),
            2 or 3 => Expression<TF>.Challenge((ChallengeId)random.Next(5)),
            4 => Expression<TF>.X,
            5 => Expression<TF>.FirstRow,
            6 => Expression<TF>.Multiplicity(random.Next(2)),
            7 => Expression<TF>.Fixed(random.Next(4)),
            8 => Expression<TF>.Accumulator(random.Next(2), random.Next(2)),
            _ => Expression<TF>.Advice(random.Next(4), random.Next(2)),
        };
}
