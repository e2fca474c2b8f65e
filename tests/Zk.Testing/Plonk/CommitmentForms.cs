using NUnit.Framework;
using Zk.Curves;
using Zk.Field;
using Zk.Plonk;

namespace Zk.Testing;

/// <summary>Compares commitments by values, which an SRS with a Lagrange base gives, with those by coefficients.</summary>
public static class CommitmentForms
{
    /// <summary>Makes keys and a proof of equal randomness in both forms: not a byte may differ.</summary>
    public static void Agree<TF>(CompiledCircuit<TF> circuit, PairingCurve<TF> curve, Assignment<TF> assignment)
        where TF : unmanaged, IPrimeField<TF>
    {
        using var srs = Srs<TF>.CreateForDevelopment(curve, circuit.SrsSize, 2);
        Assert.That(srs.LagrangeBase(circuit.Log2), Is.Not.Null);
        using var powers = curve.NewG1Vector(srs.Size);
        srs.Powers.CopyTo(0, powers, 0, srs.Size);
        using var plain = new Srs<TF>(curve, powers, srs.TauG2, srs.IsDevelopment);
        var (byValues, key) = Keys.Generate(circuit, srs);
        var (byCoefficients, plainKey) = Keys.Generate(circuit, plain);
        using var owned = byValues;
        using var plainOwned = byCoefficients;
        Assert.That(key.FixedCommitments, Is.EqualTo(plainKey.FixedCommitments));
        Assert.That(key.Digest.SequenceEqual(plainKey.Digest), Is.True);
        for (var i = 0; i < key.FixedCommitments.Count; i++)
        {
            var coefficients = byValues.FixedCoefficients[i];
            Assert.That(curve.MultiExponentiate(plain.Powers, 0, coefficients, 0, coefficients.Length, 2), Is.EqualTo(key.FixedCommitments[i]), $"column {i}");
            for (var row = 0L; row < coefficients.Length; row++)
                Assert.That(coefficients[row], Is.EqualTo(byCoefficients.FixedCoefficients[i][row]));
        }

        using var engine = new RepeatingEngine<TF>(new CpuEngine<TF>(2));
        var first = new Prover<TF>(byValues, engine).Prove(assignment);
        var columns = circuit.System.AdviceColumns + circuit.System.MultiplicityColumns + circuit.System.AccumulatorColumns;
        Assert.That(engine.CommitmentsByValues, Is.EqualTo(columns));
        engine.Repeat();
        var second = new Prover<TF>(byCoefficients, engine).Prove(assignment);
        Assert.That(engine.CommitmentsByValues, Is.EqualTo(columns), "without a base there are none");
        Assert.That(second.Commitments, Is.EqualTo(first.Commitments));
        Assert.That(second.Evaluations, Is.EqualTo(first.Evaluations));
        Assert.That(new Verifier<TF>(key).Verify(first, assignment.PublicInputs, out var reason), Is.True, reason);
    }
}
