using System.Numerics;
using Zk.Field;

namespace Zk.Circuits;

/// <summary>The fixed parameters of a row, shared by all gates.</summary>
/// <typeparam name="TF">The scalar field.</typeparam>
public readonly record struct RowParameters<TF>(TF P0 = default, TF P1 = default, TF P2 = default, TF P3 = default, TF P4 = default, TF P5 = default)
    where TF : unmanaged, IPrimeField<TF>
{
    /// <summary>How many there are.</summary>
    public const int Count = 6;

    /// <summary>Parameter <paramref name="index"/>.</summary>
    public TF this[int index] => index switch
    {
        0 => P0,
        1 => P1,
        2 => P2,
        3 => P3,
        4 => P4,
        5 => P5,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };
}

/// <summary>
/// What is active on a row: at most one gate, and any of the bus terms. Each combination that a circuit uses gets a value of a selector column.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
/// <param name="Gate">The gate, or null.</param>
/// <param name="Range">Whether all four cells are looked up in the range table.</param>
/// <param name="Lookup">Whether (d of the next row, p5, c, d) is looked up: key, table, two values.</param>
/// <param name="Write">Whether (p3, p4, a, b) is offered as an entry of a dynamic table: key, table, two values.</param>
/// <param name="Put">
/// Whether (d of the next row, p5, c, d) is put in a memory: address, memory, value, time. A lookup with the memory's tag takes it out. Not on rows
/// that look up: the two would cancel.
/// </param>
public sealed record RowKind<TF>(GateDefinition<TF>? Gate, bool Range = false, bool Lookup = false, bool Write = false, bool Put = false)
    where TF : unmanaged, IPrimeField<TF>
{
    /// <summary>A row of data that gates of the previous row read.</summary>
    public static RowKind<TF> None { get; } = new((GateDefinition<TF>?)null);

    /// <summary>Field arithmetic.</summary>
    public static RowKind<TF> Arithmetic { get; } = new(ArithmeticGates<TF>.Arithmetic);

    /// <summary>Four limbs in range and their weighted sum.</summary>
    public static RowKind<TF> Limbs { get; } = new(ArithmeticGates<TF>.Limbs, Range: true);

    /// <summary>A lookup, or the taking of a value from a memory.</summary>
    public static RowKind<TF> LookupRow { get; } = new(null, Lookup: true);

    /// <summary>The putting of a value in a memory.</summary>
    public static RowKind<TF> PutRow { get; } = new(null, Put: true);

    /// <summary>Three bits and a running sum.</summary>
    public static RowKind<TF> Bits { get; } = new(ArithmeticGates<TF>.Bits);

    /// <summary>Whether nothing is active.</summary>
    public bool IsEmpty => Gate is null && !Range && !Lookup && !Write && !Put;

    /// <summary>
    /// The largest degree that a selector of these rows may have. Numerators: four range terms share a bus group with degree 6 − 3, the others
    /// stand in a group of three, where the write term has a multiplicity as second factor.
    /// </summary>
    internal int SelectorBudget => Math.Min(Math.Min(Gate?.SelectorBudget ?? int.MaxValue, Range ? 3 : int.MaxValue), Math.Min(Lookup || Put ? 4 : int.MaxValue, Write ? 3 : int.MaxValue));

    /// <inheritdoc/>
    public override string ToString() => string.Join(" + ", new[] { Gate?.Name, Range ? "range" : null, Lookup ? "lookup" : null, Write ? "write" : null, Put ? "put" : null }.Where(s => s is not null));
}

/// <summary>A recorded row: 28 bytes, so that large circuits stay small while they are built.</summary>
internal readonly record struct RowRecord(int Kind, int Parameters, int Scope, int A, int B, int C, int D);
