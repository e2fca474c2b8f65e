using Zk.Field;
using Zk.Testing;

namespace Zk.Plonk.Tests;

[TestFixture(1)]
[TestFixture(3)]
public class CpuEngineTests(int threads)
{
    private static readonly Fr _shift = Fr.MultiplicativeGenerator;

    [Test]
    public void A_polynomial_is_evaluated_on_smaller_and_larger_cosets([Values(1, 5, 64, 2048, 2053)] int coefficients, [Values(0, 1, 4, 11, 12)] int log2)
    {
        using var engine = new CpuEngine<Fr>(threads);
        using var polynomial = Random(engine, coefficients, out var values);
        using var result = engine.Allocate(1L << log2);
        engine.EvaluateOnCoset(polynomial, _shift, result);
        var omega = Fr.RootOfUnity(log2);
        for (var i = 0L; i < result.Length; i += 1 + (result.Length / 20))
            Assert.That(At(engine, result, i), Is.EqualTo(Horner(values, _shift * omega.Pow((ulong)i))), $"point {i}");
    }

    [Test]
    public void Interpolation_undoes_evaluation_and_leaves_the_rest_alone()
    {
        using var engine = new CpuEngine<Fr>(threads);
        using var polynomial = Random(engine, 2048, out var values);
        using var result = engine.Allocate(2048);
        engine.EvaluateOnCoset(polynomial, _shift, result);
        using var longer = engine.Allocate(2050);
        engine.Copy(result, longer);
        engine.Write(longer, 2048, [Fr.One, Fr.One]);
        engine.Interpolate(longer, 11, _shift);
        Assert.That(All(engine, longer), Is.EqualTo(values.Concat([Fr.One, Fr.One])));
    }

    [Test]
    public void Scatter_writes_every_stride()
    {
        using var engine = new CpuEngine<Fr>(threads);
        using var source = Random(engine, 3000, out var values);
        using var destination = engine.Allocate(9001);
        engine.Scatter(source, destination, 2, 3);
        var expected = new Fr[9001];
        for (var i = 0; i < 3000; i++)
            expected[2 + (3 * i)] = values[i];
        Assert.That(All(engine, destination), Is.EqualTo(expected));
    }

    [Test]
    public void Prefixes_are_exclusive_and_return_the_whole()
    {
        using var engine = new CpuEngine<Fr>(threads);
        using var products = Random(engine, 3000, out var values);
        using var sums = engine.Allocate(3000);
        engine.Copy(products, sums);
        var product = engine.PrefixProduct(products, 2999);
        var sum = engine.PrefixSum(sums, 2999);
        Assert.Multiple(() =>
        {
            Assert.That(product, Is.EqualTo(values[..2999].Aggregate(Fr.One, (a, b) => a * b)));
            Assert.That(sum, Is.EqualTo(values[..2999].Aggregate(Fr.Zero, (a, b) => a + b)));
            Assert.That(At(engine, products, 0), Is.EqualTo(Fr.One));
            Assert.That(At(engine, products, 2998), Is.EqualTo(values[..2998].Aggregate(Fr.One, (a, b) => a * b)));
            Assert.That(At(engine, products, 2999), Is.EqualTo(values[2999]), "beyond the count nothing changes");
            Assert.That(At(engine, sums, 1), Is.EqualTo(values[0]));
        });
    }

    [Test]
    public void Inverses_powers_products_and_scaled_sums()
    {
        using var engine = new CpuEngine<Fr>(threads);
        using var a = Random(engine, 2000, out var values);
        engine.Write(a, 7, [Fr.Zero]);
        using var powers = engine.Allocate(2000);
        engine.FillPowers(powers, _shift, values[0]);
        using var b = engine.Allocate(2001);
        engine.AddScaled(b, values[1], a);
        engine.AddScaled(b, values[2], powers);
        Assert.That(At(engine, b, 99), Is.EqualTo((values[1] * values[99]) + (values[2] * _shift * values[0].Pow(99UL))));
        engine.Invert(a);
        engine.Multiply(a, powers);
        Assert.Multiple(() =>
        {
            Assert.That(At(engine, a, 1999), Is.EqualTo(values[1999].Inverse() * _shift * values[0].Pow(1999UL)));
            Assert.That(At(engine, a, 7), Is.EqualTo(Fr.Zero), "zero stays zero");
        });
    }

