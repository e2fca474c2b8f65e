using Zk.Curves;
using Zk.Field;
using Zk.Testing;

namespace Zk.Plonk.Tests;

[TestFixture]
public class KeyTests
{
    [Test]
    public void Keys_are_deterministic_and_hold_the_columns_they_commit_to()
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Bus<Fr>(5));
        var (again, key) = Keys.Generate(system.Circuit, system.Srs);
        using (again)
        {
            Assert.That(key.Digest.ToArray(), Is.EqualTo(system.Key.Digest.ToArray()));
            var tau = ExponentCurve<Fr>.Log(system.Srs.Powers[1]);
            for (var i = 0; i < key.FixedCommitments.Count; i++)
            {
                var column = again.FixedCoefficients[i];
                var value = Fr.Zero;
                for (var j = column.Length - 1; j >= 0; j--)
                    value = (value * tau) + column[j];
                Assert.That(ExponentCurve<Fr>.Log(key.FixedCommitments[i]), Is.EqualTo(value));
                using var rows = column.Clone();
                EvaluationDomain<Fr>.Shared(5).Forward(rows, 1);
                for (var row = 0; row < rows.Length; row++)
                    Assert.That(rows[row], Is.EqualTo(Expected(system.Circuit, i, row)), $"column {i}, row {row}");
            }
        }
    }

    [Test]
    public void A_fixed_column_of_zeros_is_dropped()
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Rotation<Fr>(4));
        Assert.Multiple(() =>
        {
            Assert.That(system.Key.IsZeroColumn(0), Is.False);
            Assert.That(system.Key.IsZeroColumn(1), Is.True);
            Assert.That(system.Key.Layout.Openings.Where(o => o.Kind == ExpressionKind.Fixed).Select(o => o.Index), Is.EqualTo(new[] { 0, 2, 3 }));
        });
    }

    [Test]
    public void The_layout_is_the_documented_one()
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Bus<Fr>(4));
        var layout = system.Key.Layout;
        Opening[] expected =
        [
            new(ExpressionKind.Advice, 2, true, 0), new(ExpressionKind.Advice, 3, true, 2),
            .. Enumerable.Range(0, 1 + system.Circuit.System.BusGroups.Count).Select(i => new Opening(ExpressionKind.Accumulator, i, true, 4 + (2 * i))),
        ];
        var next = 4 + (2 * (1 + system.Circuit.System.BusGroups.Count));
        expected =
        [
            .. expected,
            .. Enumerable.Range(0, 8).Select(i => new Opening(ExpressionKind.Fixed, i, false, next + i)),
            new(ExpressionKind.Multiplicity, 0, false, next + 8), new(ExpressionKind.Multiplicity, 1, false, next + 9),
            new(ExpressionKind.Advice, 0, false, next + 10), new(ExpressionKind.Advice, 1, false, next + 11),
        ];
        Assert.Multiple(() =>
        {
            Assert.That(system.Circuit.System.BusGroups, Has.Count.GreaterThan(1));
            Assert.That(layout.Openings, Is.EqualTo(expected));
            Assert.That(layout.EvaluationCount, Is.EqualTo(next + 12));
            Assert.That(layout.AccumulatorStart, Is.EqualTo(6));
            Assert.That(layout.CommitmentCount, Is.EqualTo(6 + system.Circuit.System.AccumulatorColumns + 5 + 2));
            Assert.That(layout.EvaluationIndex(ExpressionKind.Advice, 3, 1), Is.EqualTo(3));
            Assert.That(() => layout.EvaluationIndex(ExpressionKind.Advice, 0, 1), Throws.TypeOf<KeyNotFoundException>());
        });
    }

    [Test]
    public void Parts_that_do_not_fit_are_refused_by_name()
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Vanilla<Fr>(4));
        using var larger = new ToyProofSystem<Fr>(ToyCircuits.Vanilla<Fr>(5));
        using var small = Srs<Fr>.CreateForDevelopment(ExponentCurve<Fr>.Instance, 23, 1);
        using var other = Srs<Fr>.CreateForDevelopment(ExponentCurve<Fr>.Instance, 24, 1);
        var (key, curve) = (system.Key, system.Key.Curve);
        VerifyingKey<Fr> Make(int log2, ConstraintSystem<Fr> constraints, IReadOnlyList<G1Point> commitments, G2Point tau) =>
            new(key.Circuit, log2, constraints, curve, commitments, tau, true);
        var infinite = key.FixedCommitments.ToArray();
        infinite[5] = curve.G1Infinity;
        Assert.Multiple(() =>
        {
            Assert.That(() => Keys.Generate(system.Circuit, small), Throws.ArgumentException.With.Message.Contains("needs an SRS of 24 powers; this one has 23"));
            Assert.That(() => Make(2, key.System, key.FixedCommitments, key.TauG2), Throws.ArgumentException.With.Message.Contains("2^2"));
            Assert.That(() => Make(29, key.System, key.FixedCommitments, key.TauG2), Throws.ArgumentException.With.Message.Contains("2^29"));
            Assert.That(() => Make(4, key.System, [.. key.FixedCommitments.Skip(1)], key.TauG2), Throws.ArgumentException.With.Message.Contains("7 fixed commitments instead of 8"));
            Assert.That(() => Make(4, key.System, infinite, key.TauG2), Throws.ArgumentException.With.Message.Contains("permutation column"));
            Assert.That(() => Make(4, key.System, key.FixedCommitments, curve.G2Infinity), Throws.ArgumentException.With.Message.Contains("tau is zero"));
            Assert.That(() => Make(4, new(3, 5, 0, 12, [], []), key.FixedCommitments, key.TauG2), Throws.ArgumentException.With.Message.Contains("12 public inputs"));
            Assert.That(() => new ProvingKey<Fr>(key, larger.Circuit, larger.Srs, []), Throws.ArgumentException.With.Message.Contains("2^5"));
            Assert.That(() => new ProvingKey<Fr>(key, system.Circuit, small, []), Throws.ArgumentException.With.Message.Contains("24 powers"));
            Assert.That(() => new ProvingKey<Fr>(key, system.Circuit, other, []), Throws.ArgumentException.With.Message.Contains("another SRS"));
            Assert.That(() => new ProvingKey<Fr>(key, system.Circuit, system.Srs, []), Throws.ArgumentException.With.Message.Contains("8 columns"));
        });
    }

    private static Fr Expected(CompiledCircuit<Fr> circuit, int column, long row)
    {
        if (column < circuit.System.FixedColumns)
            return circuit.FixedColumns[column][row];
        var cell = circuit.Permutation[((column - circuit.System.FixedColumns) * circuit.Rows) + row];
        return circuit.System.CosetFactors[(int)(cell / circuit.Rows)] * Fr.RootOfUnity(circuit.Log2).Pow((ulong)(cell % circuit.Rows));
    }
}
