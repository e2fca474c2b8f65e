using System.Numerics;
using Zk.Field;

namespace Zk.Circuits;

/// <summary>
/// Declares the secret inputs of a circuit as parts of a .NET object. Each call makes a wire and remembers how to read its value from the object
/// when a witness is made.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
/// <typeparam name="TInput">The object.</typeparam>
public sealed class CircuitInputs<TF, TInput>
    where TF : unmanaged, IPrimeField<TF>
{
    private readonly CircuitBuilder<TF> _builder;
    private readonly Action<Func<TInput, TF>> _bind;

    internal CircuitInputs(CircuitBuilder<TF> builder, Action<Func<TInput, TF>> bind)
    {
        _builder = builder;
        _bind = bind;
    }

    /// <summary>A field element.</summary>
    public Wire Field(string name, Func<TInput, TF> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var wire = _builder.NewInput(name);
        _bind(value);
        return wire;
    }

    /// <summary>A field element given as an integer, which is reduced.</summary>
    public Wire Field(string name, Func<TInput, BigInteger> value) => Field(name, x => TF.FromBigInteger(value(x)));

    /// <summary>An integer, proven to have at most <paramref name="bits"/> bits.</summary>
    public UInt UInt(string name, int bits, Func<TInput, ulong> value) => _builder.ToUInt(Field(name, x => TF.FromUInt64(value(x))), bits);

    /// <summary>An integer, proven to have at most <paramref name="bits"/> bits.</summary>
    public UInt UInt(string name, int bits, Func<TInput, BigInteger> value) => _builder.ToUInt(Field(name, value), bits);

    /// <summary>A bit, proven to be one.</summary>
    public Bit Bit(string name, Func<TInput, bool> value) => _builder.ToBit(Field(name, x => value(x) ? TF.One : TF.Zero));

    /// <summary>The inputs of a part of the object.</summary>
    public CircuitInputs<TF, TPart> Select<TPart>(Func<TInput, TPart> part)
    {
        ArgumentNullException.ThrowIfNull(part);
        return new(_builder, value => _bind(x => value(part(x))));
    }
}