    [Test]
    public void Combinations_add_sources_of_any_length([Values(0, 1, 3, 40)] int terms)
    {
        using var engine = new CpuEngine<Fr>(threads);
        using var destination = Random(engine, 1500, out var expected);
        var sources = new List<(Fr, EngineBuffer<Fr>)>();
        for (var i = 0; i < terms; i++)
        {
            var scalar = i == 2 ? Fr.Zero : i == 3 ? Fr.One : Fr.Random();
            sources.Add((scalar, Random(engine, new[] { 1500, 1492, 1498, 1, 1499, 0 }[i % (terms > 30 ? 6 : 5)], out var values)));
            for (var j = 0; j < values.Length; j++)
                expected[j] += scalar * values[j];
        }

        engine.AddCombination(destination, sources);
        Assert.That(All(engine, destination), Is.EqualTo(expected));
        sources.ForEach(source => source.Item2.Dispose());
    }

    [Test]
    public void Division_by_a_linear_factor_leaves_quotient_and_value()
    {
        using var engine = new CpuEngine<Fr>(threads);
        using var polynomial = Random(engine, 2500, out var values);
        var remainder = engine.DivideByLinear(polynomial, _shift);
        var x = Fr.Random();
        Assert.Multiple(() =>
        {
            Assert.That(remainder, Is.EqualTo(Horner(values, _shift)));
            Assert.That((engine.Evaluate(polynomial, x) * (x - _shift)) + remainder, Is.EqualTo(Horner(values, x)));
            Assert.That(At(engine, polynomial, 2499), Is.EqualTo(Fr.Zero));
        });
    }

    [Test]
    public void A_commitment_is_the_value_at_tau()
    {
        using var engine = new CpuEngine<Fr>(threads);
        using var srs = Srs<Fr>.CreateForDevelopment(ExponentCurve<Fr>.Instance, 100, threads);
        using var polynomial = Random(engine, 90, out var values);
        Assert.That(ExponentCurve<Fr>.Log(engine.Commit(srs, polynomial)), Is.EqualTo(Horner(values, ExponentCurve<Fr>.Log(srs.Powers[1]))));
        using var tooLong = engine.Allocate(101);
        Assert.That(() => engine.Commit(srs, tooLong), Throws.ArgumentException.With.Message.Contains("101 coefficients"));
    }

    [Test]
    public void Borrowed_vectors_are_read_in_place_and_never_written()
    {
        using var engine = new CpuEngine<Fr>(threads);
        using var vector = new FieldVector<Fr>([Fr.One, _shift]);
        var borrowed = engine.Borrow(vector);
        Assert.That(At(engine, borrowed, 1), Is.EqualTo(_shift));
        Assert.That(() => engine.Invert(borrowed), Throws.ArgumentException.With.Message.Contains("read-only"));
        borrowed.Dispose();
        Assert.That(vector[1], Is.EqualTo(_shift), "disposing a borrowed buffer leaves the vector alone");
    }

    [Test]
    public void Programs_refuse_wrong_shapes()
    {
        using var engine = new CpuEngine<Fr>(threads);
        using var buffer = engine.Allocate(4);
        var program = GateProgram<Fr>.Compile([Expression<Fr>.Advice(0)]);
        Assert.Multiple(() =>
        {
            Assert.That(() => engine.Run(program, [], 4, [], [buffer]), Throws.ArgumentException);
            Assert.That(() => engine.Run(program, [], 5, [new(buffer)], [buffer]), Throws.ArgumentException);
            Assert.That(() => engine.Run(program, [], 4, [new(buffer, 4)], [buffer]), Throws.ArgumentException);
            Assert.That(() => engine.Run(program, [], 4, [new(buffer)], []), Throws.ArgumentException);
        });
    }

    private static EngineBuffer<Fr> Random(CpuEngine<Fr> engine, int length, out Fr[] values)
    {
        values = [.. Enumerable.Range(0, length).Select(_ => Fr.Random())];
        var buffer = engine.Allocate(length);
        engine.Write(buffer, 0, values);
        return buffer;
    }

    private static Fr Horner(Fr[] coefficients, Fr x) => coefficients.Reverse().Aggregate(Fr.Zero, (value, c) => (value * x) + c);

    private static Fr At(CpuEngine<Fr> engine, EngineBuffer<Fr> buffer, long index)
    {
        var value = new Fr[1];
        engine.Read(buffer, index, value);
        return value[0];
    }

    private static Fr[] All(CpuEngine<Fr> engine, EngineBuffer<Fr> buffer)
    {
        var values = new Fr[buffer.Length];
        engine.Read(buffer, 0, values);
        return values;
    }
}
