using Zk.Field;
using Zk.Testing;

namespace Zk.Plonk.Tests;

[TestFixture]
public class ZeroKnowledgeTests
{
    [Test]
    public void Two_proofs_of_one_witness_share_no_element(
        [ValueSource(typeof(ToyCircuits), nameof(ToyCircuits.Kinds))] string kind, [Values] CommitmentScheme scheme)
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Make<Fr>(kind, 4), scheme: scheme);
        var (first, _) = system.Prove();
        var (second, _) = system.Prove();
        Assert.Multiple(() =>
        {
            Assert.That(first.Commitments.Intersect(second.Commitments), Is.Empty);
            Assert.That(first.Evaluations.Intersect(second.Evaluations).Where(value => !value.IsZero), Is.Empty, "but for columns of zeros in a pack");
            Assert.That(first.Commitments, Is.Unique);
        });
    }

    [Test]
    public void Columns_are_random_on_their_last_rows_and_only_there(
        [ValueSource(typeof(ToyCircuits), nameof(ToyCircuits.Kinds))] string kind, [Values] CommitmentScheme scheme)
    {
        const int log2 = 4;
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Make<Fr>(kind, log2), scheme: scheme);
        using var assignment = system.Toy.Assign();
        var layout = system.Key.Layout;
        var usable = (int)system.Circuit.UsableRows;
        var seen = new HashSet<Fr>();
        var expected = 0;
        for (var run = 0; run < 3; run++)
        {
            system.Engine.Committed.Clear();
            _ = system.Prover.Prove(assignment);
            var packs = layout.Packs.Skip(system.Key.FixedCommitments.Count).ToList();
            var columns = packs.SelectMany((pack, i) => Enumerable.Range(0, pack.Count).Select(j => Member(system.Engine.Committed[i], pack.Count, j))).ToList();
            var witness = system.Circuit.System.WitnessColumns.Count;
            Assert.That(columns, Has.Count.EqualTo(witness + system.Circuit.System.AccumulatorColumns));
            for (var i = 0; i < columns.Count; i++)
            {
                var values = Evaluate(columns[i], log2);
                var random = values[(i < witness ? usable : usable + 1)..];
                seen.UnionWith(random);
                expected += random.Length;
                if (i >= witness)
                    continue;
                for (var row = 0; row < usable; row++)
                    Assert.That(values[row], Is.EqualTo(assignment.Advice.Concat(assignment.Multiplicities).ElementAt(i)[row]));
            }
        }

        Assert.That(seen, Has.Count.EqualTo(expected), "every random cell is different from all others");
    }

    [TestCase(CommitmentScheme.Shplonk, 5)]
    [TestCase(CommitmentScheme.ShplonkWide, 3)]
    public void Quotient_pieces_are_blinded_against_each_other(CommitmentScheme scheme, int pieces)
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.FifthPower<Fr>(4), scheme: scheme);
        var layout = system.Key.Layout;
        var seen = new HashSet<Fr>();
        Assert.That(layout.QuotientPieces, Is.EqualTo(pieces));
        for (var run = 0; run < 3; run++)
        {
            system.Engine.Committed.Clear();
            _ = system.Prove();
            for (var i = 0; i + 1 < pieces; i++)
                seen.Add(system.Engine.Committed[layout.QuotientStart + i][layout.QuotientWidth * system.Circuit.Rows]);
        }

        Assert.That(seen, Has.Count.EqualTo(3 * (pieces - 1)));
        Assert.That(seen, Does.Not.Contain(Fr.Zero));
    }

    /// <summary>
    /// b_i adds τ^(wn) to what the commitment to piece i reveals and −1 to piece i + 1. Restricted to all pieces but the last the map has full rank, so these commitments
    /// are uniform; the last follows from them and T(τ), which the b_i leave as it is.
    /// </summary>
    [Test]
    public void The_blinders_of_pieces_determine_all_commitments_but_one([Values(1, 2)] int width, [Values(2, 3, 5)] int pieces)
    {
        var shift = Fr.Random().Pow(16UL * (ulong)width);
        var rows = new List<Fr[]>();
        for (var i = 0; i + 1 < pieces; i++)
        {
            rows.Add(new Fr[pieces]);
            (rows[i][i], rows[i][i + 1]) = (shift, -Fr.One);
        }

        Assert.That(Rank([.. rows.Select(row => row[..^1])]), Is.EqualTo(pieces - 1));
        foreach (var row in rows)
            Assert.That(row.Reverse().Aggregate(Fr.Zero, (value, c) => (value * shift) + c), Is.EqualTo(Fr.Zero), "T(τ) stays");
    }

    /// <summary>
    /// What a proof reveals about a column are linear functions of it: its values at τ (the commitment), τω (through the quotient, whose commitment
    /// is a function of all columns at τ and τω), ζ and ζω. A commitment to t packed columns reveals their values at τ^t instead of τ. Restricted to the
    /// random rows the map has full rank, so that what is revealed is uniform whatever the other rows hold.
    /// </summary>
    [Test]
    public void The_random_rows_determine_everything_revealed_about_a_column(
        [Values(3, 4, 8, 12)] int log2, [Values(0, 1)] int firstRandomRow, [Values(1, 2, 5, 24)] int packed)
    {
        var n = 1UL << log2;
        var omega = Fr.RootOfUnity(log2);
        var (tau, zeta) = (Fr.Random(), Fr.Random());
        Fr[] points = [.. new[] { tau, tau.Pow((ulong)packed), tau * omega, zeta, zeta * omega }.Distinct()];
        var rows = new List<Fr[]>();
        for (var row = n - ConstraintSystem<Fr>.BlindingRows + (ulong)firstRandomRow; row < n; row++)
        {
            // L_row(x) = ω^row (x^n − 1)/(n (x − ω^row))
            var root = omega.Pow(row);
            rows.Add([.. points.Select(x => root * (x.Pow(n) - Fr.One) * (Fr.FromUInt64(n) * (x - root)).Inverse())]);
        }

        Assert.That(Rank(rows), Is.EqualTo(points.Length));
    }

    [Test]
    public void The_rank_test_notices_too_few_random_rows()
    {
        var omega = Fr.RootOfUnity(4);
        var x = Fr.Random();
        List<Fr[]> rows = [[x, x * omega, x.Square(), x], [x, x, x, x], [x * omega, x.Square(), x, omega]];
        Assert.That(Rank(rows), Is.LessThan(4));
        rows.Add([.. rows[0].Zip(rows[1], (a, b) => a + b)]);
        Assert.That(Rank(rows), Is.LessThan(4), "a row that depends on others adds nothing");
    }

    /// <summary>Coefficients j, j + t, j + 2t, ... of a pack of t.</summary>
    private static Fr[] Member(Fr[] pack, int size, int j) => [.. pack.Where((_, i) => i % size == j)];

    private static int Rank(List<Fr[]> source)
    {
        var rows = source.Select(row => (Fr[])row.Clone()).ToList();
        var rank = 0;
        for (var column = 0; column < rows[0].Length; column++)
        {
            var pivot = rows.FindIndex(rank, row => !row[column].IsZero);
            if (pivot < 0)
                continue;
            (rows[rank], rows[pivot]) = (rows[pivot], rows[rank]);
            for (var i = rank + 1; i < rows.Count; i++)
            {
                var factor = rows[i][column] * rows[rank][column].Inverse();
                for (var j = 0; j < rows[i].Length; j++)
                    rows[i][j] -= factor * rows[rank][j];
            }

            rank++;
        }

        return rank;
    }

    private static Fr[] Evaluate(Fr[] coefficients, int log2)
    {
        using var vector = new FieldVector<Fr>(coefficients.AsSpan(0, 1 << log2));
        EvaluationDomain<Fr>.Shared(log2).Forward(vector, 1);
        var values = new Fr[1 << log2];
        vector.Load(0, values);
        return values;
    }
}
