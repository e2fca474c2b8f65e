using NUnit.Framework;
using Zk.Curves;
using Zk.Plonk;
using Fr = Zk.Field.Fp256<Zk.Curves.Bn254Fr>;

namespace Zk.Cli.Tests;

/// <summary>The circuit that <c>zk bench prove</c> times is a real one: its witness is accepted, a wrong one is not, its proof verifies.</summary>
[TestFixture]
public sealed class VanillaCircuitTests
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
}
