namespace Zk.Cli;

/// <summary>The SRS and keys of one compiled circuit, owned together.</summary>
/// <param name="Srs">The SRS.</param>
/// <param name="ProvingKey">The proving key.</param>
internal sealed record CircuitKeys(Srs<Fr> Srs, ProvingKey<Fr> ProvingKey) : IDisposable
{
    /// <summary>The verifying key.</summary>
    public VerifyingKey<Fr> VerifyingKey => ProvingKey.VerifyingKey;

    /// <inheritdoc/>
    public void Dispose()
    {
        ProvingKey.Dispose();
        Srs.Dispose();
    }
}
