using Zk.Field;

namespace Zk.Plonk;

/// <summary>What an <see cref="Expression{TF}"/> node stands for.</summary>
public enum ExpressionKind
{
    /// <summary>A field constant.</summary>
    Constant = 0,

    /// <summary>A verifier challenge, by <see cref="ChallengeId"/>.</summary>
    Challenge = 1,

    /// <summary>The indeterminate X itself: ω^i on row i.</summary>
    X = 2,

    /// <summary>L_0: one on row 0, zero on every other row of the domain.</summary>
    FirstRow = 3,

    /// <summary>L_(u−1): one on the last usable row.</summary>
    LastRow = 4,

    /// <summary>An advice (witness) column.</summary>
    Advice = 5,

    /// <summary>A multiplicity column: committed with the advice, counts how often tuples are looked up.</summary>
    Multiplicity = 6,

    /// <summary>An accumulator column: 0 is the permutation's z, 1.. are the bus sums φ.</summary>
    Accumulator = 7,

    /// <summary>A fixed column: 0..F−1 are the circuit's, F..F+W−1 the permutation polynomials σ_0..σ_(W−1).</summary>
    Fixed = 8,

    /// <summary>PI(X): public input i on row i, zero elsewhere.</summary>
    Instance = 9,

    /// <summary>The sum of L_i over the public-input rows: one there, zero elsewhere.</summary>
    InstanceSelector = 10,

    /// <summary>Sum of two nodes.</summary>
    Sum = 11,

    /// <summary>Product of two nodes.</summary>
    Product = 12,
}

/// <summary>The challenges an expression may name, in the order in which they are drawn.</summary>
public enum ChallengeId
{
    /// <summary>Compresses bus tuples: v_0 + θ v_1 + θ² v_2 + ...</summary>
    Theta = 0,

    /// <summary>The point at which the bus sums are evaluated: denominators are χ + tuple.</summary>
    Chi = 1,

    /// <summary>Weighs cell labels in the permutation argument.</summary>
    Beta = 2,

    /// <summary>Shifts factors of the permutation argument.</summary>
    Gamma = 3,

    /// <summary>Combines all constraints into one.</summary>
    Alpha = 4,
}

