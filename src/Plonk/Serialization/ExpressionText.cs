using System.Globalization;
using System.Text;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// Expressions as text in prefix order, symbols separated by one space: <c>+</c> and <c>*</c> with two operands, <c>a3</c> for advice column 3 on
/// this row and <c>a3'</c> on the next, <c>m1</c> for a multiplicity column, <c>f2</c> for a fixed column, and decimal constants below the modulus.
/// So <c>* f0 + a0 * 5 a1'</c> is f0·(a0 + 5·a1(ωX)).
/// </summary>
internal static class ExpressionText
{
    /// <summary>The longest text of one expression.</summary>
    public const int MaximumLength = 1 << 22;

    /// <summary>Writes an expression.</summary>
    public static string Write<TF>(Expression<TF> expression)
        where TF : unmanaged, IPrimeField<TF>
    {
        var text = new StringBuilder();
        Append(text, expression);
        return text.ToString();
    }

    /// <summary>Reads an expression.</summary>
    /// <exception cref="ZkFormatException">The text is not the canonical form of an expression.</exception>
    public static Expression<TF> Read<TF>(JsonField field, ExpressionReader<TF> reader)
        where TF : unmanaged, IPrimeField<TF>
    {
        var text = field.Text(MaximumLength);
        var position = 0;
        var expression = reader.Read(Next, field.Error);
        return position > text.Length ? expression : throw field.Error($"symbols follow the expression from character {position}");

        ExpressionSymbol<TF> Next()
        {
            if (position > text.Length)
                throw field.Error("the expression ends where an operand should stand");
            var end = text.IndexOf(' ', position);
            var word = end < 0 ? text.AsSpan(position) : text.AsSpan(position, end - position);
            position = (end < 0 ? text.Length : end) + 1;
            return TrySymbol(word, out ExpressionSymbol<TF> symbol) ? symbol : throw field.Error($"'{word}' is no symbol of an expression");
        }
    }

    private static void Append<TF>(StringBuilder text, Expression<TF> expression)
        where TF : unmanaged, IPrimeField<TF>
    {
        if (text.Length > 0)
            text.Append(' ');
        switch (expression.Kind)
        {
            case ExpressionKind.Sum or ExpressionKind.Product:
                text.Append(expression.Kind == ExpressionKind.Sum ? '+' : '*');
                Append(text, expression.Left!);
                Append(text, expression.Right!);
                break;
            case ExpressionKind.Constant:
                text.Append(CultureInfo.InvariantCulture, $"{expression.Value.ToBigInteger()}");
                break;
            default:
                text.Append(CultureInfo.InvariantCulture, $"{Letter(expression.Kind)}{expression.Index}{(expression.Rotation == 1 ? "'" : "")}");
                break;
        }
    }

    private static char Letter(ExpressionKind kind) => kind switch
    {
        ExpressionKind.Advice => 'a',
        ExpressionKind.Multiplicity => 'm',
        ExpressionKind.Fixed => 'f',
        _ => throw new ArgumentException($"a gate cannot hold {kind}"),
    };

    private static bool TrySymbol<TF>(ReadOnlySpan<char> word, out ExpressionSymbol<TF> symbol)
        where TF : unmanaged, IPrimeField<TF>
    {
        symbol = default;
        if (word.IsEmpty)
            return false;
        if (char.IsAsciiDigit(word[0]))
        {
            symbol = new(ExpressionKind.Constant, 0, 0, TF.TryParse(word, out var value) ? value : TF.Zero);
            return (word.Length == 1 || word[0] != '0') && TF.TryParse(word, out _);
        }

        var next = word[0] == 'a' && word[^1] == '\'';
        var digits = next ? word[1..^1] : word[1..];
        var kind = word[0] switch
        {
            '+' => ExpressionKind.Sum,
            '*' => ExpressionKind.Product,
            'a' => ExpressionKind.Advice,
            'm' => ExpressionKind.Multiplicity,
            'f' => ExpressionKind.Fixed,
            _ => ExpressionKind.X,
        };
        if (kind is ExpressionKind.Sum or ExpressionKind.Product)
        {
            symbol = new(kind, 0, 0, TF.Zero);
            return word.Length == 1;
        }

        if (kind == ExpressionKind.X || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || (digits.Length > 1 && digits[0] == '0'))
            return false;
        symbol = new(kind, index, next ? 1 : 0, TF.Zero);
        return true;
    }
}
