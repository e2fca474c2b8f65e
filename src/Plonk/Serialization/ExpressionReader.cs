using System.Globalization;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>A symbol of an expression in prefix order: a leaf, or an operator that two operands follow.</summary>
internal readonly record struct ExpressionSymbol<TF>(ExpressionKind Kind, int Index, int Rotation, TF Value)
    where TF : unmanaged, IPrimeField<TF>;

/// <summary>
/// Builds expressions of gates and bus terms from symbols in prefix order, as both the binary and the text form have them. Depth and size are
/// bounded, so that a hostile key exhausts neither the stack nor the time of those who walk its trees.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
internal sealed class ExpressionReader<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    /// <summary>The longest path from the root of an expression to a leaf.</summary>
    public const int MaximumDepth = 1000;

    /// <summary>The most symbols of all expressions of a constraint system together.</summary>
    public const int MaximumSymbols = 1 << 17;

    private int _symbols;

    /// <summary>Reads one expression.</summary>
    /// <param name="next">Gives the next symbol, or throws if there is none.</param>
    /// <param name="error">Makes an error with a reason.</param>
    public Expression<TF> Read(Func<ExpressionSymbol<TF>> next, Func<string, ZkFormatException> error) => Read(next, error, 1);

    /// <summary>Demands that an expression read by this class could be read again: for those who write.</summary>
    /// <exception cref="ArgumentException">It is too large.</exception>
    public void Require(string name, Expression<TF> expression)
    {
        if (Depth(expression) > MaximumDepth || _symbols > MaximumSymbols)
            throw new ArgumentException($"the expression of '{name}' is too large for the format");
    }

    private Expression<TF> Read(Func<ExpressionSymbol<TF>> next, Func<string, ZkFormatException> error, int depth)
    {
        if (depth > MaximumDepth)
            throw error(string.Create(CultureInfo.InvariantCulture, $"the expression is nested more than {MaximumDepth} levels deep"));
        if (++_symbols > MaximumSymbols)
            throw error(string.Create(CultureInfo.InvariantCulture, $"the expressions have more than {MaximumSymbols} symbols"));
        var symbol = next();
        var expression = symbol.Kind switch
        {
            ExpressionKind.Constant => Expression<TF>.Constant(symbol.Value),
            ExpressionKind.Advice => Expression<TF>.Advice(symbol.Index, symbol.Rotation),
            ExpressionKind.Multiplicity => Expression<TF>.Multiplicity(symbol.Index),
            ExpressionKind.Fixed => Expression<TF>.Fixed(symbol.Index),
            ExpressionKind.Sum => Read(next, error, depth + 1) + Read(next, error, depth + 1),
            ExpressionKind.Product => Read(next, error, depth + 1) * Read(next, error, depth + 1),
            _ => throw error($"a gate cannot hold {symbol.Kind}"),
        };

        // Constant folding removes x + 0, x * 1 and the like when a circuit is built; a file that has them is not canonical.
        return expression.Kind == symbol.Kind ? expression : throw error("the expression is not simplified");
    }

    private int Depth(Expression<TF> expression)
    {
        _symbols++;
        return expression.Left is { } left && expression.Right is { } right ? 1 + Math.Max(Depth(left), Depth(right)) : 1;
    }
}
