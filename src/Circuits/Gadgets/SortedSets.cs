using System.Numerics;
using Zk.Field;

namespace Zk.Circuits;

/// <summary>Lists in ascending order, and what they do not contain.</summary>
public static class SortedSets
{
    /// <summary>Asserts that each integer is above the one before. Two rows for each further one of 64 bits.</summary>
    public static void AssertStrictlyAscending<TF>(this CircuitBuilder<TF> builder, ReadOnlySpan<UInt> values)
        where TF : unmanaged, IPrimeField<TF>
    {
        for (var i = 1; i < values.Length; i++)
            builder.AssertLess(values[i - 1], values[i]);
    }

    /// <summary>Whether each integer is above the one before. Four rows for each further one of 64 bits.</summary>
    public static Bit IsStrictlyAscending<TF>(this CircuitBuilder<TF> builder, ReadOnlySpan<UInt> values)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(builder);
        using var scope = builder.Scope("ascending");
        Bit? all = null;
        for (var i = 1; i < values.Length; i++)
        {
            var ascends = builder.IsLess(values[i - 1], values[i]);
            all = all is { } before ? builder.And(before, ascends) : ascends;
        }

        return all is { } answer ? builder.Result("is strictly ascending", answer) : builder.Constant(true);
    }

    /// <summary>
    /// A set that is asked what it contains, from its members in strictly ascending order, which is asserted. Three rows a member of 64 bits.
    /// </summary>
    public static IntegerSet<TF> AddIntegerSet<TF>(this CircuitBuilder<TF> builder, string name, ReadOnlySpan<UInt> members)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(builder);
        return new(builder, name, members);
    }

    /// <summary>Asserts that a set does not contain a value. Six rows for 64 bits.</summary>
    public static void AssertNotMember<TF>(this CircuitBuilder<TF> builder, IntegerSet<TF> set, UInt value)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(set);
        set.Locate(value, -TF.One);
    }

    /// <summary>Whether a set contains a value. Twelve rows for 64 bits, however large the set is.</summary>
    public static Bit Contains<TF>(this CircuitBuilder<TF> builder, IntegerSet<TF> set, UInt value)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(set);
        return builder.IsEqual(set.Locate(value, TF.Zero), value);
    }
}

/// <summary>
/// A set of integers as the gaps between its members: the array of (x_(k−1), x_k) with x_(−1) = −1 and, at the end, a power of two above all. A value
/// lies at or above the low end and below the high end of exactly one of them.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
public sealed class IntegerSet<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    private readonly CircuitBuilder<TF> _builder;
    private readonly PairArray<TF> _gaps;
    private readonly Wire[] _members;
    private readonly int _bits;
    private readonly string _name;

    internal IntegerSet(CircuitBuilder<TF> builder, string name, ReadOnlySpan<UInt> members)
    {
        _builder = builder;
        _name = name;
        _bits = 1;
        _members = new Wire[members.Length];
        for (var i = 0; i < members.Length; i++)
        {
            _bits = Math.Max(_bits, members[i].Bits);
            _members[i] = members[i];
        }

        // A value minus the low end may be 2^bits, and the differences that are no such number must not wrap to one.
        RangeChecks.CheckWidth<TF>(_bits + 2);
        using var scope = builder.Scope(name);
        builder.AssertStrictlyAscending(members);
        var ends = new List<Wire> { builder.Constant(-TF.One) };
        ends.AddRange(_members);
        ends.Add(builder.Constant(Hints.PowerOfTwo<TF>(_bits)));
        _gaps = builder.AddArray("gaps", [.. Enumerable.Range(0, ends.Count - 1).Select(k => (ends[k], ends[k + 1]))]);
    }

    /// <summary>How many members it has.</summary>
    public int Count => _members.Length;

    /// <summary>
    /// The low end of the gap that a value lies in; with <paramref name="constant"/> −1, no witness exists if the value is that end.
    /// </summary>
    internal Wire Locate(UInt value, TF constant)
    {
        if (value.Bits > _bits)
            throw new ArgumentException($"the value has {value.Bits} bits, the set's members {_bits}", nameof(value));
        using var scope = _builder.Scope(_name);
        var place = _builder.Hint("gap", "the value is not below its low end, and below its high end", [value.Wire, .. _members], 1, static (input, output) =>
        {
            var value = input[0].ToBigInteger();
            var place = 0;
            while (place + 1 < input.Length && input[place + 1].ToBigInteger() <= value)
                place++;
            output[0] = TF.FromUInt64((ulong)place);
        })[0];
        var (low, high) = _gaps.At(place);
        _builder.ComputeUInt(Width(_bits + (constant.IsZero ? 1 : 0)), value.Wire, new(-TF.One, low), constant: constant);
        _builder.ComputeUInt(Width(_bits), high, new(-TF.One, value), constant: -TF.One);
        return low;
    }

    /// <summary>Whole limbs cost less, and it matters only that the differences are not negative.</summary>
    private int Width(int bits)
    {
        var whole = (bits + _builder.RangeBits - 1) / _builder.RangeBits * _builder.RangeBits;
        return whole + 2 < TF.BitLength ? whole : bits;
    }
}
