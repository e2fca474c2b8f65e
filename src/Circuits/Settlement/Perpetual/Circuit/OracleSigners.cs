namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>
/// The oracle's keys in a table: place 1, 2, ... of the configuration. Place 0 stands for no signer and holds no key, nor does a place that the
/// configuration leaves empty: (0, 0) is no point of the curve, so no signature verifies under it.
/// </summary>
internal sealed class OracleSigners
{
    /// <summary>Bits of a place.</summary>
    public const int PlaceBits = 4;

    private static readonly RowKind<Fr> _write = new(null, Write: true);

    private readonly LookupTable<Fr> _table;
    private readonly Wire[] _coordinates;

    private OracleSigners(LookupTable<Fr> table, Wire[] coordinates)
    {
        _table = table;
        _coordinates = coordinates;
    }

    /// <summary>Writes the table. A row a place.</summary>
    public static OracleSigners Write(CircuitBuilder<Fr> builder, IReadOnlyList<(Wire X, Wire Y)> keys)
    {
        using var scope = builder.Scope("oracle signers");
        var table = builder.Tables.AddDynamic("oracle signers");
        var zero = builder.Constant(Fr.Zero);
        (Wire X, Wire Y)[] entries = [(zero, zero), .. keys];
        for (var i = 0; i < entries.Length; i++)
            builder.Place(_write, new(P3: Fr.FromUInt64((ulong)i), P4: table.Tag), entries[i].X, entries[i].Y);
        return new(table, [.. entries.SelectMany(e => new[] { e.X, e.Y })]);
    }

    /// <summary>The key in a place; no witness exists for a place that is not in the table. Two rows.</summary>
    public (UInt Place, (Wire X, Wire Y) Key) Lookup(CircuitBuilder<Fr> builder, Wire place)
    {
        using var scope = builder.Scope("lookup");
        var key = builder.Hint("key of a signer", "looked up with its place", [place, .. _coordinates], 2, static (input, output) =>
        {
            var at = input[0].ToBigInteger();
            (output[0], output[1]) = 2 * at < input.Length - 1 ? (input[1 + (2 * (int)at)], input[2 + (2 * (int)at)]) : default;
        });
        builder.Place(RowKind<Fr>.LookupRow, new(P5: _table.Tag), c: key[0], d: key[1]);
        builder.Place(RowKind<Fr>.None, d: place);
        return (new UInt(place, PlaceBits), (key[0], key[1]));
    }
}
