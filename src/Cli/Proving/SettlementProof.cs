namespace Zk.Cli;

/// <summary>The steps from a batch file to a verified proof, shared by <c>zk settle</c> and <c>zk prove</c>.</summary>
/// <param name="phases">Where the work is timed.</param>
/// <param name="threads">Worker threads.</param>
/// <param name="cancellation">Stops the work.</param>
internal sealed class SettlementProof(PhaseLog phases, int threads, CancellationToken cancellation)
{
    /// <summary>Reads a batch and the state that it starts from: the state file's, else the batch's own, else the empty one.</summary>
    public SettlementBatch Read(string batchPath, string? statePath) => phases.Run("read", () => SettlementFamily.Read(batchPath, statePath));

    /// <summary>Applies the rules in plain code.</summary>
    /// <exception cref="CliException">A rule is broken; exit code 1, naming operation and rule.</exception>
    public SettlementOutcome Apply(SettlementBatch batch) => phases.Run("apply", batch.Apply);

    /// <summary>Compiles the circuit, and refuses at once when its proof cannot fit in memory.</summary>
    public CompiledSettlement Compile(SettlementCircuit circuit, CommitmentScheme scheme)
    {
        var compiled = phases.Run("circuit", circuit.Compile);
        try
        {
            Memory.Require(ProofJob.MemoryNeeded(compiled.Compiled.System, compiled.Compiled.Log2, scheme), $"a proof of {compiled.Compiled.Name}");
            cancellation.ThrowIfCancellationRequested();
            return compiled;
        }
        catch
        {
            compiled.Dispose();
            throw;
        }
    }

    /// <summary>Makes the witness, proves and verifies.</summary>
    public async Task<(Proof<Fr> Proof, Fr[] PublicInputs)> ProveAsync(CompiledSettlement circuit, CircuitKeys keys, SettlementOutcome outcome)
    {
        using var assignment = phases.Run("witness", () => circuit.Assign(outcome, keys.VerifyingKey.Digest, threads));
        cancellation.ThrowIfCancellationRequested();
        var proof = await ProofJob.RunAsync(keys, assignment, phases, threads, cancellation).ConfigureAwait(false);
        return (proof, assignment.PublicInputs);
    }

    /// <summary>Adds the files that say what was proved.</summary>
    public static void AddFiles(OutputFiles files, VerifyingKey<Fr> key, Proof<Fr> proof, Fr[] publicInputs, SettlementOutcome outcome)
    {
        files.Add("proof.json", ProofFile.ToJson(proof, key));
        files.Add("public.json", PublicInputsFile.ToJson<Fr>(key.Curve, publicInputs));
        files.Add("state.json", outcome.StateFile);
    }
}
