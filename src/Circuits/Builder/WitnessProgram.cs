using Zk.Field;

namespace Zk.Circuits;

/// <summary>
/// Computes values for a witness. It gets the inputs' values and fills the outputs; it must be a pure function that accepts any inputs, because
/// tests feed it lies.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
public delegate void HintFunction<TF>(ReadOnlySpan<TF> inputs, Span<TF> outputs)
    where TF : unmanaged, IPrimeField<TF>;

/// <summary>A step of witness generation outside any gate: its outputs are the wires <see cref="First"/>.. in order.</summary>
internal sealed record WitnessStep<TF>(string Name, string ConstrainedBy, int Scope, int[] Inputs, int First, int Count, HintFunction<TF> Function)
    where TF : unmanaged, IPrimeField<TF>;

/// <summary>Code ranges that may run side by side; the group's own range ends where the last part does.</summary>
internal sealed record ParallelParts(int[] Ends);

/// <summary>
/// The recorded computation of a witness from its inputs. Code words: row·8 + cell computes that cell of an arithmetic row from its three others
/// (its coefficient is −1), row·8 + 4 computes the sum of a limb or bit row; a negative word is the complement of an index into the steps.
/// </summary>
internal sealed class WitnessProgram<TF>(CircuitRows<TF> rows)
    where TF : unmanaged, IPrimeField<TF>
{
    /// <summary>The operation "sum of the row into cell d of the next".</summary>
    public const int SumToNext = 4;

    private readonly List<int> _code = [];
    private readonly List<object> _steps = [];

    /// <summary>All hints and computations that are not rows.</summary>
    public IEnumerable<WitnessStep<TF>> Steps => _steps.OfType<WitnessStep<TF>>();

    public int Length => _code.Count;

    public void Solve(int row, int cell) => _code.Add((row * 8) + cell);

    /// <summary>Keeps a place in the order for a computation whose row is placed later; <see cref="Fill"/> must follow.</summary>
    public int Reserve()
    {
        _code.Add(int.MinValue);
        return _code.Count - 1;
    }

    public void Fill(int reserved, int row, int cell) => _code[reserved] = (row * 8) + cell;

    public void Add(WitnessStep<TF> step) => Add((object)step);

    /// <summary>Records parts; each call of <paramref name="define"/> appends one part's code.</summary>
    public void Parallel(int count, Action<int> define)
    {
        var ends = new int[count];
        Add(new ParallelParts(ends));
        for (var i = 0; i < count; i++)
        {
            define(i);
            ends[i] = _code.Count;
        }
    }

    /// <summary>Runs everything; values[0] must be zero and the inputs set.</summary>
    public unsafe void Run(NativeBuffer<TF> values, int threads) => Run(values.Pointer, 0, _code.Count, threads);

    /// <summary>Runs everything in order, replacing each wire that <paramref name="overrides"/> names as soon as it is computed.</summary>
    public unsafe void Run(NativeBuffer<TF> values, IReadOnlyDictionary<int, TF> overrides)
    {
        for (var pc = 0; pc < _code.Count; pc++)
        {
            var (first, count) = Outputs(pc);
            if (count == 0)
                continue;
            Execute(values.Pointer, pc);
            for (var wire = first; wire < first + count; wire++)
            {
                if (overrides.TryGetValue(wire, out var value))
                    values[wire] = value;
            }
        }
    }

    private void Add(object step)
    {
        _code.Add(~_steps.Count);
        _steps.Add(step);
    }

    private (int First, int Count) Outputs(int pc)
    {
        var code = _code[pc];
        if (code < 0)
            return _steps[~code] is WitnessStep<TF> step ? (step.First, step.Count) : (0, 0);
        return (rows.OutputOf(code >> 3, code & 7), 1);
    }

    private unsafe void Run(TF* values, int start, int end, int threads)
    {
        for (var pc = start; pc < end; pc++)
        {
            if (_code[pc] < 0 && _steps[~_code[pc]] is ParallelParts parts)
            {
                var first = pc + 1;
                if (threads > 1 && parts.Ends.Length > 1)
                {
                    var options = new ParallelOptions { MaxDegreeOfParallelism = threads };
                    System.Threading.Tasks.Parallel.For(0, parts.Ends.Length, options, i => Run(values, i == 0 ? first : parts.Ends[i - 1], parts.Ends[i], 1));
                    pc = parts.Ends[^1] - 1;
                }

                continue;
            }

            Execute(values, pc);
        }
    }

    private unsafe void Execute(TF* values, int pc)
    {
        var code = _code[pc];
        if (code >= 0)
        {
            rows.Solve(values, code >> 3, code & 7);
            return;
        }

        var step = (WitnessStep<TF>)_steps[~code];
        var inputs = step.Inputs.Length <= 16 ? stackalloc TF[step.Inputs.Length] : new TF[step.Inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
            inputs[i] = values[step.Inputs[i]];
        step.Function(inputs, new Span<TF>(values + step.First, step.Count));
    }
}
