using Zk.Field;

namespace Zk.Plonk;

/// <summary>Bounds of what key and proof files may hold, far above what circuits need, checked before anything is allocated.</summary>
internal static class FormatLimits
{
    /// <summary>The most gates.</summary>
    public const int Gates = 1 << 12;

    /// <summary>The most bus terms.</summary>
    public const int BusTerms = 1 << 10;

    /// <summary>The most fixed or multiplicity columns.</summary>
    public const int Columns = 1 << 12;

    /// <summary>The most commitments or evaluations of a proof.</summary>
    public const int ProofElements = 1 << 14;

    /// <summary>The longest name of a circuit, gate or bus term, in bytes of UTF-8.</summary>
    public const int NameBytes = 255;

    /// <summary>The largest key file.</summary>
    public const int KeyFileBytes = 32 << 20;

    /// <summary>The largest proof file.</summary>
    public const int ProofFileBytes = 4 << 20;

    /// <summary>The largest file of public inputs.</summary>
    public const int PublicFileBytes = 8 << 20;

    /// <summary>The most public inputs.</summary>
    public const int PublicInputs = 1 << 16;

    /// <summary>
    /// A tuple of constants has degree 0, so any number of them would share one group, whose expanded constraint grows with the square of their
    /// number. No circuit needs them; with this rule a group has at most five terms.
    /// </summary>
    public static bool HasColumn<TF>(BusTerm<TF> term)
        where TF : unmanaged, IPrimeField<TF> => term.Tuple.Any(value => value.Degree > 0);

    /// <summary>Demands that a key can be read again, before it is written.</summary>
    /// <exception cref="ArgumentException">It exceeds a bound.</exception>
    public static void Require<TF>(VerifyingKey<TF> key)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(key);
        var system = key.System;
        if (system.Gates.Count > Gates || system.Bus.Count > BusTerms || system.FixedColumns > Columns || system.MultiplicityColumns > Columns || system.PublicInputs > PublicInputs)
            throw new ArgumentException($"the key of '{key.Circuit}' is too large for the format");
        foreach (var name in system.Gates.Select(gate => gate.Name).Concat(system.Bus.Select(term => term.Name)).Append(key.Circuit))
        {
            if (!IsName(name))
                throw new ArgumentException($"'{ZkFormatException.OneLine(name)}' is no name for a circuit, gate or bus term");
        }

        var reader = new ExpressionReader<TF>();
        foreach (var gate in system.Gates)
            reader.Require(gate.Name, gate.Constraint);
        foreach (var term in system.Bus)
        {
            foreach (var expression in term.Tuple.Append(term.Numerator))
                reader.Require(term.Name, expression);
            if (!HasColumn(term))
                throw new ArgumentException($"the tuple of bus term '{term.Name}' names no column");
        }
    }

    /// <summary>Names are 1 to 255 bytes of UTF-8 without control characters, so that messages with them stay one line.</summary>
    public static bool IsName(string name)
    {
        try
        {
            return name.Length > 0 && Utf8.GetByteCount(name) <= NameBytes && !name.Any(char.IsControl);
        }
        catch (System.Text.EncoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>UTF-8 that refuses what is not valid instead of replacing it.</summary>
    public static System.Text.UTF8Encoding Utf8 { get; } = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
