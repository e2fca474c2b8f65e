using Zk.Field;

namespace Zk.Plonk;

/// <summary>The values of an assignment's columns on given rows: the leaves of gate and bus expressions, which know no challenges.</summary>
internal sealed class RowValues<TF>(CompiledCircuit<TF> circuit, Assignment<TF> assignment)
    where TF : unmanaged, IPrimeField<TF>
{
    /// <summary>Evaluates a circuit's own expression on a usable row.</summary>
    public TF Evaluate(Expression<TF> expression, long row) => expression.Kind switch
    {
        ExpressionKind.Constant => expression.Value,
        ExpressionKind.Sum => Evaluate(expression.Left!, row) + Evaluate(expression.Right!, row),
        ExpressionKind.Product => Product(expression, row),
        ExpressionKind.Advice => assignment.Advice[expression.Index][row + expression.Rotation],
        ExpressionKind.Multiplicity => assignment.Multiplicities[expression.Index][row],
        ExpressionKind.Fixed => circuit.FixedColumns[expression.Index][row],
        _ => throw new InvalidOperationException($"a gate cannot name {expression.Kind}"),
    };

    /// <summary>The tuple of a bus term on a row, padded with zeros.</summary>
    public BusTuple<TF> Tuple(BusTerm<TF> term, long row)
    {
        TF At(int i) => i < term.Tuple.Count ? Evaluate(term.Tuple[i], row) : TF.Zero;
        return new(At(0), At(1), At(2), At(3), At(4));
    }

    /// <summary>Most gates are off on most rows: a zero factor on the left, where selectors stand, spares the right.</summary>
    private TF Product(Expression<TF> product, long row)
    {
        var left = Evaluate(product.Left!, row);
        return left.IsZero ? left : left * Evaluate(product.Right!, row);
    }
}

/// <summary>A bus tuple as a dictionary key.</summary>
internal readonly record struct BusTuple<TF>(TF V0, TF V1, TF V2, TF V3, TF V4)
    where TF : unmanaged, IPrimeField<TF>;
