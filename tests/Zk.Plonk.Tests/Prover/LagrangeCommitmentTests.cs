using Zk.Curves;
using Zk.Testing;

namespace Zk.Plonk.Tests;

[TestFixture]
public class LagrangeCommitmentTests
{
    [Test]
    public void Keys_and_proofs_do_not_depend_on_the_form(
        [ValueSource(typeof(ToyCircuits), nameof(ToyCircuits.Kinds))] string kind, [Values(3, 5, 9)] int log2)
    {
        using var toy = ToyCircuits.Make<Fr>(kind, log2);
        using var assignment = toy.Assign(1);
        CommitmentForms.Agree(toy.Compiled, ExponentCurve<Fr>.Instance, assignment);
    }

    [TestCaseSource(typeof(ToyCircuits), nameof(ToyCircuits.Kinds))]
    public void They_do_not_on_the_curve_either(string kind)
    {
        using var toy = ToyCircuits.Make<Fr>(kind, 6);
        using var assignment = toy.Assign(2);
        CommitmentForms.Agree(toy.Compiled, Bn254.Curve, assignment);
    }

    [Test]
    public void Values_without_a_base_are_refused()
    {
        using var engine = new CpuEngine<Fr>(1);
        using var srs = Srs<Fr>.CreateForDevelopment(ExponentCurve<Fr>.Instance, 40, 1, lagrangeLog2: [4]);
        foreach (var length in new[] { 8, 15, 17, 32, 1 })
        {
            using var values = engine.Allocate(length);
            Assert.That(() => engine.CommitValues(srs, values), Throws.ArgumentException.With.Message.Contains($"no Lagrange base for {length} values"));
        }
    }
}
