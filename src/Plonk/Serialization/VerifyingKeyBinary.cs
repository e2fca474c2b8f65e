using System.Buffers;
using System.Globalization;
using Zk.Curves;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// The binary form of a verifying key: the common head, the digest, then the description that the digest hashes
/// (<see cref="CanonicalDescription.WriteKey{TF}"/>), byte for byte.
/// </summary>
internal static class VerifyingKeyBinary
{
    public const string Magic = "zk.vk";
    public const uint Version = 2;

    private const int BodyStart = BinaryHeader.Length + Keccak256.DigestLength;

    public static byte[] Write<TF>(VerifyingKey<TF> key)
        where TF : unmanaged, IPrimeField<TF>
    {
        var body = new ArrayBufferWriter<byte>();
        CanonicalDescription.WriteKey(body, key);
        var bytes = new byte[BodyStart + body.WrittenCount];
        new BinaryHeader(0, key.Curve.Name).Write(bytes, Magic, Version);
        key.Digest.CopyTo(bytes.AsSpan(BinaryHeader.Length));
        body.WrittenSpan.CopyTo(bytes.AsSpan(BodyStart));
        return bytes;
    }

    public static VerifyingKey<TF> Read<TF>(ReadOnlyMemory<byte> bytes, string file, PairingCurve<TF> curve)
        where TF : unmanaged, IPrimeField<TF>
    {
        BinaryHeader.Read(bytes.Span, file, Magic, Version, knownFlags: 0).RequireCurve(curve.Name, file);
        if (bytes.Length < BodyStart)
            throw new ZkFormatException(file, "digest", "the file ends inside this field");
        var body = bytes[BodyStart..];
        if (!Keccak256.Hash(body.Span).AsSpan().SequenceEqual(bytes.Span.Slice(BinaryHeader.Length, Keccak256.DigestLength)))
            throw new ZkFormatException(file, "digest", "does not fit the content: the file is damaged");
        var key = ReadBody(new ByteReader(body, file), curve);

        // The constraints of the arguments and the coset factors follow from the rest; comparing all bytes checks them, and that the form is the canonical one.
        var canonical = new ArrayBufferWriter<byte>(body.Length);
        CanonicalDescription.WriteKey(canonical, key);
        return canonical.WrittenSpan.SequenceEqual(body.Span) ? key : throw new ZkFormatException(file, "content", "is not the canonical description of a key");
    }

    private static VerifyingKey<TF> ReadBody<TF>(ByteReader reader, PairingCurve<TF> curve)
        where TF : unmanaged, IPrimeField<TF>
    {
        var scheme = ReadScheme<TF>(reader);
        if (reader.Text("curve", FormatLimits.NameBytes) is var name && name != curve.Name)
            throw reader.Error("curve", $"is '{name}', not '{curve.Name}'");
        var circuit = Name(reader, "circuit");
        var log2 = reader.U32("log2", 3, Math.Min(28, TF.TwoAdicity));
        if (reader.U32("blinding rows", 0, int.MaxValue) is var blinding && blinding != ConstraintSystem<TF>.BlindingRows)
            throw reader.Error("blinding rows", WrongBlinding<TF>(blinding));
        var development = reader.U8("development");
        if (development > 1)
            throw reader.Error("development", $"is {development}, not 0 or 1");
        var system = ReadSystem<TF>(reader);
        var commitments = new G1Point[OpeningScheme<TF>.Of(scheme).Pack(system.KeyColumns).Count];
        reader.SkipTo("derived constraints", (commitments.Length * curve.G1Size) + curve.G2Size);
        for (var i = 0; i < commitments.Length; i++)
        {
            if (!curve.TryDecodeG1(reader.Bytes($"fixed commitment {i}", curve.G1Size), out commitments[i], out var reason))
                throw reader.Error($"fixed commitment {i}", reason);
        }

        if (!curve.TryDecodeG2(reader.Bytes("[tau]_2", curve.G2Size), out var tau, out var why))
            throw reader.Error("[tau]_2", why);
        return Checked(reader.File, () => new VerifyingKey<TF>(circuit, log2, system, curve, commitments, tau, development == 1, scheme));
    }

