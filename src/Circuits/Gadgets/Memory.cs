using System.Numerics;
using Zk.Field;

namespace Zk.Circuits;

/// <summary>Random access memory that is read and written: see <see cref="CircuitMemory{TF}"/>.</summary>
public static class Memory
{
    /// <summary>A new memory, empty, apart from all others and from all tables.</summary>
    /// <param name="builder">Takes its rows.</param>
    /// <param name="name">What it holds, for messages.</param>
    public static CircuitMemory<TF> AddMemory<TF>(this CircuitBuilder<TF> builder, string name)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new(builder, builder.Tables.AddMemory(name));
    }
}

/// <summary>
/// Memory by offline checking (Blum et al., "Checking the correctness of memories", 1991): cells (address, value, time) are put on the bus and
/// taken from it, and what is put is exactly what is taken.
/// </summary>
/// <remarks>
/// <para>
/// Why each access sees the value that the last one left: all cells put are different, because <see cref="Initial"/> puts one of time 0 for each
/// address, addresses ascending, and access number k puts one of time k, a constant. So each is taken once. Access k takes a cell of a time below k
/// of its own address. The first access to an address can only take time 0 — so the address is in the initial list —, the second only what the first
/// put, since time 0 is taken, and so on. What the last access to an address leaves must be taken by <see cref="Final"/>, once: as many cells of an
/// address are put as taken, so each initial address is final exactly once, and no other is.
/// </para>
/// <para>
/// A time on the bus is one that was put, 0 or the number of an access; so times need no range check of their own, and that number minus 1 minus
/// the time taken, being in range, cannot have wrapped. Sums of numerators are below the characteristic because they count rows.
/// </para>
/// </remarks>
/// <typeparam name="TF">The scalar field.</typeparam>
public sealed class CircuitMemory<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    private readonly CircuitBuilder<TF> _builder;
    private readonly LookupTable<TF> _table;
    private UInt? _lastAddress;
    private BigInteger? _reserved;

    internal CircuitMemory(CircuitBuilder<TF> builder, LookupTable<TF> table)
    {
        _builder = builder;
        _table = table;
    }

    /// <summary>What it holds.</summary>
    public string Name => _table.Name;

    /// <summary>How many accesses there were so far; the next has this number plus 1 as its time.</summary>
    public int Accesses { get; private set; }

    /// <summary>
    /// Puts a cell on the bus and nothing more, for arguments of the caller's own: what is said above of histories holds for a memory that nobody puts in
    /// or takes from but by the methods below. Two rows.
    /// </summary>
    public void Put(Wire address, Wire value, Wire time) => Place(RowKind<TF>.PutRow, address, value, time);

    /// <summary>Takes a cell from the bus and nothing more, as <see cref="Put"/> puts one. Two rows.</summary>
    public void Take(Wire address, Wire value, Wire time) => Place(RowKind<TF>.LookupRow, address, value, time);

    /// <summary>
    /// The next cell of the initial list, at time 0. Its address is asserted to be above the one before: an address that is there twice would be spent
    /// twice. Slots of the list that are not used take addresses above all real ones. Four rows for addresses up to 64 bits.
    /// </summary>
    public void Initial(UInt address, Wire value)
    {
        using var scope = _builder.Scope($"memory {Name}");
        if (_lastAddress is { } last)
            _builder.AssertLess(last, address);
        _lastAddress = address;
        Put(address, value, _builder.Constant(TF.Zero));
    }

    /// <summary>
    /// As <see cref="Initial"/>, for the cell that <see cref="AccessIf"/> turns to where it is disabled. It needs its final cell like all others.
    /// </summary>
    /// <param name="address">A constant that no enabled access has.</param>
    /// <param name="value">What it holds; disabled accesses leave that alone.</param>
    /// <returns>The address.</returns>
    public UInt InitialReserved(BigInteger address, Wire value)
    {
        if (_reserved is not null)
            throw new InvalidOperationException($"memory {Name} has a reserved cell already");
        _reserved = address;
        var wire = _builder.Constant(address);
        Initial(wire, value);
        return wire;
    }

    /// <summary>
    /// Reads and writes a cell: asserts that the value at the address is <paramref name="oldValue"/> and replaces it. Value and time come from the
    /// prover; that they are the last ones is what the memory proves. Four rows and a quarter.
    /// </summary>
    /// <param name="address">The address; no witness exists if it is not in the initial list.</param>
    /// <param name="oldValue">The value that the last access left there.</param>
    /// <param name="oldTime">The number of that access, 0 for none.</param>
    /// <param name="newValue">The value from now on.</param>
    /// <returns>The number of this access, a constant.</returns>
    public UInt Access(UInt address, Wire oldValue, Wire oldTime, Wire newValue)
    {
        using var scope = _builder.Scope($"memory {Name}");
        var number = ++Accesses;

        // The rows after those that touch the bus hold the address in d, and have room to say what the times are.
        var age = _builder.NewWire();
        _builder.Place(RowKind<TF>.LookupRow, new(P5: _table.Tag), c: oldValue, d: oldTime);
        (Relation<TF>.Of(new(-TF.One, oldTime), c: new(-TF.One, age), d: new(TF.Zero, address), constant: TF.FromUInt64((ulong)number - 1)) with { Output = 2 }).Place(_builder);
        var time = _builder.NewWire();
        _builder.Place(RowKind<TF>.PutRow, new(P5: _table.Tag), c: newValue, d: time);
        (Relation<TF>.Of(c: new(-TF.One, time), d: new(TF.Zero, address), constant: TF.FromUInt64((ulong)number)) with { Output = 2 }).Place(_builder);

        // Whole limbs: it matters only that the age is not negative.
        var bits = (int)((BigInteger)number).GetBitLength();
        _builder.ToUInt(age, (bits + _builder.RangeBits - 1) / _builder.RangeBits * _builder.RangeBits);
        return new UInt(time, bits);
    }

    /// <summary>
    /// As <see cref="Access"/> where the bit is 1. Where it is 0, the access reads the reserved cell and writes back what it read: old value and time
    /// must then be that cell's, and address and new value are ignored. So a disabled access changes nothing, and there is no switch that turns the
    /// check off. Three rows more.
    /// </summary>
    /// <returns>The number of this access, a constant.</returns>
    /// <exception cref="InvalidOperationException">There is no reserved cell.</exception>
    public UInt AccessIf(Bit enabled, UInt address, Wire oldValue, Wire oldTime, Wire newValue)
    {
        if (_reserved is not { } reserved)
            throw new InvalidOperationException($"memory {Name} has no reserved cell for accesses that are disabled");
        Wire touched, written;
        using (_builder.Scope($"memory {Name}"))
        {
            touched = _builder.SelectConstant(enabled, address, TF.FromBigInteger(reserved));
            written = _builder.Select(enabled, newValue, oldValue);
        }

        return Access(new UInt(touched, Math.Max(address.Bits, (int)reserved.GetBitLength())), oldValue, oldTime, written);
    }

    /// <summary>The cell of an address after all accesses: its value and the number of the last access to it, 0 for none. Two rows.</summary>
    public void Final(UInt address, Wire value, Wire time)
    {
        using var scope = _builder.Scope($"memory {Name}");
        Take(address, value, time);
    }

    private void Place(RowKind<TF> kind, Wire address, Wire value, Wire time)
    {
        _builder.Place(kind, new(P5: _table.Tag), c: value, d: time);
        _builder.Place(RowKind<TF>.None, d: address);
    }
}
