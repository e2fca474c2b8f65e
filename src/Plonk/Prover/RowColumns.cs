using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// Columns by row, as the accumulators need them: witness and fixed columns are read where they lie; permutation columns and X are made on first use.
/// Only the usable rows count, so the witness without its random rows will do: what reads row u from row u − 1 is switched off there.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
internal sealed class RowColumns<TF>(ProverSession<TF> session) : IDisposable
    where TF : unmanaged, IPrimeField<TF>
{
    private readonly Dictionary<(ExpressionKind Kind, int Index), EngineBuffer<TF>> _columns = [];

    public ColumnView<TF> View(GateInput input)
    {
        var key = (input.Kind, input.Index);
        if (!_columns.TryGetValue(key, out var column))
        {
            column = Make(input);
            _columns.Add(key, column);
        }

        return new(column, input.Rotation);
    }

    public void Dispose()
    {
        foreach (var column in _columns.Values)
            column.Dispose();
    }

    private EngineBuffer<TF> Make(GateInput input)
    {
        var (circuit, engine) = (session.Circuit, session.Engine);
        switch (input.Kind)
        {
            case ExpressionKind.Advice:
                return engine.Borrow(session.Assignment.Advice[input.Index]);
            case ExpressionKind.Multiplicity:
                return engine.Borrow(session.Assignment.Multiplicities[input.Index]);
            case ExpressionKind.Fixed when input.Index < circuit.System.FixedColumns:
                return engine.Borrow(circuit.FixedColumns[input.Index]);
            case ExpressionKind.Fixed:
                var sigma = engine.Allocate(circuit.Rows);
                engine.EvaluateOnCoset(session.Column(ExpressionKind.Fixed, input.Index), TF.One, sigma);
                return sigma;
            case ExpressionKind.X:
                var points = engine.Allocate(circuit.Rows);
                engine.FillPowers(points, TF.One, TF.RootOfUnity(circuit.Log2));
                return points;
            default:
                throw new InvalidOperationException($"no accumulator depends on {input.Kind}");
        }
    }
}