/// <summary>
/// A node of a constraint's expression tree. The same tree is evaluated by the witness checker, the quotient evaluator, the verifier and the
/// Solidity generator, so nothing about a gate is written twice. Nodes are immutable and may be shared.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
public sealed class Expression<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    private Expression(ExpressionKind kind, int index, int rotation, TF value, Expression<TF>? left, Expression<TF>? right, int degree)
    {
        Kind = kind;
        Index = index;
        Rotation = rotation;
        Value = value;
        Left = left;
        Right = right;
        Degree = degree;
    }

    /// <summary>What this node stands for.</summary>
    public ExpressionKind Kind { get; }

    /// <summary>Column or challenge index; 0 where the kind has none.</summary>
    public int Index { get; }

    /// <summary>0 for this row, 1 for the next one. Only advice and accumulator columns may be rotated.</summary>
    public int Rotation { get; }

    /// <summary>The constant of a <see cref="ExpressionKind.Constant"/> node.</summary>
    public TF Value { get; }

    /// <summary>Left operand of a sum or product.</summary>
    public Expression<TF>? Left { get; }

    /// <summary>Right operand of a sum or product.</summary>
    public Expression<TF>? Right { get; }

    /// <summary>Degree in column polynomials (each has degree below n); X and L_i count as columns, constants and challenges as 0.</summary>
    public int Degree { get; }

    /// <summary>X, that is ω^i on row i.</summary>
    public static Expression<TF> X { get; } = Leaf(ExpressionKind.X, 0, 0, 1);

    /// <summary>L_0.</summary>
    public static Expression<TF> FirstRow { get; } = Leaf(ExpressionKind.FirstRow, 0, 0, 1);

    /// <summary>L_(u−1).</summary>
    public static Expression<TF> LastRow { get; } = Leaf(ExpressionKind.LastRow, 0, 0, 1);

    /// <summary>PI(X).</summary>
    public static Expression<TF> Instance { get; } = Leaf(ExpressionKind.Instance, 0, 0, 1);

    /// <summary>The selector of the public-input rows.</summary>
    public static Expression<TF> InstanceSelector { get; } = Leaf(ExpressionKind.InstanceSelector, 0, 0, 1);

    /// <summary>A constant.</summary>
    public static Expression<TF> Constant(TF value) => new(ExpressionKind.Constant, 0, 0, value, null, null, 0);

    /// <summary>A small constant, possibly negative.</summary>
    public static Expression<TF> Constant(long value) => Constant(TF.FromBigInteger(value));

    /// <summary>A challenge.</summary>
    public static Expression<TF> Challenge(ChallengeId id) => Leaf(ExpressionKind.Challenge, (int)id, 0, 0);

    /// <summary>Advice column <paramref name="column"/>, on this row or (rotation 1) on the next.</summary>
    public static Expression<TF> Advice(int column, int rotation = 0) => Leaf(ExpressionKind.Advice, column, rotation, 1);

    /// <summary>A multiplicity column.</summary>
    public static Expression<TF> Multiplicity(int column) => Leaf(ExpressionKind.Multiplicity, column, 0, 1);

    /// <summary>An accumulator column, on this row or (rotation 1) on the next.</summary>
    public static Expression<TF> Accumulator(int column, int rotation = 0) => Leaf(ExpressionKind.Accumulator, column, rotation, 1);

    /// <summary>A fixed column.</summary>
    public static Expression<TF> Fixed(int column) => Leaf(ExpressionKind.Fixed, column, 0, 1);

    /// <summary>Embeds a small constant.</summary>
    public static implicit operator Expression<TF>(long value) => Constant(value);

    /// <summary>Sum; zero constants vanish.</summary>
    public static Expression<TF> operator +(Expression<TF> left, Expression<TF> right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.IsConstant(TF.Zero))
            return right;
        if (right.IsConstant(TF.Zero))
            return left;
        return left.Kind == ExpressionKind.Constant && right.Kind == ExpressionKind.Constant
            ? Constant(left.Value + right.Value)
            : new(ExpressionKind.Sum, 0, 0, TF.Zero, left, right, Math.Max(left.Degree, right.Degree));
    }

    /// <summary>Product; factors one and zero vanish.</summary>
    public static Expression<TF> operator *(Expression<TF> left, Expression<TF> right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.IsConstant(TF.One) || right.IsConstant(TF.Zero))
            return right;
        if (right.IsConstant(TF.One) || left.IsConstant(TF.Zero))
            return left;
        return left.Kind == ExpressionKind.Constant && right.Kind == ExpressionKind.Constant
            ? Constant(left.Value * right.Value)
            : new(ExpressionKind.Product, 0, 0, TF.Zero, left, right, left.Degree + right.Degree);
    }

    /// <summary>Negation, as a product with −1.</summary>
    public static Expression<TF> operator -(Expression<TF> value) => Constant(-TF.One) * value;

    /// <summary>Difference, as a sum with a negation.</summary>
    public static Expression<TF> operator -(Expression<TF> left, Expression<TF> right) => left + (-right);

    /// <summary>The fifth power, the S-box of Poseidon2, with the fourth power shared.</summary>
    public Expression<TF> Pow5()
    {
        var square = this * this;
        return square * square * this;
    }

    /// <summary>Evaluates the tree with values for its leaves. Shared nodes are visited once for each use; for bulk work compile a program.</summary>
    public TF Evaluate(Func<Expression<TF>, TF> leaf)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        return Kind switch
        {
            ExpressionKind.Constant => Value,
            ExpressionKind.Sum => Left!.Evaluate(leaf) + Right!.Evaluate(leaf),
            ExpressionKind.Product => Left!.Evaluate(leaf) * Right!.Evaluate(leaf),
            _ => leaf(this),
        };
    }

    /// <summary>Visits every node, children first.</summary>
    public void Visit(Action<Expression<TF>> visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        Left?.Visit(visitor);
        Right?.Visit(visitor);
        visitor(this);
    }

    private static Expression<TF> Leaf(ExpressionKind kind, int index, int rotation, int degree)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        if (rotation is not (0 or 1))
            throw new ArgumentOutOfRangeException(nameof(rotation), rotation, "a rotation is 0 (this row) or 1 (the next)");
        return new(kind, index, rotation, TF.Zero, null, null, degree);
    }

    private bool IsConstant(TF value) => Kind == ExpressionKind.Constant && Value == value;
}
