using Zk.Field;
using Zk.Testing;

namespace Zk.Plonk.Tests;

/// <summary>
/// The prover's early checks of z and φ on row u are a courtesy; the constraints must refuse without them. An engine that lies about the running
/// products and sums gets past the checks. Both ends are tried: the false value on row u, which the step constraint must refuse, and the true one,
/// which the end constraint must refuse. L_u·(z − 1), the classical mistake, would let the second pass.
/// </summary>
[TestFixture]
public class DishonestProverTests
{
    [Test]
    public void Unequal_copies_are_refused_by_the_permutation_constraints([Values] bool trueEnd, [Values] CommitmentScheme scheme)
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Smallest<Fr>(4), scheme: scheme);
        using var engine = new LyingEngine(new CpuEngine<Fr>(1), trueEnd);
        using var assignment = system.Toy.Assign();
        var prover = new Prover<Fr>(system.ProvingKey, engine);
        Assert.That(system.Verifier.Verify(prover.Prove(assignment), assignment.PublicInputs), Is.True, "the lies are true of an honest witness");
        assignment.Advice[0][0] += Fr.One;
        Assert.That(() => prover.Prove(assignment), Throws.TypeOf<UnsatisfiedWitnessException>().With.Message.Contains("a gate"));
        Assert.That(engine.Lied, Is.True);
    }

    [Test]
    public void An_unbalanced_bus_is_refused_by_its_constraints([Values] bool trueEnd, [Values] CommitmentScheme scheme)
    {
        using var system = new ToyProofSystem<Fr>(ToyCircuits.Range<Fr>(4, 0), scheme: scheme);
        using var engine = new LyingEngine(new CpuEngine<Fr>(1), trueEnd);
        using var assignment = system.Toy.Assign();
        var prover = new Prover<Fr>(system.ProvingKey, engine);
        Assert.That(system.Verifier.Verify(prover.Prove(assignment), assignment.PublicInputs), Is.True);
        assignment.Advice[2][4] = Fr.FromUInt64(1000);
        Assert.That(() => prover.Prove(assignment), Throws.TypeOf<UnsatisfiedWitnessException>().With.Message.Contains("a gate"));
        Assert.That(engine.Lied, Is.True);
    }

    private sealed class LyingEngine(IEngine<Fr> inner, bool trueEnd) : ForwardingEngine<Fr>(inner)
    {
        private Fr? _end;

        public bool Lied { get; private set; }

        public override Fr PrefixProduct(EngineBuffer<Fr> values, long count) => Lie(base.PrefixProduct(values, count), Fr.One);

        public override Fr PrefixSum(EngineBuffer<Fr> values, long count) => Lie(base.PrefixSum(values, count), Fr.Zero);

        /// <summary>The first value written after a running product or sum is its end, on row u.</summary>
        public override void Write(EngineBuffer<Fr> destination, long start, ReadOnlySpan<Fr> values)
        {
            if (trueEnd && _end is { } end && values.Length == 1)
                base.Write(destination, start, [end]);
            else
                base.Write(destination, start, values);
            _end = null;
        }

        private Fr Lie(Fr truth, Fr wanted)
        {
            _end = truth;
            Lied |= truth != wanted;
            return wanted;
        }
    }
}
