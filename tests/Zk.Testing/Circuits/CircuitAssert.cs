using NUnit.Framework;
using Zk.Circuits;
using Zk.Curves;
using Zk.Field;
using Zk.Plonk;

namespace Zk.Testing;

/// <summary>
/// One call that tests a circuit as its attackers would: the honest witness satisfies it, a changed public input does not, no lie about a wire
/// passes, whether what follows is recomputed from the lie or not.
/// </summary>
public static class CircuitAssert
{
    private const int CrossChecks = 12;

    /// <summary>Asserts that an input satisfies the circuit and that no other witness near the honest one does.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="input">An input that obeys its rules.</param>
    /// <param name="maximumLies">Large circuits have more wires than a test can lie about; a seeded sample of this size is taken.</param>
    /// <param name="free">Wires that may take several values, by hint name; the gadget's documentation says why.</param>
    public static void Accepts<TF, TInput>(Circuit<TF, TInput> circuit, TInput input, int maximumLies = 4000, params string[] free)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(circuit);
        Assert.That(circuit.Unused, Is.Empty);
        Satisfied(circuit, input);
        PublicInputsAreBound(circuit, input);
        var freeWires = circuit.Hints.Where(h => free.Contains(h.Name)).SelectMany(h => h.Outputs).Select(w => w.Index).ToHashSet();
        NoLiePasses(circuit, input, maximumLies, freeWires);
    }

    /// <summary>Asserts that the honest witness of an input satisfies the circuit; nothing more.</summary>
    public static void Satisfied<TF, TInput>(Circuit<TF, TInput> circuit, TInput input)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(circuit);
        using var assignment = circuit.Assign(input);
        Assert.That(WitnessChecker<TF>.Check(circuit.Compiled, assignment), Is.Empty);
    }

    /// <summary>Asserts that the witness made from an input does not satisfy the circuit, and returns what it breaks.</summary>
    public static IReadOnlyList<WitnessFailure> Rejects<TF, TInput>(Circuit<TF, TInput> circuit, TInput input, params (Wire Wire, TF Value)[] lies)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(circuit);
        using var assignment = circuit.Assign(input, lies.ToDictionary(l => l.Wire, l => l.Value));
        var failures = WitnessChecker<TF>.Check(circuit.Compiled, assignment);
        Assert.That(failures, Is.Not.Empty, "the circuit accepts a witness that it must refuse");
        return failures;
    }

    /// <summary>
    /// Asserts that the whole way through the proof system agrees: keys are made, the honest witness is proved, the proof verifies for its public
    /// inputs and for no other ones, also after proof and key went through their files; and that a witness for a bad input cannot be proved.
    /// </summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="input">An input that obeys its rules.</param>
    /// <param name="bad">One that does not.</param>
    /// <param name="curve">The curve to commit on.</param>
    public static void Proves<TF, TInput>(Circuit<TF, TInput> circuit, TInput input, TInput bad, PairingCurve<TF> curve)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(circuit);
        using var srs = Srs<TF>.CreateForDevelopment(curve, circuit.SrsSize, 2);
        using var engine = new CpuEngine<TF>(2);
        var (provingKey, key) = Keys.Generate(circuit.Compiled, srs, engine);
        using var ownedKey = provingKey;
        using var assignment = circuit.Assign(input);
        var prover = new Prover<TF>(provingKey, engine);
        var proof = prover.Prove(assignment);
        var inputs = assignment.PublicInputs;
        Assert.That(new Verifier<TF>(key).Verify(proof, inputs, out var reason), Is.True, reason);
        for (var i = 0; i < inputs.Length; i++)
        {
            var other = (TF[])inputs.Clone();
            other[i] += TF.One;
            Assert.That(new Verifier<TF>(key).Verify(proof, other), Is.False, $"public input {circuit.PublicInputs[i]} is not bound by the proof");
        }

        var readKey = VerifyingKeyFile.Parse(VerifyingKeyFile.ToBinary(key), "key", curve);
        foreach (var bytes in new[] { ProofFile.ToBinary(proof, key), ProofFile.ToJson(proof, key) })
            Assert.That(new Verifier<TF>(readKey).Verify(ProofFile.Parse<TF>(bytes, "proof", curve, readKey), inputs), Is.True);
        using var badAssignment = circuit.Assign(bad);
        Assert.That(() => prover.Prove(badAssignment), Throws.InstanceOf<UnsatisfiedWitnessException>());
    }

    /// <summary>The outputs of the only hint of a name.</summary>
    public static IReadOnlyList<Wire> Hint<TF, TInput>(this Circuit<TF, TInput> circuit, string name)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(circuit);
        return circuit.Hints.Single(h => h.Name == name).Outputs;
    }

    private static void PublicInputsAreBound<TF, TInput>(Circuit<TF, TInput> circuit, TInput input)
        where TF : unmanaged, IPrimeField<TF>
    {
        using var assignment = circuit.Assign(input);
        for (var i = 0; i < assignment.PublicInputs.Length; i++)
        {
            assignment.PublicInputs[i] += TF.One;
            Assert.That(WitnessChecker<TF>.Check(circuit.Compiled, assignment, 1), Is.Not.Empty, $"public input {circuit.PublicInputs[i]} is not bound");
            assignment.PublicInputs[i] -= TF.One;
        }
    }

    private static void NoLiePasses<TF, TInput>(Circuit<TF, TInput> circuit, TInput input, int maximum, HashSet<int> free)
        where TF : unmanaged, IPrimeField<TF>
    {
        var builder = circuit.Builder;
        var checker = new WireChecker<TF, TInput>(circuit);
        using var buffer = circuit.Start(input);
        builder.Program.Run(buffer, 1);
        var honest = buffer.Slice(0, builder.WireCount).ToArray();
        var inputs = builder.Inputs.Select(i => i.Wire.Index).ToHashSet();
        var constants = builder.Constants.Values.Select(w => w.Index).ToHashSet();
        var random = new Random(20260101);
        var lies = new List<(int Wire, TF Value, bool Recompute)>();
        foreach (var wire in PlacedWires(circuit).Where(w => !inputs.Contains(w) && !free.Contains(w)))
        {
            foreach (var value in new[] { honest[wire] + TF.One, TF.Zero, -TF.One, FieldSamples.Random<TF>(1, random.Next())[0] })
            {
                if (value == honest[wire])
                    continue;
                lies.Add((wire, value, false));
                if (!constants.Contains(wire))
                    lies.Add((wire, value, true));
            }
        }

        if (lies.Count > maximum)
            lies = [.. lies.OrderBy(_ => random.Next()).Take(maximum)];
        var crossCheck = lies.Where(l => l.Recompute).OrderBy(_ => random.Next()).Take(CrossChecks).ToHashSet();
        foreach (var lie in lies)
        {
            var (wire, value, recompute) = lie;
            var values = (TF[])honest.Clone();
            values[wire] = value;
            if (recompute)
            {
                circuit.Run(buffer, new Dictionary<int, TF> { [wire] = value });
                values = buffer.Slice(0, builder.WireCount).ToArray();
                Assert.That(values[wire], Is.EqualTo(value), $"wire {wire} is in a row, but nothing computes it");
            }

            Assert.That(checker.Refusal(values, honest), Is.Not.Null, () => $"the circuit accepts {value} instead of {honest[wire]} for {Describe(circuit, wire)}{(recompute ? ", the rest recomputed" : "")}");
            if (crossCheck.Contains(lie) && circuit.Compiled.System.PublicInputs == 0)
                Rejects(circuit, input, (new Wire(wire), value));
        }
    }

    private static SortedSet<int> PlacedWires<TF, TInput>(Circuit<TF, TInput> circuit)
        where TF : unmanaged, IPrimeField<TF>
    {
        var wires = new SortedSet<int>();
        for (var row = 0L; row < circuit.Profile.Rows; row++)
        {
            for (var column = 0; column < 4; column++)
            {
                if (circuit.WireAt(column, row) is { Exists: true } wire)
                    wires.Add(wire.Index);
            }
        }

        return wires;
    }

    private static string Describe<TF, TInput>(Circuit<TF, TInput> circuit, int wire)
        where TF : unmanaged, IPrimeField<TF>
    {
        var hint = circuit.Hints.FirstOrDefault(h => h.Outputs.Any(o => o.Index == wire));
        for (var row = 0L; row < circuit.Profile.Rows; row++)
        {
            for (var column = 0; column < 4; column++)
            {
                if (circuit.WireAt(column, row).Index == wire)
                    return $"wire {wire} ({(hint is null ? "computed" : hint.Name)}), first in column {column} of row {row} ({circuit.Compiled.RowLabel(row)})";
            }
        }

        return $"wire {wire}";
    }
}
