using FsCheck;
using FsCheck.Fluent;
using Zk.Field;
using Zk.Testing;

namespace Zk.Plonk.Tests;

[TestFixture(VectorKernel.Portable)]
[TestFixture(VectorKernel.Avx2)]
[TestFixture(VectorKernel.Avx512)]
public class GateProgramTests(VectorKernel kernel)
{
    private static readonly Fr[] _challenges = [.. Enumerable.Range(0, 5).Select(_ => Fr.Random())];

    private static readonly Fr _smallest = Fr.FromBigInteger(System.Numerics.BigInteger.One << 256).Inverse();

    [Test]
    public void A_program_computes_what_its_trees_say() =>
        Prop.ForAll<int>(CheckRandomExpressions).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private void CheckRandomExpressions(int seed)
    {
        var random = new Random(seed);
        Expression<Fr>[] expressions = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => RandomExpressions.Next<Fr>(random, random.Next(40)))];
        Check(expressions, rows: random.Next(1, 300), threads: 1, leaf => leaf.Kind == ExpressionKind.Fixed && leaf.Index == 3);
    }

    [Test]
    public void Threads_do_not_change_the_values()
    {
        var random = new Random(7);
        Check([RandomExpressions.Next<Fr>(random, 30)], rows: 5000, threads: 3, _ => false);
    }

    [Test]
    public void Sums_without_carries_are_exact_at_their_longest([Values(3, 16, 17, 200)] int terms)
    {
        // On every fifth row all summands are the largest packed number, so nothing cancels.
        Expression<Fr> sum = 0, difference = 0;
        for (var i = 0; i < terms; i++)
        {
            sum += Expression<Fr>.Advice(i % 4);
            difference -= Expression<Fr>.Advice(i % 3);
        }

        Check([sum, difference, sum + difference + sum], rows: 61, threads: 1, _ => false);
        Check([sum * difference, sum * sum, difference * difference * sum, -(sum * Expression<Fr>.Challenge(ChallengeId.Beta))], rows: 61, threads: 1, _ => false);
    }

    [Test]
    public void Small_multiples_are_sums([Range(-17, 17)] int factor)
    {
        var program = GateProgram<Fr>.Compile([factor * Expression<Fr>.Advice(0)]);
        var cheap = Math.Abs(factor) is <= 10 or 12 or 16;
        Assert.That(Count(program, GateOperation.MultiplyScalar), Is.EqualTo(cheap ? 0 : 1));
        Assert.That(Count(program, GateOperation.Add) + Count(program, GateOperation.Subtract), Is.LessThanOrEqualTo(4));
        Check([factor * Expression<Fr>.Advice(0), Expression<Fr>.Advice(1) - (factor * Expression<Fr>.Advice(0))], rows: 40, threads: 1, _ => false);
    }

    [Test]
    public void Outputs_may_be_inputs_and_columns_are_read_cyclically()
    {
        using var engine = new CpuEngine<Fr>(2, kernel);
        const int rows = 3001;
        Fr[] values = [.. Enumerable.Range(0, rows).Select(i => Fr.FromUInt64((ulong)i))];
        using var column = engine.Allocate(rows);
        using var other = engine.Allocate(rows + 5);
        engine.Write(column, 0, values);
        engine.Write(other, 0, values);
        var (a, b) = (Expression<Fr>.Advice(0), Expression<Fr>.Advice(1));
        engine.Run(GateProgram<Fr>.Compile([a * b]), [], rows, [new(column), new(other, rows - 7)], [column]);
        var results = new Fr[rows];
        engine.Read(column, 0, results);
        Assert.That(results, Is.EqualTo(values.Select((v, i) => v * values[(i + rows - 7) % rows])));
    }

    [Test]
    public void Constants_and_challenges_alone_are_broadcast()
    {
        var theta = Expression<Fr>.Challenge(ChallengeId.Theta);
        Check([5, theta, (theta * theta) - theta, Expression<Fr>.Advice(0) - Expression<Fr>.Advice(0)], rows: 130, threads: 1, _ => false);
    }

    [Test]
    public void Common_subexpressions_are_computed_once()
    {
        Expression<Fr> Product() => (Expression<Fr>.Advice(0) + Expression<Fr>.Advice(1)) * Expression<Fr>.Fixed(0);
        Expression<Fr> Reversed() => Expression<Fr>.Fixed(0) * (Expression<Fr>.Advice(1) + Expression<Fr>.Advice(0));
        var program = GateProgram<Fr>.Compile([Product() + (Expression<Fr>.Advice(2) * Product()), Reversed()]);
        Assert.Multiple(() =>
        {
            Assert.That(Count(program, GateOperation.Load), Is.EqualTo(4));
            Assert.That(Count(program, GateOperation.Add), Is.EqualTo(2));
            Assert.That(Count(program, GateOperation.Multiply), Is.EqualTo(2));
        });
    }

    [Test]
    public void Squares_and_subtractions_are_recognised_and_scalars_hoisted()
    {
        var (a, b) = (Expression<Fr>.Advice(0), Expression<Fr>.Advice(1));
        var beta = Expression<Fr>.Challenge(ChallengeId.Beta);
        var program = GateProgram<Fr>.Compile([(a * a) - (b * (beta * (beta + 3))), -a, 1 - b]);
        Assert.Multiple(() =>
        {
            Assert.That(Count(program, GateOperation.Square), Is.EqualTo(1));
            Assert.That(Count(program, GateOperation.Subtract), Is.EqualTo(1));
            Assert.That(Count(program, GateOperation.MultiplyScalar), Is.EqualTo(1));
            Assert.That(Count(program, GateOperation.SubtractFromScalar), Is.EqualTo(2));
            Assert.That(Count(program, GateOperation.Multiply), Is.Zero);
        });
    }

    [Test]
    public void Registers_are_reused()
    {
        Expression<Fr> sum = 0;
        for (var i = 0; i < 50; i++)
            sum = (sum * Expression<Fr>.Challenge(ChallengeId.Alpha)) + (Expression<Fr>.Advice(2 * i) * Expression<Fr>.Advice((2 * i) + 1));
        Assert.That(GateProgram<Fr>.Compile([sum]).RegisterCount, Is.LessThanOrEqualTo(3));
    }

    [Test]
    public void Leaves_that_vanish_take_their_products_along()
    {
        var gate = (Expression<Fr>.Fixed(0) * Expression<Fr>.Advice(0).Pow5()) + Expression<Fr>.Advice(1);
        var program = GateProgram<Fr>.Compile([gate], leaf => leaf.Kind == ExpressionKind.Fixed);
        Assert.That(program.Inputs, Is.EqualTo(new[] { new GateInput(ExpressionKind.Advice, 1, 0) }));
    }

    private static int Count(GateProgram<Fr> program, GateOperation operation) => program.Instructions.Count(i => i.Operation == operation);

    private void Check(Expression<Fr>[] expressions, int rows, int threads, Predicate<Expression<Fr>> vanishes)
    {
        var program = GateProgram<Fr>.Compile(expressions, vanishes);
        var columns = new Dictionary<(ExpressionKind, int), Fr[]>();
        Fr[] Column(ExpressionKind kind, int index)
        {
            if (!columns.TryGetValue((kind, index), out var column))
            {
                // Among random values the extremes of the packed form: zero, R^−1 (a one in its lowest bit), −R^−1 (the largest number) and neighbours.
                var g = Fr.MultiplicativeGenerator.Pow((ulong)columns.Count + 1);
                column = [.. Enumerable.Range(1, rows).Select(i => (i % 5) switch
                {
                    0 => -_smallest,
                    1 when columns.Count % 2 == 0 => Fr.FromUInt64((ulong)i % 3) * _smallest,
                    _ => g.Pow((ulong)i * 0x9E3779B97F4A7C15UL),
                })];
                columns.Add((kind, index), column);
            }

            return column;
        }

        using var engine = new CpuEngine<Fr>(threads, kernel);
        using var disposables = new DisposableList();
        var inputs = program.Inputs.Select(input =>
        {
            var buffer = disposables.Add(engine.Allocate(rows));
            engine.Write(buffer, 0, Column(input.Kind, input.Index));
            return new ColumnView<Fr>(buffer, input.Rotation % rows);
        }).ToArray();
        var outputs = expressions.Select(_ => disposables.Add(engine.Allocate(rows))).ToArray();
        engine.Run(program, _challenges, rows, inputs, outputs);

        var value = new Fr[1];
        for (var row = 0; row < rows; row += 1 + (rows / 40))
        {
            for (var i = 0; i < expressions.Length; i++)
            {
                var expected = expressions[i].Evaluate(leaf => leaf.Kind switch
                {
                    _ when vanishes(leaf) => Fr.Zero,
                    ExpressionKind.Challenge => _challenges[leaf.Index],
                    _ => Column(leaf.Kind, leaf.Index)[(row + leaf.Rotation) % rows],
                });
                engine.Read(outputs[i], row, value);
                Assert.That(value[0], Is.EqualTo(expected), $"output {i}, row {row}");
            }
        }
    }

    private sealed class DisposableList : IDisposable
    {
        private readonly List<IDisposable> _items = [];

        public T Add<T>(T item)
            where T : IDisposable
        {
            _items.Add(item);
            return item;
        }

        public void Dispose() => _items.ForEach(item => item.Dispose());
    }
}
