using Zk.Curves;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>The JSON form of a verifying key: <c>zk/verifying-key/2</c>. Gates are text (<see cref="ExpressionText"/>).</summary>
internal static class VerifyingKeyJson
{
    public const string Format = "zk/verifying-key/2";

    public static byte[] Write<TF>(VerifyingKey<TF> key)
        where TF : unmanaged, IPrimeField<TF>
    {
        var system = key.System;
        return JsonPoints.Document(writer =>
        {
            writer.WriteString("format", Format);
            writer.WriteString("curve", key.Curve.Name);
            writer.WriteString("commitmentScheme", key.Scheme.Name());
            writer.WriteString("circuit", key.Circuit);
            writer.WriteBoolean("developmentSrs", key.DevelopmentSrs);
            writer.WriteNumber("log2", key.Log2);
            writer.WriteNumber("blindingRows", ConstraintSystem<TF>.BlindingRows);
            writer.WriteNumber("adviceColumns", system.AdviceColumns);
            writer.WriteNumber("fixedColumns", system.FixedColumns);
            writer.WriteNumber("multiplicityColumns", system.MultiplicityColumns);
            writer.WriteNumber("publicInputs", system.PublicInputs);
            writer.WriteArray("gates", system.Gates, gate =>
            {
                writer.WriteStartObject();
                writer.WriteString("name", gate.Name);
                writer.WriteString("constraint", ExpressionText.Write(gate.Constraint));
                writer.WriteEndObject();
            });
            writer.WriteArray("bus", system.Bus, term =>
            {
                writer.WriteStartObject();
                writer.WriteString("name", term.Name);
                writer.WriteString("numerator", ExpressionText.Write(term.Numerator));
                writer.WriteArray("tuple", term.Tuple, value => writer.WriteStringValue(ExpressionText.Write(value)));
                writer.WriteEndObject();
            });
            var (own, permutation) = Counts(key.Scheme, system);
            writer.WriteArray("fixedCommitments", key.FixedCommitments.Take(own), writer.WriteG1);
            writer.WriteArray("permutationCommitments", key.FixedCommitments.TakeLast(permutation), writer.WriteG1);
            writer.WriteG2("tauG2", key.TauG2);
            writer.WriteString("digest", "0x" + Convert.ToHexStringLower(key.Digest));
        });
    }

    public static VerifyingKey<TF> Read<TF>(JsonField document, PairingCurve<TF> curve)
        where TF : unmanaged, IPrimeField<TF>
    {
        var fields = document.Document(
            Format,
            "curve", "commitmentScheme", "circuit", "developmentSrs", "log2", "blindingRows", "adviceColumns", "fixedColumns", "multiplicityColumns", "publicInputs", "gates", "bus",
            "fixedCommitments", "permutationCommitments", "tauG2", "digest");
        fields["curve"].Literal(curve.Name);
        var schemeField = fields["commitmentScheme"];
        var scheme = CommitmentSchemes.Find(schemeField.Text(FormatLimits.NameBytes))
            ?? throw schemeField.Error($"is none of {string.Join(", ", CommitmentSchemes.All.Select(s => s.Name()))}");
        var system = ReadSystem<TF>(document.File, fields);
        var (own, permutation) = Counts(scheme, system);
        var commitments = fields["fixedCommitments"].Array(own)
            .Concat(fields["permutationCommitments"].Array(permutation))
            .Select(point => JsonPoints.ReadG1(point, curve))
            .ToList();
        var circuit = Name(fields["circuit"]);
        var log2 = (int)fields["log2"].Integer(3, Math.Min(28, TF.TwoAdicity));
        var blinding = fields["blindingRows"];
        if (blinding.Integer(0, int.MaxValue) is var rows && rows != ConstraintSystem<TF>.BlindingRows)
            throw blinding.Error(VerifyingKeyBinary.WrongBlinding<TF>(rows));
        var tau = JsonPoints.ReadG2(fields["tauG2"], curve);
        var development = fields["developmentSrs"].Boolean();
        var key = VerifyingKeyBinary.Checked(document.File, () => new VerifyingKey<TF>(circuit, log2, system, curve, commitments, tau, development, scheme));
        var digest = fields["digest"];
        return digest.Hex(Keccak256.DigestLength).AsSpan().SequenceEqual(key.Digest)
            ? key
            : throw digest.Error("does not fit the content: the file was changed");
    }

    /// <summary>How many commitments stand under each of the two names: one to all columns stands under the first.</summary>
    private static (int Fixed, int Permutation) Counts<TF>(CommitmentScheme scheme, ConstraintSystem<TF> system)
        where TF : unmanaged, IPrimeField<TF>
    {
        var packs = OpeningScheme<TF>.Of(scheme).Pack(system.KeyColumns);
        var permutation = packs.Count(pack => pack.Count == 1 && pack[0].Index >= system.FixedColumns);
        return (packs.Count - permutation, permutation);
    }

    private static ConstraintSystem<TF> ReadSystem<TF>(string file, IReadOnlyDictionary<string, JsonField> fields)
        where TF : unmanaged, IPrimeField<TF>
    {
        var advice = (int)fields["adviceColumns"].Integer(1, ConstraintSystem<TF>.MaximumDegree - 1);
        var fixedColumns = (int)fields["fixedColumns"].Integer(0, FormatLimits.Columns);
        var multiplicity = (int)fields["multiplicityColumns"].Integer(0, FormatLimits.Columns);
        var inputs = (int)fields["publicInputs"].Integer(0, FormatLimits.PublicInputs);
        var expressions = new ExpressionReader<TF>();
        var gates = fields["gates"].Array(0, FormatLimits.Gates).Select(field => ReadGate(field, expressions)).ToList();
        var bus = fields["bus"].Array(0, FormatLimits.BusTerms).Select(field => ReadTerm(field, expressions)).ToList();
        return VerifyingKeyBinary.Checked(file, () => new ConstraintSystem<TF>(advice, fixedColumns, multiplicity, inputs, gates, bus));
    }

    private static Gate<TF> ReadGate<TF>(JsonField field, ExpressionReader<TF> expressions)
        where TF : unmanaged, IPrimeField<TF>
    {
        var gate = field.Object("name", "constraint");
        return new(Name(gate["name"]), ExpressionText.Read(gate["constraint"], expressions));
    }

    private static BusTerm<TF> ReadTerm<TF>(JsonField field, ExpressionReader<TF> expressions)
        where TF : unmanaged, IPrimeField<TF>
    {
        var fields = field.Object("name", "numerator", "tuple");
        var tuple = fields["tuple"].Array(1, ConstraintSystem<TF>.MaximumTupleLength).Select(value => ExpressionText.Read(value, expressions)).ToList();
        var term = new BusTerm<TF>(Name(fields["name"]), ExpressionText.Read(fields["numerator"], expressions), tuple);
        return FormatLimits.HasColumn(term) ? term : throw fields["tuple"].Error("names no column");
    }

    private static string Name(JsonField field)
    {
        var name = field.Text(FormatLimits.NameBytes);
        return FormatLimits.IsName(name) ? name : throw field.Error("is empty, too long, or has control characters");
    }
}
