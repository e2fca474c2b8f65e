using Zk.Testing;

namespace Zk.Plonk.Tests;

[TestFixture]
public class ToyProofTests
{
    private static readonly Func<int, ToyCircuit<Fr>>[] _circuits =
    [
        log2 => ToyCircuits.Vanilla<Fr>(log2),
        log2 => ToyCircuits.Vanilla<Fr>(log2, 0),
        log2 => ToyCircuits.Vanilla<Fr>(log2, Math.Min(20, (1 << log2) - 6)),
        log2 => ToyCircuits.Smallest<Fr>(log2),
        log2 => ToyCircuits.Rotation<Fr>(log2),
        log2 => ToyCircuits.FifthPower<Fr>(log2),
        log2 => ToyCircuits.Range<Fr>(log2),
        log2 => ToyCircuits.Bus<Fr>(log2),
    ];

    [Test]
    public void Satisfying_witnesses_are_proved([Range(0, 7)] int circuit, [Values(3, 4, 5, 7, 9, 12)] int log2)
    {
        using var toy = _circuits[circuit](log2);
        using var assignment = toy.Assign();
        Assert.That(WitnessChecker<Fr>.Check(toy.Compiled, assignment), Is.Empty);
        using var srs = Srs<Fr>.CreateForDevelopment(ExponentCurve<Fr>.Instance, toy.Compiled.SrsSize, 2);
        using var engine = new CpuEngine<Fr>(2);
        var (pk, vk) = Keys.Generate(toy.Compiled, srs, engine);
        using (pk)
        {
            var proof = new Prover<Fr>(pk, engine).Prove(assignment);
            var valid = new Verifier<Fr>(vk).Verify(proof, assignment.PublicInputs, out var reason);
            Assert.That(valid, Is.True, reason);
        }
    }
}
