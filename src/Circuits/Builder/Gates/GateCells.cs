using Zk.Field;
using Zk.Plonk;

namespace Zk.Circuits;

/// <summary>The cells and parameters that a gate sees from its row, as expressions.</summary>
/// <typeparam name="TF">The scalar field.</typeparam>
public sealed class GateCells<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    private readonly IReadOnlyList<Expression<TF>> _parameters;

    internal GateCells(IReadOnlyList<Expression<TF>> parameters) => _parameters = parameters;

    /// <summary>Cell a of this row.</summary>
    public Expression<TF> A { get; } = Expression<TF>.Advice(0);

    /// <summary>Cell b of this row.</summary>
    public Expression<TF> B { get; } = Expression<TF>.Advice(1);

    /// <summary>Cell c of this row.</summary>
    public Expression<TF> C { get; } = Expression<TF>.Advice(2);

    /// <summary>Cell d of this row.</summary>
    public Expression<TF> D { get; } = Expression<TF>.Advice(3);

    /// <summary>Cell a of the next row.</summary>
    public Expression<TF> NextA { get; } = Expression<TF>.Advice(0, 1);

    /// <summary>Cell b of the next row.</summary>
    public Expression<TF> NextB { get; } = Expression<TF>.Advice(1, 1);

    /// <summary>Cell c of the next row.</summary>
    public Expression<TF> NextC { get; } = Expression<TF>.Advice(2, 1);

    /// <summary>Cell d of the next row.</summary>
    public Expression<TF> NextD { get; } = Expression<TF>.Advice(3, 1);

    /// <summary>Parameter <paramref name="index"/> of the row: a fixed column, or the constant 0 if no row of the circuit uses it.</summary>
    public Expression<TF> P(int index) => _parameters[index];
}
