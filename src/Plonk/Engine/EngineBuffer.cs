using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// A vector of field elements in an engine's memory: coefficients of a polynomial, lowest power first, or its values on a domain. Only the engine
/// that made it can look inside.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
public abstract class EngineBuffer<TF>(long length) : IDisposable
    where TF : unmanaged, IPrimeField<TF>
{
    /// <summary>Number of elements.</summary>
    public long Length { get; } = length;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the memory, unless it is borrowed.</summary>
    protected abstract void Dispose(bool disposing);
}

/// <summary>A buffer read cyclically from some row on: row i of a program with n rows sees element (i + offset) mod n.</summary>
/// <typeparam name="TF">The scalar field.</typeparam>
/// <param name="Buffer">At least n elements.</param>
/// <param name="Offset">0..n−1.</param>
public readonly record struct ColumnView<TF>(EngineBuffer<TF> Buffer, long Offset = 0)
    where TF : unmanaged, IPrimeField<TF>;
