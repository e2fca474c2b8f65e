using System.Globalization;
using System.Numerics;

namespace Zk.Plonk;

/// <summary>
/// The check of fflonk's openings (docs/protocol.md, section 10): six multiplications of points however many columns there are. Remainders have closed forms, so
/// no root of any order is needed, and the inverses of the Z_i(y) come with the hint.
/// </summary>
internal sealed class FflonkCode : OpeningCode
{
    /// <summary>The word of (y − ζ) Z_0(y) Z_1(y) Z_2(y), and later of its inverse.</summary>
    private const string Denominators = "DENOMINATORS";

    private readonly FflonkPack[] _packs;

    /// <summary>Code for a key.</summary>
    public FflonkCode(VerifyingKey<Fr> key, CalldataLayout calldata)
        : this(key, calldata, FflonkPack.Of(key.Layout))
    {
    }

    private FflonkCode(VerifyingKey<Fr> key, CalldataLayout calldata, FflonkPack[] packs)
        : base(key, calldata, [Denominators, .. packs.Select((_, i) => Vanishing(i)), .. packs.Index().Where(pack => pack.Item.AtNext).Select(pack => AtZeta(pack.Index))]) =>
        _packs = packs;

    /// <inheritdoc/>
    public override string Title => "fflonk";

    /// <inheritdoc/>
    public override IEnumerable<(int Place, string What)> Commitments()
    {
        var (system, layout) = (Key.System, Key.Layout);
        yield return (0, $"C_1, the pack of {system.AdviceColumns} advice and {system.MultiplicityColumns} multiplicity columns: x, y");
        yield return (layout.AccumulatorStart, $"C_2, the pack of {system.AccumulatorColumns} accumulators: z, then the bus sums");
        yield return (layout.QuotientStart, "T, the quotient");
    }

    /// <inheritdoc/>
    public override string WriteDenominators(SourceWriter source)
    {
        source.Comment("What openings divide by: y - zeta, and for each pack of t columns y^t - zeta, times y^t - zeta omega if it is opened there too.");
        source.Line("{");
        source.Line("let y := mload(Y)");
        source.Line("let zeta := mload(ZETA)");
        source.Line($"let minusNext := sub(r, mulmod(zeta, {YulCode.Literal(Fr.RootOfUnity(Key.Log2))}, r))");
        source.Line("let power");
        source.Line($"let all := {Difference("y", "zeta")}");
        for (var i = 0; i < _packs.Length; i++)
        {
            WritePower(source, _packs[i].Size);
            if (_packs[i].AtNext)
            {
                source.Line($"mstore({AtZeta(i)}, {Difference("power", "zeta")})");
                source.Line($"power := mulmod({Load(AtZeta(i))}, add(power, minusNext), r)");
            }
            else
            {
                source.Line("power := addmod(power, sub(r, zeta), r)");
            }

            source.Line($"mstore({Vanishing(i)}, power)");
            source.Line("all := mulmod(all, power, r)");
        }

        source.Line($"mstore({Denominators}, all)");
        source.Line("}");
        return Denominators;
    }

    /// <inheritdoc/>
    public override void Write(SourceWriter source)
    {
        var layout = Key.Layout;
        source.Line("{");
        source.Line("let y := mload(Y)");
        WriteWeights(source);
        source.Line();
        WriteConstant(source);
        source.Line();
        source.Comment("C_0 + w_1 C_1 + w_2 C_2 + w_3 T - (sum of w_i r_i(y)) [1]_1 - Z_0(y) W + y W'. The precompile checks every point: coordinates below q, on the curve.");
        WriteStart(source, Key.FixedCommitments[0]);
        WriteTerm(source, 0, Weight(1));
        WriteTerm(source, layout.AccumulatorStart, Weight(2));
        WriteTerm(source, layout.QuotientStart, Weight(3));
        WriteTerm(source, Key.Curve.G1Generator, "sub(r, remainder)");
        WriteTerm(source, layout.OpeningProof, $"sub(r, {Load(Vanishing(0))})");
        WriteTerm(source, layout.FinalOpeningProof, "y");
        source.Line("}");
        source.Line();
        WritePairing(source);
    }

    private static string Vanishing(int pack) => string.Create(CultureInfo.InvariantCulture, $"Z_{pack}");

    /// <summary>The word of y^t − ζ, which the remainder of a pack that is opened twice needs too.</summary>
    private static string AtZeta(int pack) => string.Create(CultureInfo.InvariantCulture, $"Y_{pack}");

