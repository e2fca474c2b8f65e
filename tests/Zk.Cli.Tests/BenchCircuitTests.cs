using NUnit.Framework;
using Zk.Curves;
using Zk.Plonk;
using Fr = Zk.Field.Fp256<Zk.Curves.Bn254Fr>;

namespace Zk.Cli.Tests;

/// <summary>The circuits that <c>zk bench prove</c> times are real ones: their witnesses are accepted, wrong ones are not, proofs verify.</summary>
[TestFixture]
public sealed class BenchCircuitTests
{
    [TestCase(3)]
    [TestCase(4)]
    [TestCase(7)]
    public void WitnessSatisfiesTheCircuitAndProofVerifies(int log2)
    {
        using var circuit = VanillaCircuit.Compile<Fr>(log2);
        Assert.That(circuit.Rows, Is.EqualTo(1L << log2), "the domain has exactly the size asked for");
        using var assignment = new Assignment<Fr>(circuit);
        VanillaCircuit.Assign(assignment, circuit.Rows, Fr.Random());
        Assert.That(WitnessChecker<Fr>.Check(circuit, assignment), Is.Empty);

        using var srs = Srs<Fr>.CreateForDevelopment(Bn254.Curve, circuit.SrsSize, 1);
        var (provingKey, verifyingKey) = Keys.Generate(circuit, srs);
        using (provingKey)
        {
            using var engine = new CpuEngine<Fr>(1);
            var proof = new Prover<Fr>(provingKey, engine).Prove(assignment);
            Assert.That(new Verifier<Fr>(verifyingKey).Verify(proof, assignment.PublicInputs), Is.True);
            Assert.That(new Verifier<Fr>(verifyingKey).Verify(proof, [assignment.PublicInputs[0] + Fr.One]), Is.False);
        }
    }

    [Test]
    public void EveryUsedCellIsConstrained()
    {
        using var circuit = VanillaCircuit.Compile<Fr>(4);
        for (var column = 0; column < 3; column++)
        {
            for (var row = 0; row < circuit.UsableRows; row++)
            {
                using var assignment = new Assignment<Fr>(circuit);
                VanillaCircuit.Assign(assignment, circuit.Rows, Fr.FromBigInteger(3));
                assignment.Advice[column][row] += Fr.One;
                Assert.That(WitnessChecker<Fr>.Check(circuit, assignment), Is.Not.Empty, $"column {column}, row {row}");
            }
        }
    }

    [TestCase(10)]
    [TestCase(11)]
    public void FullCircuitHasTheDomainAskedForAndIsSatisfied(int log2)
    {
        using var circuit = FullCircuit.Compile(log2);
        Assert.That(circuit.Compiled.Log2, Is.EqualTo(log2));
        Assert.That(circuit.Profile.Rows, Is.GreaterThan(circuit.Compiled.Rows / 2), "the rows are in use");
        Assert.That(circuit.Compiled.System.AdviceColumns, Is.EqualTo(4));
        Assert.That(circuit.Compiled.System.Bus, Is.Not.Empty, "lookups");
        using var assignment = circuit.Assign(Fr.Random(), 1);
        Assert.That(WitnessChecker<Fr>.Check(circuit.Compiled, assignment), Is.Empty);
        assignment.PublicInputs[0] += Fr.One;
        Assert.That(WitnessChecker<Fr>.Check(circuit.Compiled, assignment), Is.Not.Empty);
    }

    [Test]
    public void GadgetCostsAreMeasured()
    {
        var costs = GadgetCosts.Measure();
        Assert.That(costs.Select(cost => cost.Name), Does.Contain("Poseidon2 2-to-1").And.Contain("EdDSA verification"));
        Assert.That(costs.Select(cost => cost.Rows), Has.All.GreaterThan(0));
    }
}
