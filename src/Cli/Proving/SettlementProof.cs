using Zk.Circuits;
using Zk.Circuits.Settlement;

namespace Zk.Cli;

/// <summary>The steps from a batch file to a verified proof, shared by <c>zk settle</c> and <c>zk prove</c>.</summary>
/// <param name="phases">Where the work is timed.</param>
/// <param name="threads">Worker threads.</param>
/// <param name="cancellation">Stops the work.</param>
internal sealed class SettlementProof(PhaseLog phases, int threads, CancellationToken cancellation)
{
    /// <summary>Reads a batch and the state that it starts from: the state file's, else the batch's own accounts, else none.</summary>
    public (PaymentsBatch Batch, AccountTree State) Read(string batchPath, string? statePath) => phases.Run("read", () =>
    {
        var file = BatchFile.Read(batchPath);
        return (file.Batch, statePath is null ? file.State ?? AccountTree.Empty : StateFile.Read(statePath));
    });

    /// <summary>Applies the rules in plain code.</summary>
    /// <exception cref="CliException">A rule is broken; exit code 1, naming operation and rule.</exception>
    public PaymentsTransition Apply(AccountTree state, PaymentsBatch batch) => phases.Run("apply", () =>
        PaymentsReference.TryApply(state, batch, out var transition, out var violation) ? transition : throw CliException.Invalid(violation.ToString()));

    /// <summary>Compiles the circuit, and refuses at once when its proof cannot fit in memory.</summary>
    public Circuit<Fr, PaymentsWitness> Compile(int capacity, CommitmentScheme scheme)
    {
        var circuit = phases.Run("circuit", () => CircuitCatalog.Compile(capacity));
        try
        {
            Memory.Require(ProofJob.MemoryNeeded(circuit.Compiled.System, circuit.Compiled.Log2, scheme), $"a proof of {circuit.Compiled.Name}");
            cancellation.ThrowIfCancellationRequested();
            return circuit;
        }
        catch
        {
            circuit.Dispose();
            throw;
        }
    }

    /// <summary>Makes the witness, proves and verifies.</summary>
    public async Task<(Proof<Fr> Proof, Fr[] PublicInputs)> ProveAsync(Circuit<Fr, PaymentsWitness> circuit, int capacity, CircuitKeys keys, PaymentsTransition transition)
    {
        using var assignment = phases.Run("witness", () => Assign(circuit, capacity, keys.VerifyingKey.Digest, transition, threads));
        cancellation.ThrowIfCancellationRequested();
        var proof = await ProofJob.RunAsync(keys, assignment, phases, threads, cancellation).ConfigureAwait(false);
        return (proof, assignment.PublicInputs);
    }

    /// <summary>
    /// Makes the witness. The circuit computes its public inputs by itself; were they not those of the statement, a proof would be valid for something
    /// else than was asked, so the two are compared before any work goes into one.
    /// </summary>
    /// <exception cref="InvalidOperationException">Circuit and reference disagree, which is a bug in one of them.</exception>
    public static Assignment<Fr> Assign(
        Circuit<Fr, PaymentsWitness> circuit, int capacity, ReadOnlySpan<byte> keyDigest, PaymentsTransition transition, int threads)
    {
        var statement = transition.Statement(capacity, circuit.Compiled.Name, keyDigest);
        var assignment = circuit.Assign(PaymentsWitness.Create(transition, statement, capacity), threads);
        var expected = statement.ToArray();
        for (var i = 0; i < expected.Length; i++)
        {
            if (assignment.PublicInputs[i] == expected[i])
                continue;
            assignment.Dispose();
            throw new InvalidOperationException($"the circuit's public input {circuit.PublicInputs[i]} is not that of the statement");
        }

        return assignment;
    }

    /// <summary>Adds the files that say what was proved.</summary>
    public static void AddFiles(OutputFiles files, VerifyingKey<Fr> key, Proof<Fr> proof, Fr[] publicInputs, AccountTree state)
    {
        files.Add("proof.json", ProofFile.ToJson(proof, key));
        files.Add("public.json", PublicInputsFile.ToJson<Fr>(key.Curve, publicInputs));
        files.Add("state.json", StateFile.Write(state));
    }
}
