using Zk.Field;

namespace Zk.Circuits;

/// <summary>
/// Rows of limbs or bits whose sums land in cell d of the row after, together with arithmetic rows that take the places where sums land. Relations
/// and sums are recorded first and placed by <see cref="Place"/>, which fits them together; their witness steps keep the order of recording.
/// </summary>
internal sealed class RangeBlock<TF>(CircuitBuilder<TF> builder)
    where TF : unmanaged, IPrimeField<TF>
{
    private readonly List<Run> _runs = [];
    private readonly List<Relation<TF>> _relations = [];

    /// <summary>Records a relation to be placed.</summary>
    public void Relate(in Relation<TF> relation) =>
        _relations.Add(relation.Output >= 0 ? relation with { Slot = builder.Program.Reserve() } : relation);

    /// <summary>
    /// Range-checks limbs by lookup, four to a row, and yields the sum of each row: limb i has weight 2^(shift·i) for i below
    /// <paramref name="weighted"/>, the rest weight zero.
    /// </summary>
    /// <param name="limbs">The limbs.</param>
    /// <param name="shift">Bits by which a limb outweighs the one before.</param>
    /// <param name="weighted">How many limbs count.</param>
    /// <param name="total">If there is one row only, the wire that its sum is asserted to be; none to have a new one computed.</param>
    public Wire[] Limbs(ReadOnlySpan<Wire> limbs, int shift, int weighted, Wire total = default)
    {
        var count = (limbs.Length + 3) / 4;
        var sums = new Wire[count];
        for (var row = 0; row < count; row++)
        {
            var cells = new Term<TF>[4];
            for (var i = 4 * row; i < Math.Min(limbs.Length, (4 * row) + 4); i++)
                cells[i % 4] = new(i < weighted ? Hints.PowerOfTwo<TF>(shift * i) : TF.Zero, limbs[i]);
            var given = count == 1 && total.Exists;
            sums[row] = given ? total : builder.NewWire();
            _runs.Add(new Run([cells], sums[row], [], given ? -1 : builder.Program.Reserve(), false));
        }

        return sums;
    }

    /// <summary>Asserts that wires are bits, three to a row, and yields their sum with weights 2^i.</summary>
    public Wire Bits(ReadOnlySpan<Wire> bits)
    {
        var rows = new List<Term<TF>[]>();
        var sums = new List<Wire>();
        var slots = new List<int>();
        for (var i = 0; i < bits.Length; i += 3)
        {
            // Cells that are left over repeat the last bit, because the gate reads them.
            var cells = new Term<TF>[4];
            for (var j = i; j < i + 3; j++)
                cells[j - i] = j < bits.Length ? new(Hints.PowerOfTwo<TF>(j), bits[j]) : new(TF.Zero, bits[^1]);
            if (i > 0)
                cells[3] = sums[^1];
            rows.Add(cells);
            sums.Add(builder.NewWire());
            slots.Add(builder.Program.Reserve());
        }

        _runs.Add(new Run(rows, sums[^1], slots, -1, true));
        return sums[^1];
    }

    /// <summary>
    /// Places everything. A run of bits has cell d of its first row to spare, so the sum before it lands there; every other sum lands in an
    /// arithmetic row, if possible one that has a relation to state.
    /// </summary>
    public void Place()
    {
        // A limb row in front of the first run of bits lands for free.
        if (_runs.Count > 0 && _runs[0].IsBits && _runs.FindLastIndex(r => !r.IsBits) is > 0 and var limbs)
        {
            _runs.Insert(0, _runs[limbs]);
            _runs.RemoveAt(limbs + 1);
        }

        Wire landing = default;
        foreach (var run in _runs)
        {
            if (landing.Exists && !run.IsBits)
                Land(landing);
            PlaceRun(run, run.IsBits ? landing : default);
            landing = run.Sum;
        }

        if (landing.Exists)
            Land(landing);
        foreach (var relation in _relations)
            relation.Place(builder);
        _runs.Clear();
        _relations.Clear();
    }

    private void PlaceRun(Run run, Wire landing)
    {
        for (var i = 0; i < run.Rows.Count; i++)
        {
            var cells = run.Rows[i];
            var d = i == 0 && landing.Exists ? landing : cells[3].Wire;
            var row = builder.Place(
                run.IsBits ? RowKind<TF>.Bits : RowKind<TF>.Limbs,
                new(cells[0].Coefficient, cells[1].Coefficient, cells[2].Coefficient, cells[3].Coefficient, run.IsBits ? TF.Zero : TF.One),
                cells[0].Wire,
                cells[1].Wire,
                cells[2].Wire,
                d);
            var slot = run.IsBits ? run.Slots[i] : run.Slot;
            if (slot >= 0)
                builder.Program.Fill(slot, row, WitnessProgram<TF>.SumToNext);
        }
    }

    /// <summary>Prefers a relation that needs the wire and has four terms, since it fits nowhere else.</summary>
    private void Land(Wire wire)
    {
        var best = -1;
        var bestScore = -1;
        for (var i = 0; i < _relations.Count; i++)
        {
            if (!_relations[i].TryWithD(wire, out _))
                continue;
            var score = Terms(_relations[i]);
            if (score > bestScore)
                (best, bestScore) = (i, score);
        }

        if (best < 0)
        {
            builder.Place(RowKind<TF>.None, d: wire);
            return;
        }

        _ = _relations[best].TryWithD(wire, out var relation);
        _relations.RemoveAt(best);
        relation.Place(builder);
    }

    private static int Terms(in Relation<TF> r) => (r.A.Wire.Exists ? 1 : 0) + (r.B.Wire.Exists ? 1 : 0) + (r.C.Wire.Exists ? 1 : 0) + (r.D.Wire.Exists ? 1 : 0);

    /// <summary>Consecutive rows whose sum lands in cell d of the row after the last.</summary>
    private sealed record Run(IReadOnlyList<Term<TF>[]> Rows, Wire Sum, IReadOnlyList<int> Slots, int Slot, bool IsBits);
}
