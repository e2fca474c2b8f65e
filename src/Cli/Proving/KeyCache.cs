using System.Globalization;
using System.Security.Cryptography;

namespace Zk.Cli;

/// <summary>
/// SRS and keys of circuits from the user's cache, made when they are not there. Keys are filed under the circuit's fingerprint and the SRS, so
/// batches of one circuit share a verifying key and no key of an older circuit is used.
/// </summary>
/// <param name="cache">The cache.</param>
/// <param name="phases">Where the work is timed.</param>
/// <param name="threads">Worker threads.</param>
/// <param name="warn">Is told when something in the cache is of no use.</param>
/// <param name="cancellation">Stops the work.</param>
internal sealed class KeyCache(UserCache cache, PhaseLog phases, int threads, Action<string> warn, CancellationToken cancellation)
{
    /// <summary>The keys of a circuit.</summary>
    /// <param name="circuit">The circuit; it must outlive the keys.</param>
    /// <param name="srsPath">The SRS to use; null for the cache's development SRS.</param>
    /// <param name="scheme">The commitment scheme of the keys.</param>
    public CircuitKeys Get(CompiledCircuit<Fr> circuit, string? srsPath, CommitmentScheme scheme)
    {
        // Held over both steps: of two processes that start together, the second finds what the first made.
        using var held = cache.Lock(cancellation);
        var srs = phases.Run("srs", () => srsPath is null ? DevelopmentSrs(circuit.SrsSizeFor(scheme), circuit.Log2) : FromFile(srsPath, circuit.SrsSizeFor(scheme), circuit.Log2));
        try
        {
            return new CircuitKeys(srs, phases.Run("keys", () => Keys(circuit, srs, scheme)));
        }
        catch
        {
            srs.Dispose();
            throw;
        }
    }

    /// <summary>Reads the powers and the Lagrange base that a circuit needs from a file of which nothing is taken on trust.</summary>
    private Srs<Fr> FromFile(string path, long powers, int log2) =>
        SrsFile.Read(path, Bn254.Curve, powers, SrsTrust.None, threads, null, log2, cancellation);

    /// <summary>Filed by its size, so that all circuits that need as many powers share one.</summary>
    private Srs<Fr> DevelopmentSrs(long powers, int log2) => cache.GetOrCreate(
        string.Create(CultureInfo.InvariantCulture, $"development-{Bn254.Curve.Name}-{SrsCommands.RoundUp(powers)}.srs"),
        path => SrsFile.Read(path, Bn254.Curve, powers, SrsTrust.OwnCache, threads, null, log2, cancellation),
        () => Srs<Fr>.CreateForDevelopment(Bn254.Curve, SrsCommands.RoundUp(powers), threads, null, [log2], cancellation),
        (path, srs) => SrsFile.Write(path, srs, threads, cancellation: cancellation),
        warn);

    private ProvingKey<Fr> Keys(CompiledCircuit<Fr> circuit, Srs<Fr> srs, CommitmentScheme scheme)
    {
        var name = $"{circuit.Name.Replace('/', '-')}-{scheme.Name()}-{Identity(circuit, srs)}";
        return cache.GetOrCreate(
            name + ".pk",
            path => ProvingKeyFile.Read(path, VerifyingKeyFile.Read(cache.PathOf(name + ".vk"), Bn254.Curve), circuit, srs, threads, cancellation),
            () =>
            {
                using var engine = new CpuEngine<Fr>(threads);
                return Plonk.Keys.Generate(circuit, srs, engine, scheme).ProvingKey;
            },
            (path, key) =>
            {
                VerifyingKeyFile.WriteBinary(cache.PathOf(name + ".vk"), key.VerifyingKey);
                ProvingKeyFile.Write(path, key, threads, cancellation);
            },
            warn);
    }

    /// <summary>What keys depend on besides the commitment scheme: the circuit with all its fixed values, and the SRS, which [τ]_2 names.</summary>
    private string Identity(CompiledCircuit<Fr> circuit, Srs<Fr> srs) => Convert.ToHexStringLower(
        SHA256.HashData([.. CircuitFingerprint.Compute(circuit, threads), .. srs.TauG2.Bytes, (byte)(srs.IsDevelopment ? 1 : 0)]).AsSpan(0, 16));
}
