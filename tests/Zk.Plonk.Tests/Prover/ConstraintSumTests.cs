using Zk.Field;
using Zk.Testing;

namespace Zk.Plonk.Tests;

[TestFixture]
public class ConstraintSumTests
{
    [Test]
    public void The_sum_is_that_of_the_constraints_weighed_by_powers([Range(1, 20)] int seed)
    {
        var random = new Random(seed);
        Expression<Fr>[] factors = [.. Enumerable.Range(0, 3).Select(_ => RandomExpressions.Next<Fr>(random, 3))];
        Expression<Fr> Constraint() => (random.Next(3) switch
        {
            0 => Expression<Fr>.Constant(random.Next(-2, 3)) * factors[random.Next(3)],
            1 => factors[random.Next(3)],
            _ => 1,
        }) * RandomExpressions.Next<Fr>(random, 5);
        Expression<Fr>[] constraints = [.. Enumerable.Range(0, 12).Select(_ => Constraint())];

        var values = new Dictionary<(ExpressionKind, int, int), Fr>();
        Fr Leaf(Expression<Fr> leaf) =>
            values.TryGetValue((leaf.Kind, leaf.Index, leaf.Rotation), out var value) ? value : values[(leaf.Kind, leaf.Index, leaf.Rotation)] = Fr.Random();
        var alpha = Expression<Fr>.Challenge(ChallengeId.Alpha);
        var expected = constraints.Reverse().Aggregate(Fr.Zero, (sum, c) => (sum * Leaf(alpha)) + c.Evaluate(Leaf));
        Assert.That(ConstraintSum.Combine(constraints, alpha).Evaluate(Leaf), Is.EqualTo(expected));
        var runs = ConstraintSum.Horner([.. constraints.Select((c, i) => new Gate<Fr>($"{i}", c))], alpha);
        Assert.That(runs[^1].Sum.Evaluate(Leaf), Is.EqualTo(expected));
        Assert.That(string.Join("; ", runs.AsEnumerable().Reverse().Select(run => run.Names)), Is.EqualTo(string.Join("; ", Enumerable.Range(0, constraints.Length))));
    }

    [Test]
    public void A_selector_is_multiplied_once_even_if_every_constraint_has_its_own_copy()
    {
        Expression<Fr> Selector() => 3 * (Expression<Fr>.Fixed(0) * Expression<Fr>.Fixed(1));
        Expression<Fr>[] constraints = [.. Enumerable.Range(0, 5).Select(i => Selector() * Expression<Fr>.Advice(i))];
        var program = GateProgram<Fr>.Compile([ConstraintSum.Combine(constraints, Expression<Fr>.Challenge(ChallengeId.Alpha))]);
        Assert.That(program.Instructions.Count(i => i.Operation == GateOperation.Multiply), Is.EqualTo(2));
    }
}
