using System.Globalization;

namespace Zk.Plonk;

/// <summary>
/// Expressions of Yul for arithmetic modulo r. A value is any 256-bit number that is right modulo r and at most a known small multiple of r, so that most sums need
/// no reduction: 5 r is below 2^256.
/// </summary>
/// <param name="Text">The expression.</param>
/// <param name="Bound">It is at most so many times r.</param>
/// <param name="Height">Stack slots that its evaluation needs, result included.</param>
internal readonly record struct YulCode(string Text, int Bound, int Height)
{
    /// <summary>The variable that holds r.</summary>
    public const string Modulus = "r";

    private const int MaximumBound = 5;

    /// <summary>Something that takes no more than one slot and is below r.</summary>
    public static YulCode Leaf(string text) => new(text, 1, 1);

    /// <summary>A constant.</summary>
    public static YulCode Constant(Fr value) => Leaf(Literal(value));

    /// <summary>A constant as written: decimal if it is small.</summary>
    public static string Literal(Fr value)
    {
        var integer = value.ToBigInteger();
        return integer < 1000 ? integer.ToString(CultureInfo.InvariantCulture) : "0x" + integer.ToString("x64", CultureInfo.InvariantCulture)[^64..];
    }

    /// <summary>The sum.</summary>
    public static YulCode operator +(YulCode left, YulCode right)
    {
        // Arguments are evaluated from the last to the first, so the taller one stands last.
        var (first, last) = left.Height > right.Height ? (right, left) : (left, right);
        return left.Bound + right.Bound <= MaximumBound
            ? new($"add({first.Text}, {last.Text})", left.Bound + right.Bound, Math.Max(last.Height, 1 + first.Height))
            : Reduced("addmod", first, last);
    }

    /// <summary>The difference.</summary>
    public static YulCode operator -(YulCode left, YulCode right) => left + -right;

    /// <summary>The negative: a multiple of r that is no less, minus the value.</summary>
    public static YulCode operator -(YulCode value)
    {
        var multiple = value.Bound == 1 ? Modulus : "0x" + (value.Bound * Fr.Characteristic).ToString("x64", CultureInfo.InvariantCulture)[^64..];
        return new($"sub({multiple}, {value.Text})", value.Bound, Math.Max(value.Height, 2));
    }

    /// <summary>The product.</summary>
    public static YulCode operator *(YulCode left, YulCode right) =>
        left.Height > right.Height ? Reduced("mulmod", right, left) : Reduced("mulmod", left, right);

    /// <summary>A small multiple.</summary>
    public static YulCode Multiple(int factor, YulCode value) => factor * value.Bound <= MaximumBound
        ? new($"mul({factor}, {value.Text})", factor * value.Bound, Math.Max(value.Height, 2))
        : Leaf(factor.ToString(CultureInfo.InvariantCulture)) * value;

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static YulCode Reduced(string operation, YulCode first, YulCode last) =>
        new($"{operation}({first.Text}, {last.Text}, {Modulus})", 1, Math.Max(1 + last.Height, 2 + first.Height));
}
