using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// What follows from ζ and the public inputs: ζ^n, the Lagrange polynomials, S_PI(ζ) and PI(ζ), and the factor ∏_{i=u}^{n−1}(ζ − ω^i)/(ζ^n − 1) of T(ζ), all from one
/// inverse, which the caller gives and which is checked here.
/// </summary>
internal sealed class EvaluationPointCode(VerifyingKey<Fr> key, CalldataLayout calldata, MemoryFrame memory)
{
    /// <summary>Up to so many public inputs are written out one by one; beyond, code would grow where a loop costs little.</summary>
    public const int MaximumUnrolled = 16;

    private readonly Fr _omega = Fr.RootOfUnity(key.Log2);

    private int Inputs => key.System.PublicInputs;

    /// <summary>The rows 0.. whose Lagrange polynomials are needed beside the last one.</summary>
    private int FirstRows => Math.Max(1, Inputs);

    /// <summary>Writes the code.</summary>
    /// <param name="source">Where to write.</param>
    /// <param name="more">A word with a further denominator below r, which is replaced by its inverse; or null.</param>
    public void Write(SourceWriter source, string? more)
    {
        source.Line("{");
        source.Line("let zeta := mload(ZETA)");
        source.Line("let power := zeta");
        for (var i = 0; i < key.Log2; i++)
            source.Line("power := mulmod(power, power, r)");
        source.Line("mstore(ZETA_N, power)");
        source.Line($"let vanishing := add(power, {Minus(Fr.One)})");
        source.Line();
        source.Comment("Products of the denominators zeta - omega^i up to each row, then of all.");
        source.Line("let product := 1");
        WriteProducts(source);
        source.Line($"let last := add(zeta, {Minus(LastPoint)})");
        source.Line("let all := mulmod(product, last, r)");
        source.Line();
        source.Comment("The hint is their inverse, or the call is refused; a denominator that is zero has none.");
        source.Line("power := mulmod(zeta, vanishing, r)");
        source.Line($"let inverse := calldataload(0x{calldata.Hint:x})");
        var everything = more is null ? "mulmod(all, power, r)" : $"mulmod(mulmod(all, power, r), mload({more}), r)";
        source.Line($"if iszero(and(eq(mulmod({everything}, inverse, r), 1), lt(inverse, r))) {{ {SolidityErrors.Fail("WrongInverse")} }}");
        if (more is not null)
        {
            source.Line($"let more := mload({more})");
            source.Line($"mstore({more}, mulmod(mulmod(all, power, r), inverse, r))");
            source.Line("inverse := mulmod(more, inverse, r)");
        }

        source.Line();
        source.Comment("1/zeta, and the factor of the quotient.");
        source.Line("all := mulmod(all, inverse, r)");
        source.Line("mstore(INVERSE_ZETA, mulmod(all, vanishing, r))");
        var blinding = Domain.BlindingPoints<Fr>(key.Log2).Select(point => $"add(zeta, {Minus(point)})").Aggregate((product, factor) => $"mulmod({factor}, {product}, r)");
        source.Line($"mstore(QUOTIENT, mulmod(mulmod(all, zeta, r), {blinding}, r))");
        source.Line();
        source.Comment("L_i(zeta) = omega^i (zeta^n - 1)/(n (zeta - omega^i)), from the last row to the first; inverse is (zeta^n - 1)/n over the product left.");
        source.Line($"inverse := mulmod(mulmod(inverse, power, r), mulmod(vanishing, {YulCode.Literal(Fr.FromUInt64((ulong)key.Rows).Inverse())}, r), r)");
        source.Line($"mstore(LAST_ROW, mulmod(mulmod(inverse, product, r), {YulCode.Literal(LastPoint)}, r))");
        source.Line("inverse := mulmod(inverse, last, r)");
        WriteRows(source);
        source.Line("}");
    }

    private Fr LastPoint => _omega.Pow((ulong)key.UsableRows - 1);

    private static string Minus(Fr value) => YulCode.Literal(-value);

    private string Denominator(int row) => $"add(zeta, {Minus(_omega.Pow((ulong)row))})";

    private string Product(int row) => memory.At(row * CalldataLayout.Word);

    /// <summary>Leaves the product of the denominators before row i at place i, from row 1, and that of all in <c>product</c>.</summary>
    private void WriteProducts(SourceWriter source)
    {
        if (FirstRows <= MaximumUnrolled)
        {
            source.Line($"product := {Denominator(0)}");
            for (var row = 1; row < FirstRows; row++)
            {
                source.Line($"mstore({Product(row)}, product)");
                source.Line($"product := mulmod({Denominator(row)}, product, r)");
            }

            return;
        }

        source.Line("let point := 1");
        source.Line($"for {{ let place := {Product(0)} }} lt(place, {Product(FirstRows)}) {{ place := add(place, 0x20) }} {{");
        source.Line("mstore(place, product)");
        source.Line("product := mulmod(add(zeta, sub(r, point)), product, r)");
        source.Line($"point := mulmod(point, {YulCode.Literal(_omega)}, r)");
        source.Line("}");
    }

    private void WriteRows(SourceWriter source)
    {
        if (Inputs == 0)
        {
            source.Line("mstore(FIRST_ROW, inverse)");
            return;
        }

        source.Line("let rows := 0");
        source.Line("let inputs := 0");
        if (FirstRows <= MaximumUnrolled)
        {
            for (var row = FirstRows - 1; row > 0; row--)
            {
                source.Line($"power := mulmod(mulmod(inverse, mload({Product(row)}), r), {YulCode.Literal(_omega.Pow((ulong)row))}, r)");
                source.Line($"inverse := mulmod(inverse, {Denominator(row)}, r)");
                source.Line("rows := addmod(rows, power, r)");
                source.Line($"inputs := addmod(inputs, mulmod(power, calldataload(0x{CalldataLayout.PublicInput(row):x2}), r), r)");
            }

            source.Line("mstore(FIRST_ROW, inverse)");
            source.Line("mstore(INPUT_ROWS, addmod(rows, inverse, r))");
            source.Line($"mstore(INPUTS, addmod(inputs, mulmod(inverse, calldataload(0x{CalldataLayout.PublicInput(0):x2}), r), r))");
            return;
        }

        source.Line($"let input := 0x{CalldataLayout.PublicInput(Inputs - 1):x}");
        source.Line($"for {{ let place := {Product(FirstRows - 1)} }} gt(place, 0x{memory.Area - 1:x}) {{ place := sub(place, 0x20) }} {{");
        source.Line($"point := mulmod(point, {YulCode.Literal(_omega.Inverse())}, r)");
        source.Line("power := mulmod(mulmod(inverse, mload(place), r), point, r)");
        source.Line("inverse := mulmod(inverse, add(zeta, sub(r, point)), r)");
        source.Line("rows := addmod(rows, power, r)");
        source.Line("inputs := addmod(inputs, mulmod(power, calldataload(input), r), r)");
        source.Line("input := sub(input, 0x20)");
        source.Line("}");
        source.Line("mstore(FIRST_ROW, power)");
        source.Line("mstore(INPUT_ROWS, rows)");
        source.Line("mstore(INPUTS, inputs)");
    }
}
