using System.Globalization;
using System.Numerics;
using System.Text;
using Zk.Curves;

namespace Zk.Solidity.Tests;

/// <summary>
/// The contract ABI, as far as the tests need it: encoding of arguments by the types in a signature (integers, bool, address, bytesN, bytes, string,
/// arrays, tuples) and words of an answer.
/// </summary>
internal static class Abi
{
    /// <summary>Length of a word in bytes.</summary>
    public const int WordLength = 32;

    /// <summary>The first four bytes of the hash of a signature, which name a function or an error.</summary>
    public static byte[] Selector(string signature) => Keccak256.Hash(Encoding.ASCII.GetBytes(signature))[..4];

    /// <summary>The topic of an event.</summary>
    public static byte[] Topic(string signature) => Keccak256.Hash(Encoding.ASCII.GetBytes(signature));

    /// <summary>Calldata: the selector of a signature such as <c>f(uint256,bytes)</c> and the encoded arguments.</summary>
    public static byte[] Call(string signature, params object[] arguments) => [.. Selector(signature), .. Encode(signature[signature.IndexOf('(', StringComparison.Ordinal)..], arguments)];

    /// <summary>Arguments by the types of a tuple such as <c>(uint256,bytes)</c>; arrays and tuples are object[].</summary>
    public static byte[] Encode(string tuple, params object[] arguments)
    {
        var types = Split(tuple);
        if (types.Count != arguments.Length)
            throw new ArgumentException($"{arguments.Length} arguments for {tuple}", nameof(arguments));
        return EncodeSequence(types, arguments);
    }

    /// <summary>An unsigned integer as a word.</summary>
    public static byte[] Word(BigInteger value)
    {
        var bytes = (value.Sign < 0 ? value + (BigInteger.One << 256) : value).ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[WordLength - bytes.Length], .. bytes];
    }

    /// <summary>Word <paramref name="index"/> of an answer.</summary>
    public static byte[] WordAt(byte[] data, int index) => data.AsSpan(index * WordLength, WordLength).ToArray();

    /// <summary>Word <paramref name="index"/> of an answer as an unsigned integer.</summary>
    public static BigInteger UintAt(byte[] data, int index) => new(data.AsSpan(index * WordLength, WordLength), isUnsigned: true, isBigEndian: true);

    /// <summary>Word <paramref name="index"/> of an answer as an address.</summary>
    public static Address AddressAt(byte[] data, int index) => Address.FromBytes(data.AsSpan((index * WordLength) + 12, 20));

    private static byte[] EncodeSequence(List<string> types, object[] values)
    {
        var encoded = types.Zip(values, EncodeValue).ToList();
        var offset = types.Zip(encoded, (type, bytes) => IsDynamic(type) ? WordLength : bytes.Length).Sum();
        var (head, tail) = (new List<byte>(), new List<byte>());
        for (var i = 0; i < types.Count; i++)
        {
            if (IsDynamic(types[i]))
            {
                head.AddRange(Word(offset + tail.Count));
                tail.AddRange(encoded[i]);
            }
            else
            {
                head.AddRange(encoded[i]);
            }
        }

        return [.. head, .. tail];
    }

    private static byte[] EncodeValue(string type, object value)
    {
        if (TryArray(type, out var element, out var length))
        {
            var items = (object[])value;
            if (length >= 0 && items.Length != length)
                throw new ArgumentException($"{items.Length} elements for {type}", nameof(value));
            var body = EncodeSequence([.. items.Select(_ => element)], items);
            return length >= 0 ? body : [.. Word(items.Length), .. body];
        }

        if (type.StartsWith('('))
            return EncodeSequence(Split(type), (object[])value);
        return type switch
        {
            "bytes" => EncodeBytes((byte[])value),
            "string" => EncodeBytes(Encoding.UTF8.GetBytes((string)value)),
            "bool" => Word((bool)value ? 1 : 0),
            "address" => [.. new byte[12], .. ((Address)value).Bytes],
            _ when type.StartsWith("bytes", StringComparison.Ordinal) => PadRight((byte[])value, WordLength),
            _ => Word(value as BigInteger? ?? new BigInteger(Convert.ToDecimal(value, CultureInfo.InvariantCulture))),
        };
    }

    private static byte[] EncodeBytes(byte[] bytes) =>
        [.. Word(bytes.Length), .. PadRight(bytes, (bytes.Length + WordLength - 1) / WordLength * WordLength)];

    private static byte[] PadRight(byte[] bytes, int length) => [.. bytes, .. new byte[length - bytes.Length]];

    private static bool IsDynamic(string type)
    {
        if (TryArray(type, out var element, out var length))
            return length < 0 || IsDynamic(element);
        return type is "bytes" or "string" || (type.StartsWith('(') && Split(type).Any(IsDynamic));
    }

    /// <summary>T[k] or, with length −1, T[].</summary>
    private static bool TryArray(string type, out string element, out int length)
    {
        (element, length) = ("", -1);
        if (!type.EndsWith(']'))
            return false;
        var open = type.LastIndexOf('[');
        element = type[..open];
        var count = type[(open + 1)..^1];
        length = count.Length == 0 ? -1 : int.Parse(count, CultureInfo.InvariantCulture);
        return true;
    }

    /// <summary>The types of a tuple, at its outermost commas.</summary>
    private static List<string> Split(string tuple)
    {
        var types = new List<string>();
        var (depth, start) = (0, 1);
        for (var i = 0; i < tuple.Length; i++)
        {
            depth += tuple[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if ((depth == 1 && tuple[i] == ',') || depth == 0)
            {
                if (i > start)
                    types.Add(tuple[start..i]);
                start = i + 1;
            }
        }

        return types;
    }
}
