namespace Zk.Cli;

/// <summary>Timings of whole proofs; SRS and keys are made beforehand and not timed.</summary>
internal static class ProofBenchmark
{
    /// <summary>From this size on the warm-up runs a small instance: code is compiled either way, and a whole proof takes long.</summary>
    private const int WarmUpLog2 = 12;

    /// <summary>Witness assignment and proof of the vanilla circuit on a domain of exactly 2^log2 rows.</summary>
    public static Measurement Vanilla(int log2, int threads, CancellationToken cancellation)
    {
        Memory.Require(ProofJob.MemoryNeeded(VanillaCircuit.System<Fr>(), log2, CommitmentScheme.Shplonk), $"a proof of 2^{log2} rows");
        return Prove(log2, size => new Vehicle(VanillaCircuit.Compile<Fr>(size), circuit =>
        {
            var assignment = new Assignment<Fr>(circuit);
            VanillaCircuit.Assign(assignment, circuit.Rows, Fr.Random());
            return assignment;
        }), threads, cancellation);
    }

    /// <summary>Witness assignment and proof of the circuit with four columns, lookups and Poseidon2 on a domain of exactly 2^log2 rows.</summary>
    public static Measurement Full(int log2, int threads, CancellationToken cancellation)
    {
        using (var small = FullCircuit.Compile(WarmUpLog2))
            Memory.Require(ProofJob.MemoryNeeded(small.Compiled.System, log2, CommitmentScheme.Shplonk), $"a proof of 2^{log2} rows");
        return Prove(log2, size =>
        {
            var circuit = FullCircuit.Compile(size);
            return new Vehicle(circuit.Compiled, _ => circuit.Assign(Fr.Random(), threads));
        }, threads, cancellation);
    }

    private static Measurement Prove(int log2, Func<int, Vehicle> compile, int threads, CancellationToken cancellation)
    {
        using var engine = new CpuEngine<Fr>(threads);
        var times = new RoundTimes();
        if (log2 > WarmUpLog2)
        {
            Run(WarmUpLog2, prove =>
            {
                prove();
                return true;
            });
        }

        return Run(log2, prove =>
        {
            if (log2 <= WarmUpLog2)
                prove();
            times.Clear();
            return Measurement.Take(prove, null, cancellation) with { Parts = times.Medians };
        });

        T Run<T>(int size, Func<Action, T> measure)
        {
            var (circuit, assign) = compile(size);
            using var owned = circuit;
            using var srs = Srs<Fr>.CreateForDevelopment(Bn254.Curve, circuit.SrsSize, threads, cancellation: cancellation);
            using var key = Keys.Generate(circuit, srs, engine).ProvingKey;
            var prover = new Prover<Fr>(key, engine);
            return measure(() =>
            {
                times.Begin("witness");
                using var assignment = assign(circuit);
                prover.Prove(assignment, times, cancellation);
                times.End();
            });
        }
    }

    /// <summary>A circuit and how its witnesses are made.</summary>
    private sealed record Vehicle(CompiledCircuit<Fr> Circuit, Func<CompiledCircuit<Fr>, Assignment<Fr>> Assign);
}
