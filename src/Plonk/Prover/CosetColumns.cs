using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// Evaluates the quotient's program on a coset c·⟨ω⟩, in one go while that fits into memory: all columns are needed at the same time. Else in parts
/// c·ω^j·⟨ω^P⟩, j = 0..P−1, so that columns in memory are n/P long; that costs P − 1 products more for each value, to fold a column. A rotation
/// by ρ maps part j to part j + ρ mod P: a column read on the next row is needed on the next part too, and only there.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
internal sealed class CosetColumns<TF> : IDisposable
    where TF : unmanaged, IPrimeField<TF>
{
    /// <summary>The largest circuit that is not evaluated in parts: some 30 columns of 8 MiB.</summary>
    private const int LargestWhole = 18;

    private readonly ProverSession<TF> _session;
    private readonly GateProgram<TF> _program;
    private readonly long _size;
    private readonly TF _omega;
    private readonly HashSet<PartOfColumn>[] _needed;
    private readonly Dictionary<PartOfColumn, EngineBuffer<TF>> _present = [];
    private readonly Stack<EngineBuffer<TF>> _free = new();

    public CosetColumns(ProverSession<TF> session, GateProgram<TF> program)
    {
        _session = session;
        _program = program;
        Parts = session.CosetParts;
        _size = session.Circuit.Rows / Parts;
        _omega = TF.RootOfUnity(session.Circuit.Log2);
        _needed = [.. Enumerable.Range(0, Parts).Select(part => program.Inputs.Select(input => Locate(input, part).Column).ToHashSet())];
    }

    /// <summary>P.</summary>
    public int Parts { get; }

    /// <summary>P for a circuit of 2^<paramref name="log2"/> rows, unless a test asks for another number.</summary>
    public static int PartsFor(int log2) => log2 <= LargestWhole ? 1 : 4;

    /// <summary>Writes the program's values at shift·ω^i to element i, for i in 0..n−1.</summary>
    public void Evaluate(TF shift, EngineBuffer<TF> destination)
    {
        using var values = Parts == 1 ? null : _session.Engine.Allocate(_size);
        for (var part = 0; part < Parts; part++)
        {
            var inputs = new ColumnView<TF>[_program.Inputs.Count];
            for (var i = 0; i < inputs.Length; i++)
            {
                var (column, offset) = Locate(_program.Inputs[i], part);
                inputs[i] = new(Buffer(column, shift), offset);
            }

            _session.Engine.Run(_program, _session.Transcript.Challenges, _size, inputs, [values ?? destination]);
            if (values is not null)
                _session.Engine.Scatter(values, destination, part, Parts);
            Release(part + 1);
            _session.Step();
        }
    }

    public void Dispose()
    {
        foreach (var buffer in _present.Values.Concat(_free))
            buffer.Dispose();
    }

    /// <summary>
    /// Where a program's input is on a part: row i of the part is shift·ω^(part + P·i), so a rotation by ρ reads the exponent part + ρ + P·i.
    /// L_{u−1}(X) is L_0(X·ω^−(u−1)), a rotation of L_0.
    /// </summary>
    private (PartOfColumn Column, long Offset) Locate(GateInput input, int part)
    {
        var lastRow = input.Kind == ExpressionKind.LastRow;
        var exponent = part + (lastRow ? 1 - _session.Circuit.UsableRows : input.Rotation);
        var mod = (int)(((exponent % Parts) + Parts) % Parts);
        var offset = (exponent - mod) / Parts % _size;
        var column = new PartOfColumn(lastRow ? ExpressionKind.FirstRow : input.Kind, input.Index, mod);
        return (column, offset < 0 ? offset + _size : offset);
    }

    private EngineBuffer<TF> Buffer(PartOfColumn column, TF shift)
    {
        if (_present.TryGetValue(column, out var buffer))
            return buffer;
        buffer = _free.Count > 0 ? _free.Pop() : _session.Engine.Allocate(_size);
        _present.Add(column, buffer);
        var start = shift * _omega.Pow((ulong)column.Part);
        if (column.Kind == ExpressionKind.X)
            _session.Engine.FillPowers(buffer, start, _omega.Pow((ulong)Parts));
        else
            _session.Engine.EvaluateOnCoset(_session.Column(column.Kind, column.Index), start, buffer);
        return buffer;
    }

    /// <summary>Recycles whatever no part from <paramref name="next"/> on needs; after the last part, everything.</summary>
    private void Release(int next)
    {
        foreach (var (column, buffer) in _present)
        {
            if (!_needed.Skip(next).Any(part => part.Contains(column)))
            {
                _present.Remove(column);
                _free.Push(buffer);
            }
        }
    }

    /// <summary>The values of a column on one part of the coset.</summary>
    private readonly record struct PartOfColumn(ExpressionKind Kind, int Index, int Part);
}