    private static string Weight(int polynomial) => string.Create(CultureInfo.InvariantCulture, $"w{polynomial}");

    private static string Load(string word) => $"mload({word})";

    private static YulCode Difference(string left, string right) => YulCode.Leaf(left) - YulCode.Leaf(right);

    /// <summary>power = y^t by squaring and multiplying, from the highest bit of t.</summary>
    private static void WritePower(SourceWriter source, int exponent)
    {
        source.Line("power := y");
        for (var bit = BitOperations.Log2((uint)exponent) - 1; bit >= 0; bit--)
        {
            source.Line("power := mulmod(power, power, r)");
            if ((exponent >> bit & 1) == 1)
                source.Line("power := mulmod(power, y, r)");
        }
    }

    /// <summary>w_i = v^i Z_0(y)/Z_i(y) for C_1, C_2, T: each is a product of the inverse of all denominators with the others.</summary>
    private static void WriteWeights(SourceWriter source)
    {
        source.Comment("w_i = v^i Z_0(y)/Z_i(y): one is v Z_0(y)/(Z_1(y) Z_2(y) (y - zeta)), two and three more powers of v.");
        source.Line($"let {Weight(1)}");
        source.Line($"let {Weight(2)}");
        source.Line($"let {Weight(3)}");
        source.Line("{");
        source.Line("let v := mload(V)");
        source.Line($"let one := mulmod(v, mulmod({Load(Denominators)}, mulmod({Load(Vanishing(0))}, {Load(Vanishing(0))}, r), r), r)");
        source.Line("let two := mulmod(v, one, r)");
        source.Line($"let shift := {Difference("y", "mload(ZETA)")}");
        source.Line($"{Weight(1)} := mulmod(mulmod(shift, one, r), {Load(Vanishing(2))}, r)");
        source.Line($"{Weight(2)} := mulmod(mulmod(shift, two, r), {Load(Vanishing(1))}, r)");
        source.Line($"{Weight(3)} := mulmod(mulmod(v, two, r), mulmod({Load(Vanishing(1))}, {Load(Vanishing(2))}, r), r)");
        source.Line("}");
    }

    /// <summary>Σ w_i r_i(y), in which r_i(y) = A(y) or A(y) + (B(y) − A(y)) (y^t − ζ)/(ζω − ζ), with A and B the packs of the values at ζ and ζω.</summary>
    private void WriteConstant(SourceWriter source)
    {
        source.Comment("The sum of w_i r_i(y), T first.");
        source.Line($"let remainder := mulmod({Weight(3)}, mload(QUOTIENT), r)");
        source.Line($"let slope := mulmod(mload(INVERSE_ZETA), {YulCode.Literal((Fr.RootOfUnity(Key.Log2) - Fr.One).Inverse())}, r)");
        source.Line("let first");
        source.Line("let second");
        for (var i = 0; i < _packs.Length; i++)
        {
            var pack = _packs[i];
            source.Comment(string.Create(CultureInfo.InvariantCulture, $"Pack {i}: {pack.Size} columns, {(pack.AtNext ? "at zeta and at zeta omega" : "at zeta")}."));
            var value = WriteValue(source, "first", pack, 0);
            if (pack.AtNext)
            {
                var difference = WriteValue(source, "second", pack, 1) - value;
                source.Line($"second := {difference * YulCode.Leaf($"mulmod({Load(AtZeta(i))}, slope, r)")}");
                value += YulCode.Leaf("second");
            }

            source.Line($"remainder := addmod(remainder, {(i == 0 ? value : YulCode.Leaf(Weight(i)) * value)}, r)");
        }
    }

    /// <summary>Σ_j y^j f_j by Horner's rule, left in a variable. Values and products are below r each, so their sum is below 2r.</summary>
    private YulCode WriteValue(SourceWriter source, string variable, FflonkPack pack, int rotation)
    {
        var sum = YulCode.Leaf(Value(pack.Openings[^1].Evaluation + rotation));
        source.Line($"{variable} := {sum}");
        foreach (var opening in pack.Openings.SkipLast(1).Reverse())
        {
            sum = YulCode.Leaf(Value(opening.Evaluation + rotation)) + (YulCode.Leaf("y") * YulCode.Leaf(variable));
            source.Line($"{variable} := {sum}");
        }

        return sum with { Text = variable, Height = 1 };
    }
}
