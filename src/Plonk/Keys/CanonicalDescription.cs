using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// The canonical bytes of constraint systems and verifying keys. Integers are 4 bytes big-endian; text is its length and UTF-8 bytes; a list is its
/// count and items; a scalar is 32 bytes big-endian. The same bytes feed the digest of a key and its binary file. docs/formats.md gives them.
/// </summary>
public static class CanonicalDescription
{
    /// <summary>
    /// Everything a verifying key says: a tag that names the commitment scheme, curve, circuit, k, the number of blinding rows, whether the SRS is a development one, the constraint
    /// system, all constraints with the arguments spelled out, the coset factors, the commitments to fixed and permutation columns, [τ]_2.
    /// </summary>
    public static void WriteKey<TF>(IBufferWriter<byte> writer, VerifyingKey<TF> key)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(key);
        WriteText(writer, OpeningScheme<TF>.Of(key.Scheme).KeyTag);
        WriteText(writer, key.Curve.Name);
        WriteText(writer, key.Circuit);
        WriteInteger(writer, key.Log2);
        WriteInteger(writer, ConstraintSystem<TF>.BlindingRows);
        writer.Write([key.DevelopmentSrs ? (byte)1 : (byte)0]);
        WriteSystem(writer, key.System);
        WriteInteger(writer, key.System.Constraints.Count);
        foreach (var constraint in key.System.Constraints)
            WriteExpression(writer, constraint.Constraint);
        WriteInteger(writer, key.System.CosetFactors.Count);
        foreach (var factor in key.System.CosetFactors)
            WriteScalar(writer, factor);
        WriteInteger(writer, key.FixedCommitments.Count);
        foreach (var commitment in key.FixedCommitments)
            writer.Write(commitment.Bytes);
        writer.Write(key.TauG2.Bytes);
    }

    /// <summary>W, F, M, the number of public inputs; each gate's name and expression; each bus term's name, numerator and tuple.</summary>
    public static void WriteSystem<TF>(IBufferWriter<byte> writer, ConstraintSystem<TF> system)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(system);
        WriteInteger(writer, system.AdviceColumns);
        WriteInteger(writer, system.FixedColumns);
        WriteInteger(writer, system.MultiplicityColumns);
        WriteInteger(writer, system.PublicInputs);
        WriteInteger(writer, system.Gates.Count);
        foreach (var gate in system.Gates)
        {
            WriteText(writer, gate.Name);
            WriteExpression(writer, gate.Constraint);
        }

        WriteInteger(writer, system.Bus.Count);
        foreach (var term in system.Bus)
        {
            WriteText(writer, term.Name);
            WriteExpression(writer, term.Numerator);
            WriteInteger(writer, term.Tuple.Count);
            foreach (var value in term.Tuple)
                WriteExpression(writer, value);
        }
    }

    /// <summary>
    /// A tree in preorder: one byte for the kind; then the value of a constant, or index and rotation (one byte) of a challenge or column; or, for a
    /// sum or product, the left and the right operand. Shared subtrees are written out each time.
    /// </summary>
    public static void WriteExpression<TF>(IBufferWriter<byte> writer, Expression<TF> expression)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(expression);
        writer.Write([(byte)expression.Kind]);
        switch (expression.Kind)
        {
            case ExpressionKind.Constant:
                WriteScalar(writer, expression.Value);
                break;
            case ExpressionKind.Sum or ExpressionKind.Product:
                WriteExpression(writer, expression.Left!);
                WriteExpression(writer, expression.Right!);
                break;
            case ExpressionKind.Challenge or ExpressionKind.Advice or ExpressionKind.Multiplicity or ExpressionKind.Accumulator or ExpressionKind.Fixed:
                WriteInteger(writer, expression.Index);
                writer.Write([(byte)expression.Rotation]);
                break;
            default:
                break;
        }
    }

    /// <summary>A scalar: canonical, big-endian.</summary>
    public static void WriteScalar<TF>(IBufferWriter<byte> writer, TF value)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(writer);
        value.WriteBigEndian(writer.GetSpan(TF.ByteLength)[..TF.ByteLength]);
        writer.Advance(TF.ByteLength);
    }

    private static void WriteInteger(IBufferWriter<byte> writer, int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(writer.GetSpan(sizeof(int)), value);
        writer.Advance(sizeof(int));
    }

    private static void WriteText(IBufferWriter<byte> writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        WriteInteger(writer, bytes.Length);
        writer.Write(bytes);
    }
}
