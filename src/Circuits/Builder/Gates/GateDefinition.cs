using Zk.Field;
using Zk.Plonk;

namespace Zk.Circuits;

/// <summary>
/// A custom gate: constraints on the cells of a row and of the next, with up to six fixed parameters a row. On rows of other gates it is off.
/// A circuit contains the gates that its rows use and no others.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
public sealed class GateDefinition<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    private readonly Func<GateCells<TF>, IEnumerable<Gate<TF>>> _constraints;

    /// <summary>Describes a gate.</summary>
    /// <param name="name">Its name in messages and profiles.</param>
    /// <param name="constraints">Expressions that vanish on the gate's rows, without a selector.</param>
    /// <exception cref="ArgumentException">The degree leaves no room for a selector.</exception>
    public GateDefinition(string name, Func<GateCells<TF>, IEnumerable<Gate<TF>>> constraints)
    {
        Name = name;
        _constraints = constraints;
        var parameters = Enumerable.Range(0, RowParameters<TF>.Count).Select(Expression<TF>.Fixed).ToArray();
        Degree = Instantiate(new GateCells<TF>(parameters)).Max(c => c.Constraint.Degree);
        if (Degree >= ConstraintSystem<TF>.MaximumDegree)
            throw new ArgumentException($"gate '{name}' has degree {Degree}, which leaves no room for a selector");
    }

    /// <summary>The gate's name.</summary>
    public string Name { get; }

    /// <summary>The largest degree of its constraints, parameters included, the selector not.</summary>
    public int Degree { get; }

    /// <summary>The largest degree that its selector may have.</summary>
    public int SelectorBudget => ConstraintSystem<TF>.MaximumDegree - Degree;

    internal IReadOnlyList<Gate<TF>> Instantiate(GateCells<TF> cells) => [.. _constraints(cells)];
}
