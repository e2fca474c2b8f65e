using FsCheck;
using FsCheck.Fluent;
using Zk.Field;
using Zk.Testing;

namespace Zk.Plonk.Tests;

[TestFixture]
public class GateProgramTests
{
    private static readonly Fr[] _challenges = [.. Enumerable.Range(0, 5).Select(_ => Fr.Random())];

    [Test]
    public void A_program_computes_what_its_trees_say() =>
        Prop.ForAll<int>(CheckRandomExpressions).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static void CheckRandomExpressions(int seed)
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

    private static void Check(Expression<Fr>[] expressions, int rows, int threads, Predicate<Expression<Fr>> vanishes)
    {
        var program = GateProgram<Fr>.Compile(expressions, vanishes);
        var columns = new Dictionary<(ExpressionKind, int), Fr[]>();
        Fr[] Column(ExpressionKind kind, int index)
        {
            if (!columns.TryGetValue((kind, index), out var column))
            {
                var g = Fr.MultiplicativeGenerator.Pow((ulong)columns.Count + 1);
                column = [.. Enumerable.Range(1, rows).Select(i => g.Pow((ulong)i * 0x9E3779B97F4A7C15UL))];
                columns.Add((kind, index), column);
            }

            return column;
        }

        using var engine = new CpuEngine<Fr>(threads);
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
