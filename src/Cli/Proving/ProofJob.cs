namespace Zk.Cli;

/// <summary>Proves with progress bars and checks the result before anyone sees it.</summary>
internal static class ProofJob
{
    /// <summary>
    /// Bytes that a proof needs at its peak: columns of n elements for the witness, keys in both forms, accumulators, quotient and scratch, and
    /// the SRS with a Lagrange base. An upper estimate; the part that does not grow with n is below the fixed reserve.
    /// </summary>
    public static double MemoryNeeded(ConstraintSystem<Fr> system, int log2, CommitmentScheme scheme)
    {
        const double Reserve = 128 << 20;
        var witness = system.AdviceColumns + system.MultiplicityColumns;
        var key = (2 * system.FixedColumns) + system.AdviceColumns;
        var columns = witness + key + Prover<Fr>.ScratchColumns(system, log2, scheme);
        var points = (2.0 * system.SrsSize(scheme, log2)) + (1L << log2);
        return Reserve + ((double)columns * Fr.ByteLength * (1L << log2)) + (points * Bn254.Curve.G1Size);
    }

    /// <summary>Proves and verifies, as two phases.</summary>
    /// <exception cref="CliException">The statement is false; exit code 1.</exception>
    public static async Task<Proof<Fr>> RunAsync(CircuitKeys keys, Assignment<Fr> assignment, PhaseLog phases, int threads, CancellationToken cancellation)
    {
        using var engine = new CpuEngine<Fr>(threads);
        var proof = await phases.RunAsync("prove", async () =>
        {
            using var rounds = new RoundBars(phases);
            return await new Prover<Fr>(keys.ProvingKey, engine).ProveAsync(assignment, rounds, cancellation).ConfigureAwait(false);
        }).ConfigureAwait(false);
        phases.Run("verify", () =>
        {
            // A proof that fails here is a defect of the prover or of the machine, and must not be handed out.
            if (!new Verifier<Fr>(keys.VerifyingKey).Verify(proof, assignment.PublicInputs, out var reason))
                throw new InvalidOperationException($"the proof just made does not verify: {reason}");
        });
        return proof;
    }

    /// <summary>One bar for each round of the prover.</summary>
    private sealed class RoundBars(PhaseLog log) : IProgress<ProverProgress>, IDisposable
    {
        private ProverRound? _round;
        private Spectre.Console.ProgressTask? _bar;

        public void Report(ProverProgress value)
        {
            if (value.Round != _round)
            {
                PhaseLog.Finish(_bar);
                _round = value.Round;
                _bar = log.Start($"  round {(int)value.Round}: {value.Round.ToString().ToLowerInvariant()}");
            }

            PhaseLog.Advance(_bar, (double)value.Step / Math.Max(1, value.Steps));
        }

        public void Dispose() => PhaseLog.Finish(_bar);
    }
}