    private static ConstraintSystem<TF> ReadSystem<TF>(ByteReader reader)
        where TF : unmanaged, IPrimeField<TF>
    {
        var advice = reader.U32("advice columns", 1, ConstraintSystem<TF>.MaximumDegree - 1);
        var fixedColumns = reader.U32("fixed columns", 0, FormatLimits.Columns);
        var multiplicity = reader.U32("multiplicity columns", 0, FormatLimits.Columns);
        var inputs = reader.U32("public inputs", 0, FormatLimits.PublicInputs);
        var expressions = new ExpressionReader<TF>();
        var gates = new Gate<TF>[reader.Count("gates", FormatLimits.Gates, 1)];
        for (var i = 0; i < gates.Length; i++)
            gates[i] = new(Name(reader, $"gate {i}"), ReadExpression(reader, expressions, $"gate {i}"));
        var bus = new BusTerm<TF>[reader.Count("bus terms", FormatLimits.BusTerms, 1)];
        for (var i = 0; i < bus.Length; i++)
            bus[i] = ReadTerm(reader, expressions, $"bus term {i}");
        return Checked(reader.File, () => new ConstraintSystem<TF>(advice, fixedColumns, multiplicity, inputs, gates, bus));
    }

    private static BusTerm<TF> ReadTerm<TF>(ByteReader reader, ExpressionReader<TF> expressions, string field)
        where TF : unmanaged, IPrimeField<TF>
    {
        var name = Name(reader, field);
        var numerator = ReadExpression(reader, expressions, field);
        var tuple = new Expression<TF>[reader.U32($"{field}: tuple length", 1, ConstraintSystem<TF>.MaximumTupleLength)];
        for (var i = 0; i < tuple.Length; i++)
            tuple[i] = ReadExpression(reader, expressions, field);
        var term = new BusTerm<TF>(name, numerator, tuple);
        return FormatLimits.HasColumn(term) ? term : throw reader.Error(field, "the tuple names no column");
    }

    private static Expression<TF> ReadExpression<TF>(ByteReader reader, ExpressionReader<TF> expressions, string field)
        where TF : unmanaged, IPrimeField<TF>
    {
        return expressions.Read(Next, reason => reader.Error(field, reason));

        ExpressionSymbol<TF> Next()
        {
            var kind = (ExpressionKind)reader.U8(field);
            switch (kind)
            {
                case ExpressionKind.Sum or ExpressionKind.Product:
                    return new(kind, 0, 0, TF.Zero);
                case ExpressionKind.Constant:
                    return new(kind, 0, 0, reader.Scalar<TF>(field));
                case ExpressionKind.Advice or ExpressionKind.Multiplicity or ExpressionKind.Fixed:
                    var index = reader.U32(field, 0, FormatLimits.Columns);
                    var rotation = reader.U8(field);
                    return rotation <= (kind == ExpressionKind.Advice ? 1 : 0)
                        ? new(kind, index, rotation, TF.Zero)
                        : throw reader.Error(field, $"{kind} has rotation {rotation}");
                default:
                    throw reader.Error(field, $"a gate cannot hold a symbol of kind {(int)kind}");
            }
        }
    }

    /// <summary>The tag names the scheme.</summary>
    private static CommitmentScheme ReadScheme<TF>(ByteReader reader)
        where TF : unmanaged, IPrimeField<TF>
    {
        var tag = reader.Text("tag", FormatLimits.NameBytes);
        foreach (var scheme in CommitmentSchemes.All)
        {
            if (OpeningScheme<TF>.Of(scheme).KeyTag == tag)
                return scheme;
        }

        throw reader.Error("tag", $"is '{tag}', which names no kind of key");
    }

    /// <summary>Why a key with so many blinding rows is refused: each proof and each constraint of the arguments would mean something else.</summary>
    internal static string WrongBlinding<TF>(long rows)
        where TF : unmanaged, IPrimeField<TF> =>
        string.Create(CultureInfo.InvariantCulture, $"is {rows}; this program blinds {ConstraintSystem<TF>.BlindingRows} rows");

    private static string Name(ByteReader reader, string field)
    {
        var name = reader.Text($"{field}: name", FormatLimits.NameBytes);
        return FormatLimits.IsName(name) ? name : throw reader.Error($"{field}: name", "is empty or has control characters");
    }

    /// <summary>The rules of keys and constraint systems live in their constructors; a file that breaks one is malformed.</summary>
    internal static T Checked<T>(string file, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException e)
        {
            throw new ZkFormatException(file, "", e.Message, e);
        }
    }
}
